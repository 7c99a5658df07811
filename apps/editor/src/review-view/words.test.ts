import type { Review, ReviewHunk, ReviewStep } from '@caret/protocol'
import { expect, test } from 'vitest'
import { linesOf, partsOf, placesOf, sectionsOf, sizesOf, sumOf } from './words.ts'

const hunk = (before: [number, number], after: [number, number], path = 'a.ts'): ReviewHunk => ({
  ...{ id: path, path, importance: 0, marks: [] },
  before: { start: before[0], end: before[1] },
  after: { start: after[0], end: after[1] },
})

test('names are told from the words around them', () => {
  expect(partsOf('`load` gains `strict`')).toEqual([
    { text: 'load', isCode: true },
    { text: ' gains ', isCode: false },
    { text: 'strict', isCode: true },
  ])
})

test('lines are counted as editors count them', () => {
  expect(linesOf(hunk([4, 4], [4, 7]), { added: 3, removed: 0 })).toBe('lines 5–7')
  expect(linesOf(hunk([4, 5], [4, 4]), { added: 0, removed: 1 })).toBe('line 5')
  expect(linesOf(hunk([0, 0], [0, 0]), { added: 0, removed: 0 })).toBe('')
  expect(placesOf([hunk([0, 1], [0, 1]), hunk([0, 1], [0, 1], 'b.ts')])).toBe('2 places in 2 files')
})

test('what follows the last line break is no line', () => {
  const files = [
    { path: 'new.ts', after: 'a\nb\n' },
    { path: 'old.ts', before: 'a\nb\nc', after: 'a\nb\n' },
  ]
  const hunks = [hunk([0, 1], [0, 3], 'new.ts'), hunk([2, 3], [2, 3], 'old.ts')]
  const sizes = sizesOf({ changeSet: { files }, guide: { hunks, steps: [] } } as unknown as Review)
  expect([...sizes.values()]).toEqual([
    { added: 2, removed: 0 },
    { added: 0, removed: 1 },
  ])
  expect(sumOf([...sizes.values()])).toEqual({ added: 2, removed: 1 })
})

test('sections are labelled where each comes up once', () => {
  const step = (id: string, kind: ReviewStep['kind'], mechanical = false) =>
    ({ id, kind, mechanical }) as unknown as ReviewStep
  const labels = (...steps: ReviewStep[]) => [
    ...sectionsOf({ guide: { steps, hunks: [] } } as unknown as Parameters<typeof sectionsOf>[0]),
  ]
  expect(labels(step('1', 'definition'), step('2', 'change'), step('3', 'test'), step('4', 'rename', true))).toEqual([
    ['1', 'Changes'],
    ['3', 'Tests'],
    ['4', 'Mechanical'],
  ])
  expect(labels(step('1', 'change'), step('2', 'test'), step('3', 'change'))).toEqual([])
  expect(labels(step('1', 'change'))).toEqual([])
})
