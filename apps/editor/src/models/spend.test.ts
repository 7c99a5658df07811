import type { DayUsage } from '@caret/protocol'
import { expect, test } from 'vitest'
import { barLengths, sumByModel } from './spend.ts'

const used = (model: string, own: { cost?: number; unpriced?: number; input?: number }) => ({
  ...{ model, requests: 1, cost: 0, unpriced: 0, input: 0, output: 0, cacheRead: 0, cacheWrite: 0, reasoning: 0 },
  ...own,
})
const day = (...models: DayUsage['models']): DayUsage => ({
  day: '2026-11-26',
  cost: models.reduce((sum, { cost }) => sum + cost, 0),
  unpriced: models.reduce((sum, { unpriced }) => sum + unpriced, 0),
  models,
})

test('bars are as long as a day was dear', () => {
  const days = [day(used('a', { cost: 1, input: 9 })), day(), day(used('a', { cost: 2, input: 1 }))]
  expect(barLengths(days)).toEqual([50, 0, 100])
})

test('where nothing cost anything they are as long as a day was busy', () => {
  expect(barLengths([day(used('a', { input: 1 })), day(used('a', { input: 4 }))])).toEqual([25, 100])
  expect(barLengths([day(), day()])).toEqual([0, 0])
})

test('models are summed over the days, the dearest first', () => {
  const days = [day(used('a', { cost: 1 }), used('b', { cost: 3 })), day(used('a', { cost: 5, unpriced: 1 }))]
  expect(sumByModel(days)).toMatchObject([
    { model: 'a', requests: 2, cost: 6, unpriced: 1 },
    { model: 'b', requests: 1, cost: 3 },
  ])
  expect(days[0]!.models[0]).toMatchObject({ cost: 1 })
})
