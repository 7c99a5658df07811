import { type ChangeSet, type FileChange, hunksOf, invertSet, withHunks } from '@caret/text'
import { createMemoryWorkspace, type Workspace } from '@caret/workspace'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ApplyError, applyTo } from './apply-to-workspace.ts'

const setOf = (...files: FileChange[]): ChangeSet => ({
  ...{ id: '1', title: 'A change', origin: { kind: 'agent' } },
  files,
})

/** Texts of the disk and of unsaved buffers. */
async function textsOf(workspace: Workspace): Promise<Record<string, string>> {
  const texts: Record<string, string> = {}
  for await (const paths of workspace.files()) {
    for (const path of paths) texts[path] = new TextDecoder().decode(await workspace.read(path))
  }
  for (const path of workspace.buffers.paths()) texts[`${path} unsaved`] = workspace.buffers.get(path)!
  return texts
}

test('files are edited, created, deleted and moved, and all of it is taken back by the inverse', async () => {
  const files = { a: 'one\ntwo\nthree\n', old: 'x\n', from: 'y\n', kept: 'z\n' }
  await using workspace = createMemoryWorkspace(files)
  const result = await applyTo(
    workspace,
    setOf(
      { path: 'a', before: 'one\ntwo\nthree\n', after: 'one\nTWO\nthree\n' },
      { path: 'new', after: 'n\n' },
      { path: 'old', before: 'x\n' },
      { path: 'from', to: 'in/to', before: 'y\n', after: 'Y\n' },
    ),
  )
  expect(await textsOf(workspace)).toEqual({ a: 'one\nTWO\nthree\n', new: 'n\n', 'in/to': 'Y\n', kept: 'z\n' })
  if (result.kind !== 'applied') throw new Error('It was not applied.')
  await applyTo(workspace, invertSet(result.set))
  expect(await textsOf(workspace)).toEqual(files)
})

test('it is made for the text that is there by now, and unsaved text stays unsaved', async () => {
  await using workspace = createMemoryWorkspace({ a: 'one\ntwo\nthree\n' })
  workspace.buffers.set('a', 'ONE\ntwo\nthree\n')
  await applyTo(workspace, setOf({ path: 'a', before: 'one\ntwo\nthree\n', after: 'one\ntwo\nTHREE\n' }))
  expect(await textsOf(workspace)).toEqual({ a: 'one\ntwo\nthree\n', 'a unsaved': 'ONE\ntwo\nTHREE\n' })
  await applyTo(workspace, setOf({ path: 'b', after: 'new' }), { unsaved: new Set(['b']) })
  expect(await textsOf(workspace)).toMatchObject({ 'b unsaved': 'new' })
})

test('where one file has a conflict, nothing is written anywhere', async () => {
  const files = { a: 'mine\n', b: 'b\n', c: 'c\n', d: 'd\n' }
  await using workspace = createMemoryWorkspace(files)
  const result = await applyTo(
    workspace,
    setOf(
      { path: 'b', before: 'b\n', after: 'B\n' },
      { path: 'a', before: 'theirs\n', after: 'new\n' },
      { path: 'gone', before: 'x', after: 'y' },
      { path: 'c', to: 'd', before: 'c\n', after: 'c\n' },
    ),
  )
  if (result.kind !== 'conflicts') throw new Error('It was applied.')
  expect(result.conflicts.map(({ reason }) => reason)).toEqual([
    'a was changed since in the same lines.',
    'gone is no longer there.',
    'There is a d already.',
  ])
  expect(await textsOf(workspace)).toEqual(files)
})

test('only chosen hunks are applied', async () => {
  const change = { path: 'a', before: '1\n2\n3\n', after: 'one\n2\nthree\n' }
  await using workspace = createMemoryWorkspace({ a: change.before })
  await applyTo(workspace, setOf(change, { path: 'b', after: 'b' }), { hunks: new Map([['a', [hunksOf(change)[1]!]]]) })
  expect(await textsOf(workspace)).toEqual({ a: '1\n2\nthree\n' })
})

