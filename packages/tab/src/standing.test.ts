import { expect, test } from 'vitest'
import { logOdds } from './rivalry.ts'
import { standingOf } from './standing.ts'

test('the likeliest has its share beside the others and silence, and that of its family', () => {
  const alternatives = [
    { probability: 0.2, family: 'a' },
    { probability: 0.3, family: 'b' },
    { probability: 0.1, family: 'b' },
  ]
  // Masses of 1, 4 and 2, and 1 for silence.
  const { first, features } = standingOf(alternatives, [0, Math.log(4), Math.log(2)])
  expect(first).toBe(1)
  expect(features.likeliest).toBeCloseTo(logOdds(4 / 8))
  expect(features.second).toBeCloseTo(logOdds(2 / 8))
  expect(features.any).toBeCloseTo(logOdds(7 / 8))
  expect(features.family).toBeCloseTo(logOdds(6 / 8))
  expect(features.prior).toBeCloseTo(logOdds(0.3))
  expect(features.share).toBeCloseTo(4 / 7)
})

test('one alone has no second', () => {
  expect(standingOf([{ probability: 0.2 }], [0]).features.second).toBe(logOdds(0))
})
