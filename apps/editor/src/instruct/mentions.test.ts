import { expect, test } from 'vitest'
import { labelOf, mentionsIn, queryAt, shortNameOf } from './mentions.ts'

test('a text says what it mentions', () => {
  const known = new Set([{ path: 'src/tax.ts' }, { path: 'a b.md' }, { path: 'src/tax.ts', name: 'tax' }].map(labelOf))
  const text = 'As @src/tax.ts#tax (@src/tax.ts), and @"a b.md"; an @Injectable, me@src/tax.ts'
  const found = mentionsIn(text, (label) => known.has(label))
  expect(found.map(({ path, name }) => [path, name])).toEqual([
    ['src/tax.ts', 'tax'],
    ['src/tax.ts', undefined],
    ['a b.md', undefined],
  ])
  expect(found.map(({ start, end }) => text.slice(start, end))).toEqual(['@src/tax.ts#tax', '@src/tax.ts', '@"a b.md"'])
  expect(found.map(shortNameOf)).toEqual(['tax', 'tax.ts', 'a b.md'])
})

test('what is being mentioned at the caret', () => {
  expect(queryAt('As @ta', 6)).toEqual({ start: 3, query: 'ta' })
  expect(queryAt('@', 1)).toEqual({ start: 0, query: '' })
  expect(queryAt('As @"a b', 8)).toEqual({ start: 3, query: 'a b' })
  expect(queryAt('As @tax ', 8)).toBeUndefined()
  expect(queryAt('me@tax', 6)).toBeUndefined()
})
