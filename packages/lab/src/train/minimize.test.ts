import { expect, test } from 'vitest'
import { minimize } from './minimize.ts'

test('the bottom of a long and narrow valley is found', () => {
  const stretch = [1, 30, 1000, 20_000]
  const bottom = [3, -2, 0.5, 7]
  const found = minimize((point, slope) => {
    let value = 1
    for (const [at, factor] of stretch.entries()) {
      const off = point[at]! - bottom[at]!
      value += factor * off ** 2
      slope[at] = 2 * factor * off
    }
    return value
  }, new Float64Array(4))
  for (const [at, each] of bottom.entries()) expect(found[at]).toBeCloseTo(each, 2)
})

test('who stands at the bottom stays', () => {
  const start = Float64Array.from([1, 2])
  const found = minimize((_, slope) => {
    slope.fill(0)
    return 5
  }, start)
  expect(found).toEqual(start)
})