test('files that take each other’s places are moved in the order in which they can be', async () => {
  await using workspace = createMemoryWorkspace({ a: 'a', b: 'b' })
  await applyTo(
    workspace,
    setOf({ path: 'a', to: 'b', before: 'a', after: 'a' }, { path: 'b', to: 'c', before: 'b', after: 'b' }),
  )
  expect(await textsOf(workspace)).toEqual({ b: 'a', c: 'b' })
  const swap = setOf({ path: 'b', to: 'c', before: 'a', after: 'a' }, { path: 'c', to: 'b', before: 'b', after: 'b' })
  await expect(applyTo(workspace, swap)).rejects.toThrow('Nothing was changed.')
  expect(await textsOf(workspace)).toEqual({ b: 'a', c: 'b' })
})

/** A workspace whose deeds fail after some. */
function failing(workspace: Workspace, after: number): Workspace {
  let left = after
  const attempt = <A extends unknown[], R>(deed: (...args: A) => R) =>
    function tried(...args: A): R {
      if (left-- === 0) throw new Error('The disk is full.')
      return deed(...args)
    }
  const { write, rename, delete: remove } = workspace
  return Object.assign(Object.create(workspace) as Workspace, {
    write: attempt(write),
    rename: attempt(rename),
    delete: attempt(remove),
  })
}

const text = fc.array(fc.constantFrom('a\n', 'b\n', '\n', 'c'), { maxLength: 6 }).map((lines) => lines.join(''))
const option = fc.option(text, { nil: undefined })
const file = fc.record({ now: option, buffer: option, before: option, after: option, moves: fc.boolean() })

test('whatever fails, the files are as they should be, or as they were', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(file, { minLength: 1, maxLength: 4 }),
      fc.nat(6),
      fc.boolean(),
      async (files, at, fits) => {
        await using workspace = createMemoryWorkspace(
          Object.fromEntries(files.flatMap(({ now }, index) => (now === undefined ? [] : [[`${index}`, now]]))),
        )
        files.forEach(({ buffer }, index) => buffer !== undefined && workspace.buffers.set(`${index}`, buffer))
        const was = await textsOf(workspace)
        const set = setOf(
          ...files.map(({ now, buffer, before, after, moves }, index): FileChange => {
            const given = fits ? (buffer ?? now) : before
            return {
              path: `${index}`,
              ...(moves && given !== undefined && after !== undefined && { to: `to/${index}` }),
              ...(given !== undefined && { before: given }),
              ...(after !== undefined && { after }),
            }
          }),
        )
        let result
        try {
          result = await applyTo(failing(workspace, at), set)
        } catch (error) {
          expect(error).toBeInstanceOf(ApplyError)
          expect((error as ApplyError).message).toBe('The disk is full. Nothing was changed.')
          expect(await textsOf(workspace)).toEqual(was)
          return
        }
        if (result.kind === 'conflicts') {
          expect(await textsOf(workspace)).toEqual(was)
          return
        }
        for (const change of result.set.files) {
          const { path, to = path, after } = change
          const found = await workspace.readText(to).catch(() => undefined)
          expect(found).toBe(after)
          if (fits) expect(change).toEqual(set.files.find((each) => each.path === path))
        }
        await applyTo(workspace, invertSet(result.set))
        for (const [index, { now, buffer }] of files.entries()) {
          const found = await workspace.readText(`${index}`).catch(() => undefined)
          expect(found).toBe(buffer ?? now)
        }
      },
    ),
    { numRuns: 1_000 },
  )
})

test('a part of a change is what its hunks say', async () => {
  await fc.assert(
    fc.asyncProperty(option, option, fc.array(fc.boolean()), async (before, after, picks) => {
      const change: FileChange = {
        path: 'a',
        ...(before !== undefined && { before }),
        ...(after !== undefined && { after }),
      }
      const hunks = hunksOf(change).filter((_, index) => picks[index])
      await using workspace = createMemoryWorkspace(before === undefined ? {} : { a: before })
      await applyTo(workspace, setOf(change), { hunks: new Map([['a', hunks]]) })
      const expected = withHunks(change, hunks).after
      expect(await workspace.readText('a').catch(() => undefined)).toBe(expected)
    }),
  )
})
