import { execFileSync } from 'node:child_process'
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Channel, connect, createConnection, gitService, type Socket } from '@caret/protocol'
import { openWorkspace } from '@caret/workspace'
import { expect, test, vi } from 'vitest'
import { Disposables } from './disposables.ts'
import { findRepository, serveGit } from './git.ts'
import { openPlace } from './place.ts'

/** A folder, and the git service for it over a connection as a page has it. */
async function scene() {
  const owned = new Disposables()
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'caret-engine-git-')))
  owned.defer(() => rm(folder, { recursive: true, force: true }))
  const place = owned.use(await openPlace(await openWorkspace(folder)))
  const repository = owned.use(findRepository(place))
  const [page, engine] = [owned.use(new Channel()), owned.use(new Channel())]
  const toPage: Socket = { send: (frame) => queueMicrotask(() => engine.receive(toEngine, frame)), close: () => {} }
  const toEngine: Socket = { send: (frame) => queueMicrotask(() => page.receive(toPage, frame)), close: () => {} }
  const [client, server] = [createConnection(page), createConnection(engine)]
  page.attach(toPage, 0)
  engine.attach(toEngine, 0)
  owned.use(serveGit(server, repository))
  const sh = (...args: string[]) => {
    const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com']
    return execFileSync('git', [...identity, ...args], { cwd: folder, encoding: 'utf8' })
  }
  return {
    folder,
    git: connect(client, gitService),
    sh,
    [Symbol.asyncDispose]: () => owned[Symbol.asyncDispose](),
  }
}

test('a folder becomes a repository, and its files are staged and committed over the wire', async () => {
  await using place = await scene()
  const { git, folder, sh } = place
  expect(await git.open({})).toBeNull()
  await expect(git.status({})).rejects.toMatchObject({ code: 'NoRepository' })
  expect(await git.init({})).toEqual({ root: folder, prefix: '' })
  sh('config', 'user.name', 'Ada')
  sh('config', 'user.email', 'ada@example.com')

  const bytes = Uint8Array.of(0xff, 0xfe, 10, 65, 10)
  await writeFile(join(folder, 'a b.txt'), bytes)
  expect((await git.status({})).files).toMatchObject([{ path: 'a b.txt', unstaged: 'untracked' }])
  await git.stage({ paths: ['a b.txt'] })
  await git.commit({ message: 'First', amend: false, all: false })
  expect(await git.show({ revision: 'HEAD', path: 'a b.txt' })).toEqual(bytes)
  const change = { oldStart: 1, oldEnd: 2, newStart: 1, newEnd: 2 }
  const contents = Uint8Array.of(0xff, 0xfe, 10, 66, 10)
  await git.stageLines({ path: 'a b.txt', changes: [change], contents })
  expect(await git.show({ revision: ':', path: 'a b.txt' })).toEqual(contents)
  await expect(git.switchTo({ name: 'nowhere', detach: false })).rejects.toThrow('fatal: invalid reference: nowhere')
})

test('changes made outside are told: of files, of the repository, and that there is one at all', async () => {
  await using place = await scene()
  const { git, folder, sh } = place
  const told: boolean[] = []
  git.on('changed', ({ repository }) => told.push(repository))
  const tells = async (repository: boolean, act: () => unknown) => {
    told.length = 0
    await act()
    await vi.waitFor(() => expect(told).toContain(repository), { timeout: 10_000 })
  }
  expect(await git.open({})).toBeNull()
  await tells(true, () => sh('init', '--quiet', '--initial-branch=main'))
  await vi.waitFor(async () => expect(await git.open({})).not.toBeNull(), 15_000)
  await tells(false, () => writeFile(join(folder, 'a.txt'), 'a'))
  await tells(true, () => sh('add', 'a.txt'))
  await tells(true, () => sh('commit', '--quiet', '--message', 'Outside'))
  await tells(true, () => rm(join(folder, '.git'), { recursive: true }))
  await vi.waitFor(async () => expect(await git.open({})).toBeNull(), 15_000)
})

test('what a remote says while it is fetched from comes line by line', async () => {
  await using origin = await scene()
  origin.sh('init', '--quiet')
  origin.sh('commit', '--quiet', '--allow-empty', '--message', 'There')
  await using place = await scene()
  place.sh('init', '--quiet')
  await place.git.addRemote({ name: 'origin', url: origin.folder })
  const lines: string[] = []
  await place.git.fetch({ prune: false }, (line) => lines.push(line))
  expect(lines.join('\n')).toMatch(/new branch/)
  expect((await place.git.branches({})).map((branch) => branch.remote)).toEqual([true])
})
