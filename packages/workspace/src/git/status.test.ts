import { mkdir, rename, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openGit } from './open.ts'
import { testFolder, testRepository } from './testing.ts'

const brief = (files: { path: string; staged?: string; unstaged?: string; from?: string; conflict?: string }[]) =>
  files
    .map(({ path, staged, unstaged, from, conflict }) => [path, staged, unstaged, from, conflict])
    .toSorted((a, b) => (a[0]! < b[0]! ? -1 : 1))

test('status tells every kind of change, whatever the name', async () => {
  await using repository = await testRepository()
  const { folder, git, write, commit, sh } = repository
  const strange = ['with space.txt', 'naïve – 漢字.txt', 'two\nlines.txt', '"quoted"\t.txt', '[a]*.txt']
  await commit({ 'a.txt': 'a\n', 'gone.txt': 'gone\n', 'old name.txt': 'one\ntwo\nthree\n', 'dir/deep.txt': 'x' })
  await write('a.txt', 'b\n')
  await write('dir/deep.txt', 'y')
  await sh('add', 'dir/deep.txt')
  await write('dir/deep.txt', 'z')
  await rm(join(folder, 'gone.txt'))
  await rename(join(folder, 'old name.txt'), join(folder, 'new name.txt'))
  await sh('add', '--all', 'old name.txt', 'new name.txt')
  for (const name of strange) await write(name, 'new')
  await symlink('a.txt', join(folder, 'link'))
  await sh('add', 'link')

  const { files, head, operation } = await git.status()
  expect(brief(files)).toEqual(
    brief([
      { path: 'a.txt', unstaged: 'modified' },
      { path: 'dir/deep.txt', staged: 'modified', unstaged: 'modified' },
      { path: 'gone.txt', unstaged: 'deleted' },
      { path: 'new name.txt', staged: 'renamed', from: 'old name.txt' },
      { path: 'link', staged: 'added' },
      ...strange.map((path) => ({ path, unstaged: 'untracked' })),
    ]),
  )
  expect(head).toMatchObject({ branch: 'main', upstream: undefined, commit: (await sh('rev-parse', 'HEAD')).trim() })
  expect(operation).toBeUndefined()

  await git.stage(strange)
  expect((await git.status()).files.filter((file) => strange.includes(file.path)).map((file) => file.staged)).toEqual(
    strange.map(() => 'added'),
  )
})

test('a repository without commits, a detached head, and an upstream with both sides ahead', async () => {
  await using repository = await testRepository()
  const { git, commit, sh, write, folder } = repository
  expect((await git.status()).head).toMatchObject({ branch: 'main', commit: undefined })
  await write('first.txt', 'x')
  await git.stage(['first.txt'])
  await git.unstage(['first.txt'])
  expect((await git.status()).files).toMatchObject([{ unstaged: 'untracked' }])

  await commit({}, 'one')
  await using remote = await testFolder()
  await sh('init', '--quiet', '--bare', remote.folder)
  await git.addRemote('origin', remote.folder)
  await git.push({ publish: 'origin' })
  await commit({ 'theirs.txt': '1' }, 'theirs')
  await git.push()
  await sh('reset', '--quiet', '--hard', 'HEAD~')
  await commit({ 'ours.txt': '1' }, 'ours')
  await commit({ 'ours.txt': '2' }, 'ours again')
  expect((await git.status()).head).toMatchObject({ upstream: 'origin/main', ahead: 2, behind: 1 })

  await git.switchTo('HEAD~', { detach: true })
  expect((await git.status()).head.branch).toBeUndefined()

  await mkdir(join(folder, 'sub'))
  const inside = await openGit(join(folder, 'sub'))
  expect(inside).toMatchObject({ prefix: 'sub/', root: git.root })
})

test('a merge with a conflict is shown, and can be given up or finished', async () => {
  await using repository = await testRepository()
  const { git, commit, sh, write, read } = repository
  await commit({ 'both.txt': 'base\n', 'deleted.txt': 'base\n' })
  await git.createBranch('other', { switch: true })
  await commit({ 'both.txt': 'theirs\n', 'deleted.txt': 'theirs\n' }, 'theirs')
  await git.switchTo('main')
  await sh('rm', '--quiet', 'deleted.txt')
  await commit({ 'both.txt': 'ours\n' }, 'ours')

  await expect(git.merge('other')).rejects.toMatchObject({ code: 'Conflict', message: /CONFLICT.*both\.txt/s })
  const merging = await git.status()
  expect(merging.operation).toBe('merge')
  expect(brief(merging.files)).toEqual(
    brief([
      { path: 'both.txt', conflict: 'both-modified' },
      { path: 'deleted.txt', conflict: 'deleted-by-us' },
    ]),
  )
  expect(Buffer.from(await git.show(':1', 'both.txt')).toString()).toBe('base\n')
  expect(Buffer.from(await git.show(':3', 'both.txt')).toString()).toBe('theirs\n')
  await git.abortOperation()
  expect(await git.status()).toMatchObject({ operation: undefined, files: [] })
  expect(await read('both.txt')).toBe('ours\n')

  await expect(git.rebase('other')).rejects.toMatchObject({ code: 'Conflict' })
  expect((await git.status()).operation).toBe('rebase')
  await write('both.txt', 'together\n')
  await git.stage(['both.txt', 'deleted.txt'])
  await git.continueOperation()
  expect((await git.status()).operation).toBeUndefined()
  expect(await sh('log', '--format=%s')).toBe('ours\ntheirs\nA commit\n')
})

test('a submodule is told from a file', async () => {
  await using library = await testRepository()
  await library.commit({ 'lib.txt': 'x' })
  await using repository = await testRepository()
  const { git, sh, write, commit } = repository
  await sh('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library.folder, 'lib')
  await commit({})
  await write('lib/lib.txt', 'changed')
  expect((await git.status()).files).toMatchObject([{ path: 'lib', unstaged: 'modified', submodule: true }])
})

test('ignored paths are told from others', async () => {
  await using repository = await testRepository()
  await repository.commit({ '.gitignore': 'dist/\n*.log\n' })
  const paths = ['dist/a b.js', 'src/a.ts', 'ü.log', 'not.logs']
  expect(await repository.git.ignored(paths)).toEqual(['dist/a b.js', 'ü.log'])
  expect(await repository.git.ignored(['src/a.ts'])).toEqual([])
})

test('no repository, a worktree, and a folder that a link leads to', async () => {
  await using place = await testFolder()
  expect(await openGit(place.folder)).toBeUndefined()

  await using repository = await testRepository()
  const { sh, commit } = repository
  await commit({ 'a.txt': 'a' })
  await sh('worktree', 'add', '--quiet', join(place.folder, 'tree'), '-b', 'side')
  const tree = (await openGit(join(place.folder, 'tree')))!
  expect((await tree.status()).head.branch).toBe('side')
  expect(Buffer.from(await tree.show(':', 'a.txt')).toString()).toBe('a')

  await symlink(join(place.folder, 'tree'), join(place.folder, 'link'))
  expect((await openGit(join(place.folder, 'link')))?.root).toBe(tree.root)
})
