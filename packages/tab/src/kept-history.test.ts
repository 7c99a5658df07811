import { applyEdits } from '@caret/text'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createHistory, type HistoryEntry } from './history.ts'
import { keepFile, type KeptFile, newestOf, restoreFile } from './kept-history.ts'

test('edits come back as they were, with the texts before them', () => {
  const change = fc.tuple(fc.nat(), fc.nat(3), fc.string({ maxLength: 3 }))
  fc.assert(
    fc.property(fc.string({ maxLength: 8 }), fc.array(change, { maxLength: 12 }), (start, changes) => {
      const history = createHistory()
      let text = start
      for (const [at, length, insert] of changes) {
        const offset = at % (text.length + 1)
        const edit = { offset, remove: Math.min(length, text.length - offset), insert }
        history.add(text, { path: 'a.ts', ...edit })
        text = applyEdits(text, [edit])
      }
      const kept = keepFile('a.ts', history.entries, text)
      const restored = kept ? restoreFile(JSON.parse(JSON.stringify(kept)) as KeptFile, text) : []
      // Where several edits meet, the places of the older ones depend on the order of the keys.
      const anywhere = (entries: readonly HistoryEntry[]) => entries.map((entry) => ({ ...entry, offset: 0 }))
      expect(anywhere(restored)).toEqual(anywhere(history.entries))
    }),
  )
})

test('and where they are now', () => {
  const history = createHistory()
  history.add('one two', { path: 'a.ts', offset: 4, remove: 3, insert: '2' })
  history.add('one 2', { path: 'a.ts', offset: 0, remove: 3, insert: 'first' })
  const kept = keepFile('a.ts', history.entries, 'first 2')!
  expect(restoreFile(kept, 'first 2').map(({ offset }) => offset)).toEqual([0, 6])
})

test('what another program has written since makes them worthless', () => {
  const history = createHistory()
  history.add('one', { path: 'a.ts', offset: 0, remove: 0, insert: 'x' })
  expect(keepFile('a.ts', history.entries, 'another text')).toBeUndefined()
  const kept = keepFile('a.ts', history.entries, 'xone')!
  expect(restoreFile(kept, 'xone ')).toEqual([])
  expect(restoreFile(kept, 'xone')).toHaveLength(1)
})

test('the newest of all files are kept, up to a number and a size', () => {
  const file = (path: string, first: number, count: number, inserted = 'x'): KeptFile => ({
    ...{ path, hash: '' },
    edits: Array.from({ length: count }, (_, at) => ({
      ...{ offset: 0, removed: '', inserted, time: first - 2 * at, predicted: false },
    })),
  })
  const counts = (files: KeptFile[]) => newestOf(files).map(({ path, edits }) => [path, edits.length])
  expect(counts([file('a.ts', 1000, 80), file('b.ts', 1001, 80)])).toEqual([
    ['b.ts', 50],
    ['a.ts', 50],
  ])
  expect(counts([file('a.ts', 1000, 10, 'x'.repeat(100_000))])).toEqual([['a.ts', 2]])
})
