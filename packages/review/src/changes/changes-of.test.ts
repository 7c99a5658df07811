import { chmod, rename, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testRepository } from '../testing/repository.ts'
import { changesOf } from './changes-of.ts'

const workingTree = { kind: 'workingTree' } as const
const body = Array.from({ length: 20 }, (_, at) => `line ${at}\n`).join('')

test('a working tree with everything in it is told as it is', async () => {
  await using repository = await testRepository()
  await using other = await testRepository()
  await other.commit({ 'x.txt': 'x\n' })
  const { folder, commit, write, git } = repository
  await git('submodule', '--quiet', 'add', other.folder, 'sub')
  await commit({
    ...{ 'staged.ts': 's\n', 'plain.ts': 'p\n', 'old.txt': body, 'run.sh': 'r\n', 'gone.ts': 'g\n' },
    ...{ 'windows.txt': 'a\nb\n', 'image.png': Uint8Array.of(137, 0, 1), 'latin.txt': Uint8Array.of(0xe9, 10) },
  })
  await write({
    ...{ 'staged.ts': 'S\n', 'new.ts': 'n\n', 'plain.ts': 'P\n', 'windows.txt': 'a\r\nB\r\n' },
    ...{
      'image.png': Uint8Array.of(137, 0, 1, 2),
      'latin.txt': Uint8Array.of(0xe9, 0xe8, 10),
      'huge.txt': body.repeat(8000),
    },
    ...{ 'sub/y.txt': 'y\n' },
  })
  await git('add', 'staged.ts')
  await rename(join(folder, 'old.txt'), join(folder, 'moved.txt'))
  await chmod(join(folder, 'run.sh'), 0o755)
  await rm(join(folder, 'gone.ts'))
  await symlink('plain.ts', join(folder, 'link'))

  const unsaved = new Map([
    ['plain.ts', 'unsaved\n'],
    ['moved.txt', `${body}more\n`],
  ])
  const { root, set, notes } = await changesOf({ folder, source: workingTree, unsaved })
  expect(root).toBe(folder)
  expect(set.files).toEqual([
    { path: 'gone.ts', before: 'g\n' },
    { path: 'old.txt', to: 'moved.txt', before: body, after: `${body}more\n` },
    { path: 'new.ts', after: 'n\n' },
    { path: 'plain.ts', before: 'p\n', after: 'unsaved\n' },
    { path: 'run.sh', before: 'r\n', after: 'r\n' },
    { path: 'staged.ts', before: 's\n', after: 'S\n' },
    { path: 'windows.txt', before: 'a\r\nb\r\n', after: 'a\r\nB\r\n' },
  ])
  expect(notes.map(({ path, kind, shown, text }) => [path, kind, shown, text])).toEqual([
    ['huge.txt', 'huge', false, 'Too large to show: new, 1.2 MB.'],
    ['image.png', 'binary', false, 'Binary: 3 bytes → 4 bytes.'],
    ['latin.txt', 'unreadable', false, 'Not UTF-8, so its lines are not shown: 2 bytes → 3 bytes.'],
    ['link', 'link', false, 'New: a link to plain.ts.'],
    ['run.sh', 'mode', true, 'It becomes executable.'],
    ['sub', 'submodule', false, 'The submodule has changes of its own.'],
  ])
})

test('unsaved text of a file that is as committed on the disk counts, and none where it says the same', async () => {
  await using repository = await testRepository()
  await repository.commit({ 'a.ts': 'a\n', 'b.ts': 'b\n' })
  await repository.write({ 'b.ts': 'B\n' })
  const unsaved = new Map([
    ['a.ts', 'A\n'],
    ['b.ts', 'b\n'],
    ['c.ts', 'c\n'],
  ])
  const { set, notes } = await changesOf({ folder: repository.folder, source: workingTree, unsaved })
  expect(set.files).toEqual([
    { path: 'a.ts', before: 'a\n', after: 'A\n' },
    { path: 'c.ts', after: 'c\n' },
  ])
  expect(notes).toEqual([])
})

test('a commit, the first one too, and a branch against where it left the main one', async () => {
  await using repository = await testRepository()
  const { folder, commit, git } = repository
  await commit({ 'a.ts': 'a\n' }, 'First')
  const first = await changesOf({ folder, source: { kind: 'commit', commit: 'HEAD' } })
  expect(first.set).toMatchObject({ title: 'First', origin: { kind: 'git' }, files: [{ path: 'a.ts', after: 'a\n' }] })
  await git('switch', '--quiet', '--create', 'side')
  await commit({ 'side.ts': '1\n' })
  await commit({ 'side.ts': '2\n' })
  await git('switch', '--quiet', 'main')
  await commit({ 'main.ts': 'm\n' })
  const branch = await changesOf({ folder, source: { kind: 'branch', branch: 'side' } })
  expect(branch.set).toMatchObject({ title: 'side since main', files: [{ path: 'side.ts', after: '2\n' }] })
  await expect(changesOf({ folder, source: { kind: 'commit', commit: 'nowhere' } })).rejects.toThrow(
    'There is no commit',
  )
})
