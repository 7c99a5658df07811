import { expect, test } from 'vitest'
import type { HistoryEntry } from './history.ts'
import { type Moment, rivalryOf } from './rivalry.ts'
import { createSightings } from './sightings.ts'
import type { Proposal } from './sources/source.ts'

const text = 'one\ntwo\nthree\nfour\n'
const last: HistoryEntry = {
  ...{ path: 'a.ts', before: '', offset: 0, time: 0, predicted: true },
  edit: { offset: 0, remove: 0, insert: 'one' },
}
const moment: Moment = {
  ...{ texts: new Map([['a.ts', text]]), caret: { path: 'a.ts', offset: 3 } },
  ...{ last, edits: 3, complaints: [], renamed: [] },
}
const proposal = (offset: number, remove: number, insert: string, probability: number, source = 'x'): Proposal => ({
  edit: { path: 'a.ts', offset, remove, insert },
  ...{ source, probability, reason: '', family: insert },
})

test('what others would do in the same place counts, and where that is', () => {
  const proposals = [
    proposal(4, 3, 'TWO', 0.5),
    proposal(4, 3, 'TWO', 0.1, 'y'),
    proposal(4, 9, 'TWO\nTHREE', 0.7),
    proposal(14, 4, 'FOUR', 0.9),
  ]
  const [part, , whole, far] = rivalryOf(proposals, ['', '', '', ''], moment, createSightings())
  expect(part).toMatchObject({ agree: 1, contained: 1, contains: 0, prior: 0, linesAway: 1, below: 1, chained: 1 })
  expect(part!.overRival).toBeCloseTo(-Math.log(0.7 / 0.3))
  expect(whole).toMatchObject({ agree: 0, contained: 0, contains: 1 })
  expect(far).toMatchObject({ agree: 0, contained: 0, contains: 0, linesAway: 2 })
})

test('what comes up again after each edit is known, asked again after the same one it is not', () => {
  const sightings = createSightings()
  const proposals = [proposal(4, 3, 'TWO', 0.5)]
  sightings.add(last, proposals, ['place'])
  sightings.add(last, proposals, ['place'])
  expect([sightings.place('place'), sightings.family('TWO'), sightings.place('other')]).toEqual([1, 1, 0])
  sightings.add({ ...last }, proposals, ['place'])
  expect(sightings.place('place')).toBe(2)
  sightings.forget()
  expect(sightings.place('place')).toBe(0)
})
