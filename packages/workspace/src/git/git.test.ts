import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import type { GitLogEntry } from './git.ts'
import { openGit } from './open.ts'
import { testFolder, testRepository } from './testing.ts'

test('commit, amend, undo; nothing to commit and a refusing hook say so in their own words', async () => {
  await using repository = await testRepository()
  const { git, write, sh, folder } = repository
  await write('a.txt', 'a\n')
  await git.stage(['a.txt'])
  await git.commit('Add a\n\n"Quoted", naïve and 漢字')
  await write('a.txt', 'b\n')
  await git.commit('', { amend: true, all: true })
  expect(await sh('log', '--format=%B')).toBe('Add a\n\n"Quoted", naïve and 漢字\n\n')
  await expect(git.commit('Again')).rejects.toMatchObject({ code: 'NothingToCommit', message: /nothing to commit/ })

  const hook = join(folder, '.git/hooks/pre-commit')
  await writeFile(hook, '#!/bin/sh\necho "No commits on Sundays" >&2\nexit 1\n')
  await chmod(hook, 0o755)
  await write('a.txt', 'c\n')
  await expect(git.commit('Sunday', { all: true })).rejects.toMatchObject({
    code: 'Failed',
    message: 'No commits on Sundays',
    stderr: 'No commits on Sundays\n',
  })

  expect(await git.undoCommit()).toBe('Add a\n\n"Quoted", naïve and 漢字')
  expect((await git.status()).head.commit).toBeUndefined()
})

test('branches are listed, made, renamed, switched to and deleted', async () => {
  await using repository = await testRepository()
  const { git, commit, write } = repository
  await commit({ 'a.txt': 'a\n' }, 'Say | "a"')
  await git.createBranch('feature/one')
  await expect(git.switchTo('--discard-changes')).rejects.toThrow(/valid name/)
  await expect(git.createBranch('feature/one')).rejects.toMatchObject({ code: 'BranchExists' })
  await git.createBranch('two', { switch: true, from: 'main' })
  await commit({ 'a.txt': 'two\n' }, 'Two')
  await git.renameBranch('feature/one', 'one')
  expect((await git.branches()).map(({ name, current, subject }) => [name, current, subject])).toEqual(
    expect.arrayContaining([
      ['main', false, 'Say | "a"'],
      ['one', false, 'Say | "a"'],
      ['two', true, 'Two'],
    ]),
  )
  await write('a.txt', 'dirty\n')
  await expect(git.switchTo('main')).rejects.toMatchObject({ code: 'WouldOverwrite', message: /a\.txt/ })
  await git.stash({ message: 'my work' })
  await expect(git.stash()).rejects.toMatchObject({ code: 'NothingToCommit' })
  await git.switchTo('main')
  await expect(git.deleteBranch('two')).rejects.toMatchObject({ code: 'BranchNotMerged' })
  await git.deleteBranch('two', { force: true })
  await git.deleteBranch('one')
  expect((await git.branches()).map((branch) => branch.name)).toEqual(['main'])
  expect(await git.stashes()).toEqual([{ index: 0, message: 'On two: my work' }])
  await git.dropStash(0)
  await write('a.txt', 'later\n')
  await git.stash()
  await git.popStash(0)
  expect(await repository.read('a.txt')).toBe('later\n')
})

test('fetch, pull and push with a remote: progress, refusal, publishing', async () => {
  await using place = await testFolder()
  await using repository = await testRepository()
  const { git, commit, sh } = repository
  await commit({ 'a.txt': 'a\n' })
  await expect(git.pull()).rejects.toMatchObject({ code: 'NoUpstream' })
  await expect(git.push()).rejects.toMatchObject({ code: 'NoRemote' })
  await sh('init', '--quiet', '--bare', '--initial-branch=main', place.folder)
  await git.addRemote('origin', place.folder)
  expect(await git.remotes()).toEqual([{ name: 'origin', url: place.folder }])
  await expect(git.push()).rejects.toMatchObject({ code: 'NoUpstream' })
  const lines: string[] = []
  await git.push({ publish: 'origin' }, (line) => lines.push(line))
  expect(lines.join('\n')).toMatch(/Writing objects: 100%/)
  await expect(git.fetch({}, undefined, AbortSignal.abort(new Error('changed my mind')))).rejects.toThrow(
    'changed my mind',
  )

  await sh('clone', '--quiet', place.folder, join(place.folder, 'clone'))
  const clone = ['-C', join(place.folder, 'clone'), '-c', 'user.name=B', '-c', 'user.email=b@example.com']
  await sh(...clone, 'commit', '--quiet', '--allow-empty', '--message', 'From the clone')
  await sh(...clone, 'push', '--quiet', 'origin', 'main', 'main:refs/heads/team/feature')
  await commit({ 'a.txt': 'mine\n' }, 'Mine')
  await expect(git.push()).rejects.toMatchObject({ code: 'Rejected', message: /\[rejected\]/ })
  await git.fetch()
  expect((await git.status()).head).toMatchObject({ ahead: 1, behind: 1 })
  await git.pull({ rebase: true })
  await git.push()
  expect((await git.status()).head).toMatchObject({ ahead: 0, behind: 0 })

  await git.switchTo('origin/team/feature')
  expect((await git.status()).head).toMatchObject({ branch: 'team/feature', upstream: 'origin/team/feature' })
  await git.switchTo('origin/main')
  expect((await git.status()).head.branch).toBe('main')
})

