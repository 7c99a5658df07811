import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Alternative, createChoices, createNames, type Table } from './choices.ts'
import { fit, lossOf, scaleOf } from './fit.ts'

const names = createNames()
for (const name of ['near', 'same', 'long', 'never', 'always']) names.of(name)
const truth = { bias: -1, weights: [2, -1.5, 0.05, 0, 0] }

/** Numbers from 0 to 1 that are the same each time. */
function dice(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Steps at which one alternative, or silence, is right as often as the true weights say. */
function invent(count: number, seed: number): Table {
  const roll = dice(seed)
  const choices = createChoices(names)
  for (let step = 0; step < count; step++) {
    const alternatives: Alternative[] = Array.from({ length: Math.floor(roll() * 6) }, () => ({
      features: { near: roll() < 0.4 ? 1 : 0, same: 2 * roll(), long: 100 * roll(), never: 0, always: 1 },
      right: false,
    }))
    const masses = alternatives.map(({ features }) => {
      const parts = names.all.map((name, at) => features[name]! * truth.weights[at]!)
      return Math.exp(parts.reduce((sum, part) => sum + part, truth.bias))
    })
    let left = roll() * masses.reduce((sum, mass) => sum + mass, 1)
    const chosen = masses.findIndex((mass) => (left -= mass) < 0)
    choices.add(alternatives.map((each, at) => ({ ...each, right: at === chosen })))
  }
  return choices.table()
}

test('the weights that made the choices are found again', () => {
  const { bias, weights } = fit([invent(20_000, 1), invent(5_000, 2)], 5, { penalty: 0.01 })
  expect(Math.abs(weights[0]! - 2)).toBeLessThan(0.15)
  expect(Math.abs(weights[1]! + 1.5)).toBeLessThan(0.15)
  expect(Math.abs(weights[2]! - 0.05)).toBeLessThan(0.005)
  expect(Math.abs(bias + 1)).toBeLessThan(0.25)
})

test('what never occurs, or is the same everywhere, says nothing', () => {
  const { weights, spread } = fit([invent(500, 3)], 5, { penalty: 1 })
  expect([weights[3], weights[4]]).toEqual([0, 0])
  expect([spread[3], spread[4]]).toEqual([0, 0])
})

test('a table that is there twice as often counts no more', () => {
  const long = createChoices(names)
  const short = createChoices(names)
  const step = (right: boolean) => [{ features: { near: 1 }, right }]
  for (let count = 0; count < 300; count++) long.add(step(true))
  for (let count = 0; count < 10; count++) short.add(step(false))
  const { bias } = fit([long.table(), short.table()], 5, { penalty: 1 })
  expect(bias).toBeCloseTo(0, 3)
})

test('the slope is what small steps say', () => {
  const tables = [invent(40, 4), invent(10, 5)]
  const loss = lossOf(tables, scaleOf(tables, 5), 3)
  const point = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 6, maxLength: 6 })
  fc.assert(
    fc.property(point, (numbers) => {
      const slope = new Float64Array(6)
      loss(Float64Array.from(numbers), slope)
      for (let at = 0; at < 6; at++) {
        const [above, below] = [1e-5, -1e-5].map((step) => {
          const near = Float64Array.from(numbers)
          near[at]! += step
          return loss(near, new Float64Array(6))
        })
        const measured = (above! - below!) / 2e-5
        expect(Math.abs(slope[at]! - measured)).toBeLessThan(1e-3 * (1 + Math.abs(measured)))
      }
    }),
    { numRuns: 30 },
  )
})
