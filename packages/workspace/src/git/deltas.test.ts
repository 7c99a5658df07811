import { chmod, rename, rm, symlink, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDeltas } from './deltas.ts'
import { testRepository } from './testing.ts'

const file = { mode: '100644', id: expect.any(String) }
const body = Array.from({ length: 20 }, (_, at) => `line ${at}\n`).join('')

test('a repository without a commit has everything new', async () => {
  await using repository = await testRepository()
  await repository.write('a.txt', 'a\n')
  const deltas = await openDeltas(repository.folder)
  expect(await deltas.workingTree()).toEqual([{ path: 'a.txt', after: { mode: '100644' } }])
  await expect(deltas.commit('HEAD')).rejects.toMatchObject({ code: 'NotFound' })
  expect(await deltas.defaultBranch()).toBeUndefined()
})

test('the working tree against HEAD: staged, unstaged, untracked, moved by hand, modes, links; the index is left alone', async () => {
  await using repository = await testRepository()
  const { commit, write, sh, folder } = repository
  await commit({ 'staged.txt': 's\n', 'plain.txt': 'p\n', 'old name.txt': body, 'run.sh': 'r\n', 'gone.txt': 'g\n' })
  await write('staged.txt', 'S\n')
  await sh('add', 'staged.txt')
  await write('plain.txt', 'P\n')
  await rename(join(folder, 'old name.txt'), join(folder, 'new name.txt'))
  await chmod(join(folder, 'run.sh'), 0o755)
  await rm(join(folder, 'gone.txt'))
  await symlink('plain.txt', join(folder, 'link'))
  await write('.gitignore', 'ignored\n')
  await write('ignored', 'x')
  const before = await sh('status', '--porcelain')
  const deltas = await openDeltas(folder)
  const found = await deltas.workingTree()
  expect(found.map(({ path }) => path).sort()).toEqual(
    ['.gitignore', 'gone.txt', 'link', 'new name.txt', 'plain.txt', 'run.sh', 'staged.txt'].sort(),
  )
  const of = (path: string) => found.find((each) => each.path === path)
  expect(of('new name.txt')).toMatchObject({ from: 'old name.txt', before: file })
  expect(of('gone.txt')).toEqual({ path: 'gone.txt', before: file })
  expect(of('run.sh')).toMatchObject({ before: { mode: '100644' }, after: { mode: '100755' } })
  expect(of('link')).toEqual({ path: 'link', after: { mode: '120000' } })
  expect((await deltas.file('link', 100))?.bytes?.toString()).toBe('plain.txt')
  expect(await deltas.file('plain.txt', 1)).toEqual({ size: 2, modified: expect.any(Number) })
  expect(await deltas.file('nothing', 1)).toBeUndefined()
  expect(await sh('status', '--porcelain')).toBe(before)
})

test('a file of the same length, written in the second of the index, is seen', async () => {
  await using repository = await testRepository()
  const { commit, write, folder, sh } = repository
  const second = new Date(1_700_000_000_000)
  await write('a.txt', 'x\n')
  await utimes(join(folder, 'a.txt'), second, second)
  await sh('config', 'core.trustctime', 'false')
  await commit({})
  await write('a.txt', 'y\n')
  await utimes(join(folder, 'a.txt'), second, second)
  await utimes((await sh('rev-parse', '--path-format=absolute', '--git-path', 'index')).trim(), second, second)
  expect((await (await openDeltas(folder)).workingTree()).map(({ path }) => path)).toEqual(['a.txt'])
})

test('commits, branches and conflicts', async () => {
  await using repository = await testRepository()
  const { commit, sh, folder, git } = repository
  await commit({ 'a.txt': 'a\n' }, 'First')
  const deltas = await openDeltas(folder)
  const first = await deltas.commit('HEAD')
  expect(first).toMatchObject({ parent: undefined, subject: 'First' })
  expect(await deltas.between(undefined, first.id)).toEqual([{ path: 'a.txt', after: file }])
  await git.createBranch('side', { switch: true })
  await commit({ 'a.txt': 'side\n' }, 'Side')
  await git.switchTo('main')
  await commit({ 'a.txt': 'main\n' }, 'Main')
  expect(await deltas.mergeBase('main', 'side')).toBe(first.id)
  expect(await deltas.defaultBranch()).toBe('main')
  const [change] = await deltas.between(first.id, 'side')
  expect(change).toEqual({ path: 'a.txt', before: file, after: file })
  expect(await deltas.sizes([change!.after!.id!])).toEqual(new Map([[change!.after!.id!, 5]]))
  expect(await deltas.entry('side', 'a.txt')).toEqual(change!.after)
  expect(await deltas.entry('side', 'b.txt')).toBeUndefined()
  await expect(git.merge('side')).rejects.toMatchObject({ code: 'Conflict' })
  expect(await deltas.workingTree()).toEqual([
    { path: 'a.txt', before: file, after: { mode: '100644' }, conflict: true },
  ])
  await expect(deltas.commit('--output=x')).rejects.toThrow('dash')
  await sh('merge', '--abort')
})
