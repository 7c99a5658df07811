import fc from 'fast-check'
import { expect, test } from 'vitest'
import { depth, findRange, sortSuffixes } from './suffix-array.ts'

const stream = fc
  .array(fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 60 }), { maxLength: 4 })
  .map((files) => Int32Array.from(files.flatMap((file) => [...file, 0])))
// With a small vocabulary there are buckets, with a large one there are none.
const vocabulary = fc.constantFrom(5, 10_000)

const key = (tokens: Int32Array, at: number) => {
  const end = tokens.indexOf(0, at)
  return [...tokens.slice(at, Math.min(end, at + depth))].join('')
}

test('places are sorted by what follows, up to the end of their file', () => {
  fc.assert(
    fc.property(stream, vocabulary, (tokens, size) => {
      const { places } = sortSuffixes(tokens, size)
      const naive = [...tokens.keys()].filter((at) => tokens[at] !== 0).map((at) => key(tokens, at))
      expect([...places].map((at) => key(tokens, at))).toEqual(naive.sort())
      expect(new Set(places).size).toBe(naive.length)
    }),
  )
})

test('a range holds exactly the places where a context stands', () => {
  fc.assert(
    fc.property(
      stream,
      vocabulary,
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 5 }),
      (tokens, size, context) => {
        const array = sortSuffixes(tokens, size)
        const range = { low: 0, high: 0 }
        findRange(tokens, array, context, 0, context.length, range)
        const naive = [...tokens.keys()].filter((at) => context.every((token, offset) => tokens[at + offset] === token))
        expect([...array.places.slice(range.low, range.high)].sort((a, b) => a - b)).toEqual(naive)
      },
    ),
  )
})
