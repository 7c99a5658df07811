import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { orderOf } from './order.ts'

const key = fc.oneof(
  fc.double({ noNaN: true }),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(0, -0, Infinity, -Infinity, 1e9, 1e9 - 1, Number.MIN_VALUE),
)

test('as a function that compares would order them', () => {
  const entries = fc.array(fc.tuple(key, fc.integer({ min: 0, max: 2 })), { maxLength: 300 })
  fc.assert(
    fc.property(entries, (entries) => {
      const expected = entries.map((_, at) => at)
      expected.sort((a, b) => {
        const [[one, minor], [other, minorOther]] = [entries[a]!, entries[b]!]
        return one === other ? minor - minorOther : one > other ? -1 : 1
      })
      const keys = Float64Array.from(entries, ([key]) => key)
      const minor = Uint8Array.from(entries, ([, minor]) => minor)
      expect([...orderOf(keys, minor)]).toEqual(expected)
    }),
  )
})
