import fc from 'fast-check'
import { expect, test } from 'vitest'
import { circles } from './order.ts'

test('circles are found, and what is in none stands alone', () => {
  expect(circles([[1], [2], [0], [0], [3]])).toEqual([[0, 1, 2], [3], [4]])
})

test('a chain may be longer than the stack of calls', () => {
  expect(circles(Array.from({ length: 50_000 }, (_, at) => (at < 49_999 ? [at + 1] : [])))).toHaveLength(50_000)
})

test('two are in one circle exactly when each leads to the other', () => {
  const graph = fc
    .integer({ min: 1, max: 8 })
    .chain((size) => fc.array(fc.uniqueArray(fc.nat(size - 1)), { minLength: size, maxLength: size }))
  fc.assert(
    fc.property(graph, (edges) => {
      const reach = (from: number) => {
        const seen = new Set([from])
        for (const at of seen) for (const to of edges[at]!) seen.add(to)
        return seen
      }
      const found = circles(edges)
      expect(found.flat().sort((a, b) => a - b)).toEqual([...edges.keys()])
      for (const a of edges.keys()) {
        for (const b of edges.keys()) {
          const together = found.some((circle) => circle.includes(a) && circle.includes(b))
          expect(together).toBe(reach(a).has(b) && reach(b).has(a))
        }
      }
    }),
  )
})
