import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rank } from './rank.ts'
import type { Item, Source } from './source.ts'

const source = (name: string, weight: number): Source => ({ name, weight, find: async () => [] })
const sources = [source('definitions', 1), source('headers', 0.5)]
const item = (part: Partial<Item>): Item => ({
  ...{ source: 'definitions', path: 'a.ts', lines: { start: 0, end: 2 }, text: 'a', why: '', worth: 1, ...part },
})

test('what is worth more comes first, and nothing twice', () => {
  const ranked = rank(
    [
      item({ source: 'headers', path: 'b.ts', text: 'b' }),
      item({ worth: 0.9, lines: { start: 0, end: 9 }, text: 'class A { a() }' }),
      item({ worth: 0.6, lines: { start: 1, end: 2 }, text: 'a()' }),
      item({ worth: 0.3, lines: { start: 20, end: 22 }, text: 'c' }),
    ],
    sources,
  )
  expect(ranked.map(({ text, score }) => [text, score])).toEqual([
    ['class A { a() }', 0.9],
    ['b', 0.5],
    ['c', 0.3],
  ])
})

test('there is an end to it', () => {
  const some = fc.record({ worth: fc.double({ min: 0, max: 1, noNaN: true }), at: fc.nat(500), size: fc.nat(9000) })
  fc.assert(
    fc.property(fc.array(some, { maxLength: 60 }), (all) => {
      const items = all.map(({ worth, at, size }) =>
        item({ worth, lines: { start: at, end: at + 1 }, text: `${at}`.repeat(size) }),
      )
      const ranked = rank(items, sources)
      expect(ranked.length).toBeLessThanOrEqual(24)
      expect(ranked.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(60_000)
      expect(ranked.map(({ score }) => score)).toEqual(ranked.map(({ score }) => score).toSorted((a, b) => b - a))
    }),
  )
})