test('a remote that asks for a password fails instead of asking', async () => {
  await using repository = await testRepository()
  const { createServer } = await import('node:http')
  const server = createServer((_request, response) => {
    response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="git"' }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await repository.git.addRemote('origin', `http://127.0.0.1:${port}/x.git`)
  await expect(repository.git.fetch()).rejects.toMatchObject({ code: 'AuthenticationFailed' })
  server.close()
})

test("somebody else's repository is refused with git's advice", async () => {
  await using repository = await testRepository()
  vi.stubEnv('GIT_TEST_ASSUME_DIFFERENT_OWNER', '1')
  await expect(openGit(repository.folder)).rejects.toMatchObject({
    code: 'UnsafeRepository',
    message: /detected dubious ownership[^]*git config --global --add safe\.directory/,
  })
  vi.unstubAllEnvs()
})

test('a command that takes long is ended by its signal, with all that it started', async () => {
  await using repository = await testRepository()
  const { git, folder } = repository
  const hook = join(folder, '.git/hooks/pre-commit')
  await writeFile(hook, "#!/bin/sh\ntrap 'echo > ended; exit 1' TERM\necho > started\nsleep 600 & wait\n")
  await chmod(hook, 0o755)
  const abort = new AbortController()
  const commit = git.commit('Slow', {}, abort.signal)
  await vi.waitFor(() => repository.read('started'))
  abort.abort(new Error('stop'))
  await expect(commit).rejects.toThrow('stop')
  await vi.waitFor(() => repository.read('ended'))
})

test('the log of a file follows its renames', async () => {
  await using repository = await testRepository()
  const { git, commit, sh } = repository
  const text = 'one\ntwo\nthree\nfour\n'
  await commit({ 'old name.txt': text }, 'Make\n\nWith a body\n')
  await commit({ 'other.txt': '1' }, 'Something else')
  await sh('mv', 'old name.txt', 'new.txt')
  await commit({}, 'Move')
  await commit({ 'new.txt': `${text}five\n` }, 'Add five')
  const commits = await git.log({ path: 'new.txt' })
  expect(commits.map(({ message, path }) => [message, path])).toEqual([
    ['Add five', 'new.txt'],
    ['Move', 'new.txt'],
    ['Make\n\nWith a body', 'old name.txt'],
  ])
  const all = await git.log({ limit: 2, skip: 1 })
  expect(all.map((each) => each.message)).toEqual(['Move', 'Something else'])
  expect(all[0]).toMatchObject({ author: 'Ada', email: 'ada@example.com', parents: [all[1]!.id] })
  expect(Buffer.from(await git.show(commits[2]!.id, commits[2]!.path!)).toString()).toBe(text)
  await expect(git.show('HEAD', 'never.txt')).rejects.toMatchObject({ code: 'NotFound' })
})

test('changes of the repository are told, and reading it is none', async () => {
  await using repository = await testRepository()
  const { git, commit, write, sh } = repository
  await commit({ 'a.txt': 'a\n' })
  const commands: GitLogEntry[] = []
  using _log = git.onCommand((entry) => commands.push(entry))
  const told = vi.fn<() => void>()
  await using _watching = await git.watch(told)
  const tells = async (what: Promise<unknown>) => {
    told.mockClear()
    await what
    await vi.waitFor(() => expect(told).toHaveBeenCalled(), { timeout: 10_000 })
  }
  await write('a.txt', 'b\n')
  await tells(git.stage(['a.txt']))
  await tells(sh('commit', '--quiet', '--message', 'b'))
  await tells(sh('branch', 'feature/x'))
  await tells(sh('switch', '--quiet', '--detach', 'HEAD'))
  expect(commands.map((entry) => entry.args[0])).toEqual(['add'])
})
