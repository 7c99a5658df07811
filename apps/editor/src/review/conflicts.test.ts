import { expect, test } from 'vitest'
import { withBefore } from './conflicts.ts'

test('what was there before stands in the places of a conflict, and nowhere else', () => {
  const places = [
    { line: 1, now: 'TWO\n', before: 'two\nand a half\n' },
    { line: 3, now: '', before: 'four\n' },
    { line: 9, now: 'nine\n', before: 'NINE\n' },
  ]
  expect(withBefore('one\nTWO\nthree\nfive\n', { places })).toBe('one\ntwo\nand a half\nthree\nfour\nfive\n')
})
