import { lstat, mkdir, readdir, readFile, readlink, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../testing/folder.ts'
import { allFiles, allHits } from '../testing/suite.ts'
import { openWorkspace } from './local.ts'

/** A workspace in a folder, with another folder beside it. */
async function besides() {
  const outer = await temporaryFolder({ 'inside/a': 'a', 'inside/sub/b': 'b', 'outside/c': 'c', 'outside/deep/d': 'd' })
  const [inside, outside] = [join(outer, 'inside'), join(outer, 'outside')]
  await symlink(outside, join(inside, 'out'))
  await symlink(join(outside, 'c'), join(inside, 'out-c'))
  await symlink(join(outside, 'new'), join(inside, 'out-new'))
  await symlink('sub', join(inside, 'in'))
  await symlink('a', join(inside, 'in-a'))
  await symlink('sub/later', join(inside, 'in-later'))
  return { inside, outside, workspace: await openWorkspace(inside) }
}

const refused = { name: 'WorkspaceError', code: 'OutsideWorkspace' }

test('reads through links, wherever they lead', async () => {
  const { workspace } = await besides()
  expect(await workspace.readText('out/c')).toBe('c')
  expect(await workspace.readText('out-c')).toBe('c')
  expect((await workspace.list('out')).map(({ name }) => name).toSorted()).toEqual(['c', 'deep'])
  expect(await workspace.stat('out')).toMatchObject({ type: 'directory', link: true })
  expect(await workspace.stat('in-a')).toMatchObject({ type: 'file', link: true, size: 1 })
  expect(await workspace.stat('out-new')).toMatchObject({ type: 'other', link: true })
  expect(await workspace.list('')).toContainEqual({ name: 'out', type: 'directory', link: true })
})

test('changes nothing through a link that leads out', async () => {
  const { workspace, outside } = await besides()
  for (const path of ['out/c', 'out/x', 'out/x/y', 'out-c', 'out-new', 'in/../out/c']) {
    await expect(workspace.write(path, 'changed')).rejects.toMatchObject(refused)
  }
  await expect(workspace.createDirectory('out/x')).rejects.toMatchObject(refused)
  await expect(workspace.delete('out/c')).rejects.toMatchObject(refused)
  await expect(workspace.delete('out/deep', { recursive: true })).rejects.toMatchObject(refused)
  await expect(workspace.rename('out/c', 'c')).rejects.toMatchObject(refused)
  await expect(workspace.rename('a', 'out/a')).rejects.toMatchObject(refused)
  await expect(workspace.copy('a', 'out/a')).rejects.toMatchObject(refused)
  await expect(workspace.run('ls', [], { cwd: 'out' })).rejects.toMatchObject(refused)
  expect((await readdir(outside)).toSorted()).toEqual(['c', 'deep'])
  expect(await readFile(join(outside, 'c'), 'utf8')).toBe('c')
})

test('writes through links that stay inside, and keeps them', async () => {
  const { workspace, inside } = await besides()
  await workspace.write('in-a', 'new')
  await workspace.write('in/b', 'new')
  await workspace.write('in-later', 'new')
  expect(await readlink(join(inside, 'in-a'))).toBe('a')
  for (const path of ['a', 'sub/b', 'sub/later']) expect(await readFile(join(inside, path), 'utf8')).toBe('new')
})

test('deletes, renames and copies a link itself', async () => {
  const { workspace, inside, outside } = await besides()
  await workspace.rename('out', 'renamed')
  expect(await readlink(join(inside, 'renamed'))).toBe(outside)
  await workspace.copy('renamed', 'copied')
  expect(await readlink(join(inside, 'copied'))).toBe(outside)
  await workspace.delete('renamed', { recursive: true })
  await workspace.delete('copied')
  await workspace.delete('out-new')
  await workspace.delete('sub', { recursive: true })
  expect((await readdir(outside)).toSorted()).toEqual(['c', 'deep'])
  await workspace.copy('out-c', 'c')
  expect((await lstat(join(inside, 'c'))).isSymbolicLink()).toBe(true)
})

test('links in a circle end', async () => {
  const folder = await temporaryFolder({ 'a/x': 'word' })
  await symlink('..', join(folder, 'a/up'))
  await symlink('loop', join(folder, 'loop'))
  await using workspace = await openWorkspace(folder)
  expect(await allFiles(workspace)).toEqual(['a/x'])
  expect(await allHits(workspace, { pattern: 'word', followLinks: true })).not.toHaveLength(0)
  expect(await workspace.stat('loop')).toMatchObject({ type: 'other', link: true })
  await expect(workspace.read('loop')).rejects.toThrow(/circle/)
  await expect(workspace.write('loop', '')).rejects.toThrow(/circle/)
  await using watching = await workspace.watch(() => {})
  expect(watching).toBeDefined()
})

test('follows links in a search only when asked', async () => {
  const { workspace } = await besides()
  const paths = async (followLinks: boolean, includes?: string[]) =>
    (await allHits(workspace, { pattern: 'd', followLinks, includes })).map(({ path }) => path)
  expect(await paths(false)).toEqual([])
  expect(await paths(true)).toEqual(['out/deep/d'])
  expect(await paths(true, ['out/**'])).toEqual(['out/deep/d'])
})

test('a workspace may be opened by a link', async () => {
  const folder = await temporaryFolder({ 'real/a': '1' })
  await symlink('real', join(folder, 'link'))
  await using workspace = await openWorkspace(join(folder, 'link'))
  expect(workspace.root).toBe(join(folder, 'link'))
  await workspace.write('a', '2')
  await mkdir(join(folder, 'real/sub'))
  await workspace.rename('a', 'sub/a')
  expect(await readFile(join(folder, 'real/sub/a'), 'utf8')).toBe('2')
})
