import { expect, test } from 'vitest'
import { expandBraces, globMatcher } from './globs.ts'

test('reads braces', () => {
  expect(expandBraces('*.{ts,js}')).toEqual(['*.ts', '*.js'])
  expect(expandBraces('{a,b{c,d}}/{e,f}')).toEqual(['a/e', 'a/f', 'bc/e', 'bc/f', 'bd/e', 'bd/f'])
  for (const literal of ['{a', 'a}', '\\{a,b\\}', '', '{']) expect(expandBraces(literal)).toEqual([literal])
})

test('takes no glob for a rule of an ignore file', () => {
  expect(globMatcher(['!a'])?.('!a')).toBe(true)
  expect(globMatcher(['!a'])?.('a')).toBe(false)
  expect(globMatcher(['#a'])?.('#a')).toBe(true)
  expect(globMatcher(['./src/*.ts'])?.('src/a.ts')).toBe(true)
  expect(globMatcher([])).toBeUndefined()
})
