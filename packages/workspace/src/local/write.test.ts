import { spawn } from 'node:child_process'
import { chmod, link, lstat, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../testing/folder.ts'
import { openWorkspace } from './local.ts'

/** Permissions do not bind root: the deed is done as nobody. */
async function asNobody<T>(deed: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return deed()
  process.setegid?.(65534)
  process.seteuid?.(65534)
  try {
    return await deed()
  } finally {
    process.seteuid?.(0)
    process.setegid?.(0)
  }
}

const modeOf = async (path: string) => (await stat(path)).mode & 0o7777

test('keeps the mode, and leaves no temporary file', async () => {
  const folder = await temporaryFolder({ script: '#!/bin/sh\n' })
  await chmod(join(folder, 'script'), 0o4751)
  await using workspace = await openWorkspace(folder)
  await workspace.write('script', '#!/bin/sh\nexit\n')
  expect(await modeOf(join(folder, 'script'))).toBe(0o4751)
  await expect(workspace.write('script/x', '')).rejects.toMatchObject({ code: 'NotADirectory' })
  expect(await readdir(folder)).toEqual(['script'])
})

test('keeps a hard link', async () => {
  const folder = await temporaryFolder({ a: '1' })
  await link(join(folder, 'a'), join(folder, 'b'))
  await using workspace = await openWorkspace(folder)
  await workspace.write('a', '2')
  expect(await readFile(join(folder, 'b'), 'utf8')).toBe('2')
  await workspace.rename('a', 'b', { overwrite: true })
  expect(await readdir(folder)).toEqual(['b'])
})

test('refuses to change a read-only file', async () => {
  const folder = await temporaryFolder({ a: '1' })
  await chmod(join(folder, 'a'), 0o444)
  await using workspace = await openWorkspace(folder)
  expect(await workspace.stat('a')).toMatchObject({ readonly: true })
  await expect(workspace.write('a', '2')).rejects.toMatchObject({ code: 'NoPermissions' })
  expect(await readFile(join(folder, 'a'), 'utf8')).toBe('1')
})

test('writes in place where the folder takes no new file', async () => {
  const folder = await temporaryFolder({ 'locked/a': 'long before' })
  await chmod(join(folder, 'locked/a'), 0o666)
  await chmod(join(folder, 'locked'), 0o555)
  await using workspace = await openWorkspace(folder)
  const { ino } = await stat(join(folder, 'locked/a'))
  await asNobody(async () => {
    await workspace.write('locked/a', 'after')
    await expect(workspace.write('locked/b', '')).rejects.toMatchObject({ code: 'NoPermissions' })
    await expect(workspace.delete('locked/a')).rejects.toMatchObject({ code: 'NoPermissions' })
    await expect(workspace.rename('locked/a', 'a')).rejects.toMatchObject({ code: 'NoPermissions' })
  })
  expect(await readFile(join(folder, 'locked/a'), 'utf8')).toBe('after')
  expect((await stat(join(folder, 'locked/a'))).ino).toBe(ino)
  await chmod(join(folder, 'locked'), 0o755)
})

test('says when something may not be read', async () => {
  const folder = await temporaryFolder({ 'private/a': '', secret: '', open: 'word' })
  await chmod(join(folder, 'secret'), 0o600)
  await chmod(join(folder, 'private'), 0o700)
  await using workspace = await openWorkspace(folder)
  await asNobody(async () => {
    await expect(workspace.read('secret')).rejects.toMatchObject({ code: 'NoPermissions' })
    await expect(workspace.read('secret')).rejects.toThrow(/read secret.*permission/)
    await expect(workspace.list('private')).rejects.toMatchObject({ code: 'NoPermissions' })
    await expect(workspace.write('secret', '')).rejects.toMatchObject({ code: 'NoPermissions' })
    await using _ = await workspace.watch(() => {})
  })
})

test('neither reads nor replaces a pipe', async () => {
  const folder = await temporaryFolder()
  await using workspace = await openWorkspace(folder)
  await workspace.run('mkfifo', ['pipe'])
  await expect(workspace.read('pipe')).rejects.toThrow(/a device or a pipe/)
  await expect(workspace.write('pipe', 'x')).rejects.toThrow(/a device or a pipe/)
  expect(await workspace.list('')).toEqual([{ name: 'pipe', type: 'other', link: false }])
})

test('a reader sees the old contents or the new ones', async () => {
  const folder = await temporaryFolder()
  await using workspace = await openWorkspace(folder)
  const versions = ['a', 'b'].map((letter) => letter.repeat(2_000_000))
  await workspace.write('file', versions[0] ?? '')
  const write = async () => {
    for (let round = 0; round < 40; round++) await workspace.write('file', versions[round % 2] ?? '')
  }
  const read = async () => {
    for (let round = 0; round < 100; round++) {
      expect(versions.includes(await readFile(join(folder, 'file'), 'utf8'))).toBe(true)
    }
  }
  await Promise.all([write(), read()])
})

test('a writer that is killed leaves the old contents or the new ones', async () => {
  const folder = await temporaryFolder({ file: 'a'.repeat(1_000_000) })
  const program = await bundleWriter(folder)
  for (let round = 0; round < 5; round++) {
    const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
    await new Promise((resolve) => child.stdout.once('data', resolve))
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 20))
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('close', resolve))
    const text = await readFile(join(folder, 'file'), 'utf8')
    expect(text.length).toBe(1_000_000)
    expect(new Set(text).size).toBe(1)
  }
  await using workspace = await openWorkspace(folder)
  expect((await workspace.list('')).map(({ name }) => name)).not.toContainEqual(expect.stringContaining('.caret-'))
})

/** A program that writes over `file` again and again. */
async function bundleWriter(folder: string): Promise<string> {
  const source = fileURLToPath(new URL('write.ts', import.meta.url))
  await writeFile(
    join(folder, 'writer.js'),
    `import { writeAtomically } from ${JSON.stringify(source)}
    const root = { path: process.argv[2], real: process.argv[2] }
    for (let round = 0; ; round++) {
      await writeAtomically(root, 'file', 'ab'[round % 2].repeat(1_000_000))
      if (round === 2) console.log('writing')
    }`,
  )
  await mkdir(join(folder, 'program'))
  const bundle = await rolldown({ input: join(folder, 'writer.js'), platform: 'node', transform: { target: 'node20' } })
  const path = join(folder, 'program/writer.mjs')
  await bundle.write({ file: path, format: 'esm' })
  return path
}

test('a failed write leaves all as it was', async () => {
  const folder = await temporaryFolder({ a: 'old' })
  await using workspace = await openWorkspace(folder)
  await expect(workspace.write('x'.repeat(300), 'new')).rejects.toThrow(/too long/)
  await expect(workspace.write('a', 'new', { overwrite: false })).rejects.toMatchObject({ code: 'FileExists' })
  expect(await readdir(folder)).toEqual(['a'])
  expect((await lstat(join(folder, 'a'))).size).toBe(3)
})
