import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMemoryWorkspace } from '@caret/workspace'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readFrom } from '../apply-to-workspace.ts'
import type { Accepted, AcceptedFile } from './accepted.ts'
import { Checkpoints } from './checkpoints.ts'
import { type ReadText, takeBack } from './take-back.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caret-checkpoints-'))
})
afterEach(() => rm(folder, { recursive: true }))

const accepted = (id: string, ...files: Omit<AcceptedFile, 'wasUnsaved'>[]): Accepted => ({
  ...{ id, title: `Change ${id}`, origin: { kind: 'instruct', detail: 'a model' }, unsaved: [] },
  files: files.map((file) => ({ ...file, wasUnsaved: false })),
})
const textsAre =
  (texts: Record<string, string>): ReadText =>
  async (path) =>
    texts[path]

test('what is accepted bit by bit is one checkpoint, and is there after a restart', async () => {
  {
    await using checkpoints = new Checkpoints(folder)
    await checkpoints.record(accepted('1', { path: 'a', before: 'one\n', after: 'two\n' }))
    await checkpoints.record(accepted('2', { path: 'b', after: '\ud800 alone\n' }))
    await checkpoints.record({ ...accepted('1', { path: 'c', before: '', after: 'c' }), title: 'Change 1, twice' })
  }
  await using checkpoints = new Checkpoints(folder)
  const { checkpoints: found, problems } = await checkpoints.list()
  expect(problems).toEqual([])
  expect(found.map(({ id, title, files }) => [id, title, files.map(({ path }) => path)])).toEqual([
    ['1', 'Change 1, twice', ['a', 'c']],
    ['2', 'Change 2', ['b']],
  ])
  const { set, conflicts } = await checkpoints.takeBack('1', textsAre({ a: 'two\n', c: 'c' }))
  expect(conflicts).toEqual([])
  expect(set).toMatchObject({ title: 'Take back: Change 1, twice', origin: { kind: 'instruct', detail: 'a model' } })
  expect(set.files).toEqual([
    { path: 'c', before: 'c', after: '' },
    { path: 'a', before: 'two\n', after: 'one\n' },
  ])
  const created = await checkpoints.takeBack('2', textsAre({ b: '\ud800 alone\n' }))
  expect(created.set.files).toEqual([{ path: 'b', before: '\ud800 alone\n' }])
})

test('what came after stays; lines that were changed in another way are told and stay, too', async () => {
  await using checkpoints = new Checkpoints(folder)
  const before = '1\n2\n3\n4\n5\n6\n7\n'
  await checkpoints.record(accepted('1', { path: 'a', before, after: '1\ntwo\n3\n4\n5\nsix\n7\n' }))
  await using workspace = createMemoryWorkspace({ a: 'zero\n1\ntwo\n3\n4\n5\nsix\n7\n' })
  const clean = await checkpoints.takeBack('1', readFrom(workspace))
  expect(clean).toMatchObject({ conflicts: [], set: { files: [{ after: `zero\n${before}` }] } })
  workspace.buffers.set('a', 'zero\n1\ntwo\n3\n4\n5\nSIX!\n7\n')
  expect(await checkpoints.takeBack('1', readFrom(workspace))).toMatchObject({
    set: { files: [{ path: 'a', after: 'zero\n1\n2\n3\n4\n5\nSIX!\n7\n' }] },
    conflicts: [{ path: 'a', places: [{ line: 6, now: 'SIX!\n', before: '6\n' }] }],
  })
})

test('the lines of a conflict are told as they are in the end', async () => {
  await using checkpoints = new Checkpoints(folder)
  const [first, second, third] = ['a\nb\nc\nd\ne\n', 'x\ny\na\nb\nc\nd\ne\n', 'x\ny\na\nb\nc\nd\nE\n']
  await checkpoints.record(accepted('1', { path: 'a', before: first, after: second }))
  await checkpoints.record(accepted('1', { path: 'a', before: second, after: third }))
  const { conflicts } = await checkpoints.takeBack('1', textsAre({ a: third.replace('E', 'own') }))
  expect(conflicts).toMatchObject([{ places: [{ line: 4, now: 'own\n', before: 'e\n' }] }])
})

test('files that have gone, come or been moved meanwhile are left alone, and told', async () => {
  await using checkpoints = new Checkpoints(folder)
  await checkpoints.record(
    accepted(
      '1',
      { path: 'gone', before: 'g', after: 'G' },
      { path: 'deleted', before: 'd' },
      { path: 'created', after: 'c' },
      { path: 'from', to: 'to', before: 'f', after: 'F' },
      { path: 'x', to: 'y', before: 'x', after: 'x' },
    ),
  )
  const { set, conflicts } = await checkpoints.takeBack(
    '1',
    textsAre({ deleted: 'another', created: 'edited', to: 'F', y: 'x', x: 'again' }),
  )
  expect(set.files).toEqual([{ path: 'to', to: 'from', before: 'F', after: 'f' }])
  expect(conflicts.map(({ reason }) => reason)).toEqual([
    'x is there again, so y cannot have its name back.',
    'created was changed since, so it is not deleted.',
    'There is another deleted by now.',
    'gone is no longer there.',
  ])
})

