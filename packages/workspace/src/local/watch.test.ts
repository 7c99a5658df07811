import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../testing/folder.ts'
import type { Change } from '../workspace.ts'
import { watchFolder } from './watch.ts'

async function watched(files: Record<string, string> = {}) {
  const folder = await temporaryFolder(files)
  const changes: Change[] = []
  const watching = await watchFolder(folder, (batch) => void changes.push(...batch))
  onTestFinished(() => watching[Symbol.asyncDispose]())
  const seen = async (...expected: string[]) => {
    const lines = () => changes.map(({ kind, path }) => `${kind} ${path}`)
    await expect.poll(lines, { timeout: 10_000 }).toEqual(expect.arrayContaining(expected))
    const all = lines()
    changes.length = 0
    return all
  }
  return { folder, changes, seen, at: (path: string) => join(folder, path) }
}

test('loses nothing of nested new folders, and goes on watching them', async () => {
  const { at, seen } = await watched()
  for (let round = 0; round < 5; round++) {
    const top = `n${round}`
    mkdirSync(at(`${top}/b/c/d`), { recursive: true })
    writeFileSync(at(`${top}/b/c/d/file`), '1')
    writeFileSync(at(`${top}/b/file`), '1')
    await seen(`created ${top}/b/c/d/file`, `created ${top}/b/file`)
    await writeFile(at(`${top}/b/c/d/file`), '2')
    await seen(`changed ${top}/b/c/d/file`)
    await writeFile(at(`${top}/b/c/d/later`), '2')
    expect(await seen(`created ${top}/b/c/d/later`)).not.toContain(`created ${top}`)
  }
})

test('follows a folder that is renamed or moved in', async () => {
  const { at, seen } = await watched({ 'old/sub/a': '1' })
  await rename(at('old'), at('new'))
  await seen('deleted old', 'created new', 'created new/sub', 'created new/sub/a')
  await writeFile(at('new/sub/a'), '2')
  expect(await seen('changed new/sub/a')).not.toContain('changed old/sub/a')
  const elsewhere = await temporaryFolder({ 'tree/x/y': '1' })
  await rename(join(elsewhere, 'tree'), at('moved'))
  await seen('created moved/x/y')
  await writeFile(at('moved/x/y'), '2')
  await seen('changed moved/x/y')
})

test('notices a folder that was replaced by another of its name', async () => {
  const { at, seen } = await watched({ 'sub/sub': '1', 'sub/deep/a': '1' })
  rmSync(at('sub'), { recursive: true })
  mkdirSync(at('sub/deep'), { recursive: true })
  writeFileSync(at('sub/deep/b'), '1')
  await seen('created sub/deep/b', 'deleted sub/deep/a')
  await writeFile(at('sub/deep/c'), '1')
  expect(await seen('created sub/deep/c')).not.toContain('created sub/deep/b')
})

test('finds what the system did not tell because it was too much', async () => {
  const { at, changes } = await watched({ 'a/x': '', 'b/x': '', 'c/d/x': '' })
  // More events than Linux keeps, while nobody listens.
  for (let index = 0; index < 12_000; index++) writeFileSync(at(`a/${index}`), '1')
  mkdirSync(at('b/new/deep'), { recursive: true })
  for (let index = 0; index < 100; index++) writeFileSync(at(`b/new/deep/${index}`), '1')
  rmSync(at('c/d'), { recursive: true })
  const told = () => new Set(changes.map(({ kind, path }) => `${kind} ${path}`))
  await expect.poll(() => told().size, { timeout: 20_000 }).toBe(12_000 + 2 + 100 + 1)
  expect(told()).toContain('deleted c/d')
  writeFileSync(at('b/new/deep/later'), '1')
  await expect.poll(() => told().has('created b/new/deep/later'), { timeout: 10_000 }).toBe(true)
})

test('tells kinds apart: replaced, became a folder, is a link', async () => {
  const { at, seen } = await watched({ a: '1', b: '1', 'sub/x': '1' })
  writeFileSync(at('temporary'), '2')
  renameSync(at('temporary'), at('a'))
  rmSync(at('b'))
  mkdirSync(at('b'))
  symlinkSync('sub', at('link'))
  const all = await seen('changed a', 'deleted b', 'created b', 'created link')
  expect(all).not.toContain('created link/x')
})

test('a deleted folder is one change', async () => {
  const { at, seen } = await watched({ 'a/b/c/d': '1', 'a/e': '1' })
  renameSync(at('a'), `${at('a')}-gone`)
  rmSync(at('a-gone'), { recursive: true })
  expect((await seen('deleted a')).filter((line) => line.startsWith('deleted a/'))).toEqual([])
})

test('keeps silent about git and about writes in progress', async () => {
  const { at, seen } = await watched({ '.git/HEAD': '', 'sub/.git/HEAD': '' })
  await writeFile(at('.git/index'), '')
  await writeFile(at('sub/.git/index'), '')
  await writeFile(at('.caret-0123456789ab.tmp'), '')
  await writeFile(at('end'), '')
  expect(await seen('created end')).toEqual(['created end'])
})

type Deed = { verb: 'write' | 'remove' | 'move' | 'make'; path: string; to: string }

const somePath = fc
  .array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join('/'))
const deed: fc.Arbitrary<Deed> = fc.record({
  verb: fc.constantFrom('write', 'remove', 'move', 'make'),
  path: somePath,
  to: somePath,
})

test('whatever happens, the changes told lead from what was there to what is there', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 25 }), async (deeds) => {
      const { folder, changes } = await watched({ 'a/b/c': '1', 'b/c': '1' })
      const known = new Set(['a', 'a/b', 'a/b/c', 'b', 'b/c'])
      for (const each of deeds) await perform(folder, each)
      await expect
        .poll(
          () => {
            for (const change of changes.splice(0)) {
              if (change.kind === 'created') known.add(change.path)
              if (change.kind !== 'deleted') continue
              for (const path of known) if (`${path}/`.startsWith(`${change.path}/`)) known.delete(path)
            }
            return [...known].toSorted()
          },
          { timeout: 10_000 },
        )
        .toEqual(await namesBelow(folder))
    }),
    { numRuns: 25 },
  )
})

async function perform(folder: string, { verb, path, to }: Deed): Promise<void> {
  const [source, target] = [join(folder, path), join(folder, to)]
  const deeds = {
    write: () => writeFile(source, '2'),
    remove: () => rm(source, { recursive: true }),
    move: () => rename(source, target),
    make: () => mkdir(source, { recursive: true }),
  }
  // Many are impossible where they come: those do nothing.
  await deeds[verb]().catch(() => {})
}

const namesBelow = async (folder: string) => (await readdir(folder, { recursive: true })).toSorted()
