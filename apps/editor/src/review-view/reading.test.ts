import type { Review, ReviewHunk, ReviewStep } from '@caret/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countReviewed, folded, goTo, isReviewed, meant, moved, read, stops, ticked, toUnreviewed } from './reading.ts'

const hunk = (id: string, path = 'a.ts', start = 0): ReviewHunk => ({
  ...{ id, path, importance: 0.5, marks: [] },
  before: { start, end: start + 1 },
  after: { start, end: start + 1 },
})
const step = (id: string, hunks: string[], mechanical = false): ReviewStep => ({
  ...{ id, kind: mechanical ? 'repeat' : 'change', title: id, path: 'a.ts', hunks, mechanical, quiet: mechanical },
  ...{ importance: 0.5, after: [] },
})
const review = (steps: ReviewStep[], hunks = steps.flatMap((each) => each.hunks.map((id) => hunk(id)))): Review => ({
  root: '/repo',
  changeSet: { id: '', title: '', origin: { kind: 'git' }, files: [] },
  notes: [],
  guide: { steps, hunks },
  reviewed: [],
})
const first = review([step('one', ['a', 'b']), step('same', ['c', 'd', 'e'], true), step('two', ['f'])])

test('reading goes hunk by hunk, and over what is repetitive in one', () => {
  const reading = read(first)
  expect(reading.at).toBe('a')
  expect(stops(reading)).toEqual(['a', 'b', 'c', 'f'])
  expect(moved(moved(moved(reading, 1), 1), 1).at).toBe('f')
  expect(moved(goTo(reading, 'f'), 1).at).toBe('f')
  expect(moved(reading, -1).at).toBe('a')
  expect(stops(folded(reading, 'same', false))).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
  expect(moved(goTo(reading, 'd'), 1).at).toBe('f')
})

test('a tick on what is repetitive is about all of it, and the next one is what is left', () => {
  const reading = goTo(read(first), 'c')
  expect(meant(reading, 'c')).toEqual(['c', 'd', 'e'])
  expect(meant(folded(reading, 'same', false), 'c')).toEqual(['c'])
  const done = ticked(reading, ['c', 'd', 'e', 'f', 'unknown'], true)
  expect(countReviewed(done)).toBe(4)
  expect(toUnreviewed(done).at).toBe('a')
  expect(toUnreviewed(ticked(done, ['a', 'b'], true)).at).toBe('c')
  expect(isReviewed(ticked(done, ['d'], false), ['c', 'd'])).toBe(false)
})

test('in a newer version one stays at the hunk, at what it became, or at what came after it', () => {
  const at = goTo(read(first), 'b')
  expect(read(review([step('two', ['f']), step('one', ['b'])]), at).at).toBe('b')
  const edited = review([step('one', ['a', 'x'])], [hunk('a', 'a.ts', 40), hunk('x')])
  expect(read(edited, at).at).toBe('x')
  expect(read(review([step('one', ['a']), step('same', ['d'], true)]), at).at).toBe('d')
  expect(read(review([step('one', ['a'])]), at).at).toBe('a')
  expect(read(review([]), at).at).toBe(undefined)
  expect(read(first, undefined, 'd').at).toBe('d')
  expect(read(first, undefined, 'gone').at).toBe('a')
})

test('whatever is done, one is at a hunk that there is, and by going on from the first one passes every step', () => {
  const guides = fc
    .uniqueArray(fc.integer({ min: 0, max: 30 }).map(String), { minLength: 1, maxLength: 12 })
    .chain((ids) =>
      fc.array(fc.tuple(fc.nat(ids.length), fc.boolean()), { maxLength: 4 }).map((cuts) => {
        const at = [...new Set([0, ...cuts.map(([cut]) => cut), ids.length])].sort((a, b) => a - b)
        const parts = at.slice(1).map((end, i) => ids.slice(at[i], end))
        return review(parts.map((part, i) => step(`s${part[0]}`, part, cuts[i]?.[1] ?? false)))
      }),
    )
  fc.assert(
    fc.property(guides, guides, fc.nat(11), (one, other, index) => {
      const reading = read(one)
      let walked = reading
      const seen = new Set<string>()
      for (let i = 0; i <= reading.order.length; i++) {
        for (const id of meant(walked, walked.at)) seen.add(id)
        walked = moved(walked, 1)
      }
      expect(seen.size).toBe(reading.order.length)
      const later = read(other, goTo(reading, reading.order[index] ?? ''))
      expect(later.steps.has(later.at!)).toBe(true)
      const done = ticked(later, later.order, true)
      expect(toUnreviewed(done).at).toBe(done.at)
      expect(countReviewed(done)).toBe(done.order.length)
    }),
  )
})