test('a file that was moved twice comes back to its first place', async () => {
  await using checkpoints = new Checkpoints(folder)
  await checkpoints.record(accepted('1', { path: 'a', to: 'b', before: '1', after: '2' }))
  await checkpoints.record(accepted('1', { path: 'b', to: 'c', before: '2', after: '3' }))
  const { set } = await checkpoints.takeBack('1', textsAre({ c: '3' }))
  expect(set.files).toEqual([{ path: 'c', to: 'a', before: '3', after: '1' }])
})

test('the state before is that of its files, of those that later ones changed, and of what was not saved', async () => {
  await using checkpoints = new Checkpoints(folder)
  await checkpoints.record(accepted('0', { path: 'before', before: '', after: 'x' }))
  const first = accepted('1', { path: 'a', before: 'a0', after: 'a1' }, { path: 'new', after: 'n' })
  await checkpoints.record({ ...first, unsaved: [{ path: 'draft', text: 'unsaved' }] })
  const later = accepted('2', { path: 'a', before: 'a1', after: 'a2' }, { path: 'b', to: 'c', before: 'b', after: 'B' })
  await checkpoints.record({ ...later, unsaved: [{ path: 'other', text: 'unsaved' }] })
  const now = { a: 'anything', c: 'B', draft: 'on the disk', new: 'n', before: 'x', other: 'saved' }
  const { set } = await checkpoints.stateBefore('1', textsAre(now))
  expect(set.title).toBe('Back to before: Change 1')
  expect(set.files).toEqual([
    { path: 'draft', before: 'on the disk', after: 'unsaved' },
    { path: 'a', before: 'anything', after: 'a0' },
    { path: 'new', before: 'n' },
    { path: 'b', after: 'b' },
    { path: 'c', before: 'B' },
  ])
})

test('beyond the limit the oldest go, with texts that nothing else needs', async () => {
  await using checkpoints = new Checkpoints(folder, { limit: 100_000 })
  const texts: Record<string, string> = {}
  for (let index = 0; index < 30; index++) {
    texts[index] = `${index} ${Math.random()}\n`
    await checkpoints.record(accepted(`${index}`, { path: `${index}`, before: 'shared', after: texts[index] }))
  }
  const { checkpoints: found } = await checkpoints.list()
  expect(found[0]?.id).toBe('29')
  expect(found.length).toBeGreaterThan(3)
  expect(found.length).toBeLessThan(30)
  const names = await readdir(folder, { recursive: true })
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size))
  expect(names.length).toBe(2 + 2 * found.length + 1)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(100_000)
  for (const { id } of found) {
    const { set } = await checkpoints.takeBack(id, textsAre(texts))
    expect(set.files).toEqual([{ path: id, before: texts[id], after: 'shared' }])
  }
  await expect(checkpoints.takeBack('0', textsAre(texts))).rejects.toThrow('no longer kept')
})

test('the newest stays, however large it is', async () => {
  await using checkpoints = new Checkpoints(folder, { limit: 1 })
  for (const id of ['1', '2']) await checkpoints.record(accepted(id, { path: 'a', before: id, after: 'x' }))
  expect((await checkpoints.list()).checkpoints.map(({ id }) => id)).toEqual(['2'])
})

test('of any texts: nothing is lost, and each conflict is where it is said to be', async () => {
  const text = fc
    .array(fc.constantFrom('a\n', 'b\n', '\n', 'c\n', 'd'), { maxLength: 10 })
    .map((lines) => lines.join(''))
  const option = fc.option(text, { nil: undefined })
  const step = ([before, after]: (string | undefined)[]): Accepted =>
    accepted('1', { path: 'a', ...(before !== undefined && { before }), ...(after !== undefined && { after }) })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(option, option), { minLength: 1, maxLength: 3 }), option, async (steps, now) => {
      const { set, conflicts } = await takeBack(steps.map(step), async () => now)
      const [change] = set.files
      if (change) expect(change.before).toBe(now)
      const after = change ? change.after : now
      if (steps.length === 1 && steps[0]![1] === now) expect([after, conflicts]).toEqual([steps[0]![0], []])
      if (steps.length > 1) return
      for (const { now: kept, line } of conflicts.flatMap(({ places }) => places)) {
        const rest = `${after}\n`.split('\n').slice(line).join('\n')
        // At a text's end the break before belongs to what is there.
        expect(rest.startsWith(kept) || rest.startsWith(kept.slice(1))).toBe(true)
      }
    }),
    { numRuns: 1_000 },
  )
})
