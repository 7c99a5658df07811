import { describe, expect, test } from 'vitest'
import { allFiles, expectError, namesIn, type Open } from './helpers.ts'

export function testFiles(open: Open): void {
  describe('files', () => {
    test('reads and describes what is there', async () => {
      await using workspace = await open({ 'src/a.ts': 'let a = 1\n', 'b.txt': 'é' })
      expect(await workspace.readText('src/a.ts')).toBe('let a = 1\n')
      expect(Buffer.from(await workspace.read('b.txt')).toString('hex')).toBe('c3a9')
      expect(await workspace.stat('b.txt')).toMatchObject({ type: 'file', link: false, readonly: false, size: 2 })
      expect(await workspace.stat('src')).toMatchObject({ type: 'directory', link: false })
      expect(await workspace.stat('')).toMatchObject({ type: 'directory' })
      const entries = await workspace.list('')
      expect(await namesIn(workspace, '')).toEqual(['b.txt', 'src'])
      expect(entries).toContainEqual({ name: 'src', type: 'directory', link: false })
      expect(entries).toContainEqual({ name: 'b.txt', type: 'file', link: false })
    })

    test('names what is wrong', async () => {
      await using workspace = await open({ 'src/a.ts': '' })
      await expectError(workspace.read('nothing'), 'FileNotFound')
      await expectError(workspace.stat('nothing'), 'FileNotFound')
      await expectError(workspace.list('nothing'), 'FileNotFound')
      await expectError(workspace.read('src'), 'IsADirectory')
      await expectError(workspace.read(''), 'IsADirectory')
      await expectError(workspace.list('src/a.ts'), 'NotADirectory')
      await expectError(workspace.read('src/a.ts/b'), 'NotADirectory')
      await expectError(workspace.write('src', 'text'), 'IsADirectory')
      await expectError(workspace.createDirectory('src/a.ts'), 'FileExists')
      await expect(workspace.read('nothing')).rejects.toThrow(/nothing/)
    })

    test('writes new files with their folders, and over old ones', async () => {
      await using workspace = await open({ a: 'old' })
      await workspace.write('x/y/z.txt', 'text')
      expect(await workspace.readText('x/y/z.txt')).toBe('text')
      await workspace.write('a', Uint8Array.of(0, 255))
      expect([...(await workspace.read('a'))]).toEqual([0, 255])
      expect(await namesIn(workspace, '')).toEqual(['a', 'x'])
    })

    test('creates only, or replaces only, when told so', async () => {
      await using workspace = await open({ a: 'old' })
      await expectError(workspace.write('a', 'new', { overwrite: false }), 'FileExists')
      await expectError(workspace.write('b', 'new', { create: false }), 'FileNotFound')
      expect(await namesIn(workspace, '')).toEqual(['a'])
      await workspace.write('b', 'new', { overwrite: false })
      await workspace.write('a', 'new', { create: false })
      expect(await workspace.readText('a')).toBe('new')
      const written = await Promise.allSettled([1, 2, 3].map((n) => workspace.write('c', `${n}`, { overwrite: false })))
      expect(written.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    })

    test('keeps the encoding of text that is written over', async () => {
      await using workspace = await open({ bom: '\uFEFFold', wide: '' })
      expect(await workspace.readText('bom')).toBe('old')
      await workspace.write('bom', 'new')
      expect(Buffer.from(await workspace.read('bom')).toString()).toBe('\uFEFFnew')
      await workspace.write('wide', Buffer.from('\uFEFFé', 'utf16le'))
      expect(await workspace.readText('wide')).toBe('é')
      await workspace.write('wide', 'ü')
      expect(Buffer.from(await workspace.read('wide')).toString('utf16le')).toBe('\uFEFFü')
    })

    test('makes folders', async () => {
      await using workspace = await open({})
      await workspace.createDirectory('a/b/c')
      await workspace.createDirectory('a/b')
      expect(await workspace.list('a/b/c')).toEqual([])
    })

    test('deletes', async () => {
      await using workspace = await open({ a: '', 'full/x/y': '', 'full/z': '' })
      await workspace.delete('a')
      await expectError(workspace.delete('a'), 'FileNotFound')
      await expectError(workspace.delete('full'), 'DirectoryNotEmpty')
      await workspace.delete('full', { recursive: true })
      await workspace.createDirectory('empty')
      await workspace.delete('empty')
      expect(await namesIn(workspace, '')).toEqual([])
      await expectError(workspace.delete('', { recursive: true }), 'NoPermissions')
    })
  })
}

export function testMoving(open: Open): void {
  describe('renaming and copying', () => {
    test('moves files and folders', async () => {
      await using workspace = await open({ 'a/x': '1', 'a/b/y': '2' })
      await workspace.rename('a/x', 'new/x')
      await workspace.rename('a', 'c')
      expect(await allFiles(workspace)).toEqual(['c/b/y', 'new/x'])
      expect(await namesIn(workspace, '')).toEqual(['c', 'new'])
      await expectError(workspace.rename('a', 'd'), 'FileNotFound')
    })

    test('copies files and folders', async () => {
      await using workspace = await open({ 'a/x': '1', 'a/b/y': '2' })
      await workspace.copy('a', 'c/d')
      await workspace.copy('a/x', 'x')
      await workspace.write('a/x', 'changed')
      expect(await allFiles(workspace)).toEqual(['a/b/y', 'a/x', 'c/d/b/y', 'c/d/x', 'x'])
      expect(await workspace.readText('c/d/x')).toBe('1')
      expect(await workspace.readText('x')).toBe('1')
    })

    test.each(['rename', 'copy'] as const)('%s replaces only when told so', async (verb) => {
      await using workspace = await open({ a: '1', b: '2', 'c/x': '3', 'd/y': '4' })
      await expectError(workspace[verb]('a', 'b'), 'FileExists')
      await expectError(workspace[verb]('c', 'd'), 'FileExists')
      expect(await workspace.readText('b')).toBe('2')
      await workspace[verb]('a', 'b', { overwrite: true })
      await workspace[verb]('c', 'd', { overwrite: true })
      expect(await workspace.readText('b')).toBe('1')
      expect(await namesIn(workspace, 'd')).toEqual(['x'])
    })

    test.each(['rename', 'copy'] as const)('%s refuses to put something into itself', async (verb) => {
      await using workspace = await open({ 'a/b/x': '1' })
      await expect(workspace[verb]('a', 'a/b/c', { overwrite: true })).rejects.toThrow(/inside the other/)
      await expect(workspace[verb]('a/b', 'a', { overwrite: true })).rejects.toThrow(/inside the other/)
      await workspace[verb]('a/b/x', 'a/b/x', { overwrite: true })
      expect(await allFiles(workspace)).toEqual(['a/b/x'])
    })
  })
}

export function testPaths(open: Open): void {
  describe('paths', () => {
    test.each(['..', '../x', 'src/../../x', '/etc/passwd', 'a\0b', './../x'])('%j leads out', async (path) => {
      await using workspace = await open({ a: '' })
      await expectError(workspace.stat(path), 'OutsideWorkspace')
      await expectError(workspace.list(path), 'OutsideWorkspace')
      await expectError(workspace.read(path), 'OutsideWorkspace')
      await expectError(workspace.readText(path), 'OutsideWorkspace')
      await expectError(workspace.write(path, ''), 'OutsideWorkspace')
      await expectError(workspace.createDirectory(path), 'OutsideWorkspace')
      await expectError(workspace.delete(path, { recursive: true }), 'OutsideWorkspace')
      await expectError(workspace.rename(path, 'b'), 'OutsideWorkspace')
      await expectError(workspace.rename('a', path), 'OutsideWorkspace')
      await expectError(workspace.copy(path, 'b'), 'OutsideWorkspace')
      await expectError(workspace.copy('a', path), 'OutsideWorkspace')
      await expectError(workspace.ignores(path), 'OutsideWorkspace')
      expect(() => workspace.buffers.set(path, '')).toThrow(/cannot be used/)
    })

    test('has one spelling', async () => {
      await using workspace = await open({ 'src/a.ts': 'x' })
      expect(await workspace.readText('./src//../src/a.ts')).toBe('x')
      expect(await namesIn(workspace, '.')).toEqual(['src'])
    })
  })
}
