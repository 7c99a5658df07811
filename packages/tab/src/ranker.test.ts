import { expect, test } from 'vitest'
import { createHabits } from './habits.ts'
import type { Complaint, Prediction } from './predictor.ts'
import { createRanker, type Rival, thresholds } from './ranker.ts'
import type { Moment } from './rivalry.ts'
import { editOf } from './sources/testing.ts'

const texts = new Map([['a.ts', 'one\ntwo\nthree\n']])
const at = (offset: number, probability: number, family?: string): Prediction => ({
  edit: { path: 'a.ts', offset, remove: 0, insert: 'x' },
  source: 'test',
  probability,
  reason: 'because',
  family,
})

const momentOf = (texts: ReadonlyMap<string, string>, complaints: readonly Complaint[] = []): Moment => ({
  ...{ texts, complaints, renamed: [], caret: { path: 'a.ts', offset: 0 }, edits: 1 },
  last: { path: 'a.ts', before: '', edit: { offset: 0, remove: 0, insert: 'x' }, offset: 0, time: 0, predicted: false },
})

test('the likeliest is shown, and nothing that is unlikely', () => {
  const ranker = createRanker()
  expect(editOf(ranker.choose([at(0, 0.6), at(4, 0.8), at(8, 0.7)], momentOf(texts), 0.4))?.offset).toBe(4)
  expect(ranker.choose([at(0, 0.3)], momentOf(texts), 0.4)).toBeUndefined()
})

test.each([
  ['low', 0.35, 0.45],
  ['medium', 0.18, 0.22],
  ['high', 0.1, 0.15],
] as const)('for a user of %s eagerness, %f is too little and %f enough', (eagerness, little, enough) => {
  const choose = (probability: number) =>
    createRanker().choose([at(0, probability)], momentOf(texts), thresholds[eagerness])
  expect(choose(little)).toBeUndefined()
  expect(choose(enough)).toBeDefined()
})

test('what was dismissed is not shown in the same place, even where edits have moved it', () => {
  const ranker = createRanker()
  ranker.settle(at(4, 0.9), 'dismissed', texts)
  const moved = new Map([['a.ts', 'zero\none\ntwo\nthree\n']])
  expect(ranker.choose([at(9, 0.9)], momentOf(moved), 0.4)).toBeUndefined()
  expect(editOf(ranker.choose([at(14, 0.9)], momentOf(moved), 0.4))?.offset).toBe(14)
  ranker.forget()
  expect(editOf(ranker.choose([at(9, 0.9)], momentOf(moved), 0.4))?.offset).toBe(9)
})

test('what becomes of a prediction is evidence about its family', () => {
  const ranker = createRanker()
  ranker.settle(at(0, 0.6, 'ours'), 'dismissed', texts)
  expect(ranker.choose([at(4, 0.6, 'ours')], momentOf(texts), 0.4)).toBeUndefined()
  expect(ranker.choose([at(4, 0.6, 'other')], momentOf(texts), 0.4)).toBeDefined()
  for (let count = 0; count < 3; count++) ranker.settle(at(0, 0.6, 'ours'), 'accepted', texts)
  expect(ranker.choose([at(4, 0.4, 'ours')], momentOf(texts), 0.4)).toBeDefined()
})

test('an edit on lines of which a language server complains is likelier', () => {
  const ranker = createRanker()
  const complaints = [{ path: 'a.ts', start: 5, end: 6 }]
  expect(editOf(ranker.choose([at(0, 0.2), at(5, 0.2), at(8, 0.2)], momentOf(texts, complaints), 0.4))?.offset).toBe(5)
  expect(editOf(ranker.choose([at(0, 0.6), at(7, 0.4)], momentOf(texts, complaints), 0.4))?.offset).toBe(7)
  expect(
    ranker.choose([at(8, 0.2), { ...at(5, 0.2), source: 'fix' }], momentOf(texts, complaints), 0.4),
  ).toBeUndefined()
})

test('where a server has said what is meant by a name, that is likelier, and something else of that name not shown', () => {
  const renamed = [{ path: 'a.ts', from: 'two', to: 'deux', ranges: [{ start: 4, end: 7 }], isSure: true }]
  const texts = new Map([['a.ts', 'two\ntwo\ntwo\n']])
  const to = (offset: number, probability: number): Prediction => ({
    ...at(offset, probability),
    edit: { path: 'a.ts', offset, remove: 3, insert: 'deux' },
  })
  const moment = { ...momentOf(texts), renamed }
  expect(editOf(createRanker().choose([to(0, 0.9), to(4, 0.2), to(8, 0.9)], moment, 0.5))?.offset).toBe(4)
  expect(createRanker().choose([to(0, 0.9), to(8, 0.9)], moment, 0.5)).toBeUndefined()
})

test('habits outlive what is forgotten', () => {
  const habits = createHabits()
  const ranker = createRanker({ habits })
  for (let count = 0; count < 50; count++) ranker.settle(at(0, 0.5), 'ignored', texts)
  expect(ranker.choose([at(4, 0.5)], momentOf(texts), 0.4)?.probability).toBeLessThan(0.5)
  for (let count = 0; count < 20; count++) ranker.settle(at(0, 0.5), 'dismissed', texts)
  ranker.forget()
  expect(ranker.choose([at(4, 0.5)], momentOf(texts), 0.4)).toBeUndefined()
})

test('a comparison is heard with all that was weighed, likeliest by its source first', () => {
  const heard: Rival[] = []
  const ranker = createRanker({ onCompared: (rivals) => heard.push(...rivals) })
  const known = { features: { word: 1 } }
  ranker.choose([{ ...at(0, 0.2), ...known }, { ...at(4, 0.3), ...known }, at(8, 0.9)], momentOf(texts))
  expect(heard.map(({ proposal }) => proposal.edit.offset)).toEqual([4, 0])
  expect(heard[0]!.features).toMatchObject({ 'test:word': 1, agree: 0, edits: 1, 'from:test': 1 })
  expect(new Set(heard.map(({ place }) => place)).size).toBe(2)
})
