import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changedLines, grown } from './grown.ts'

const lines = (text: string) => text.split('')

test.each<[string, string, string]>([
  ['abcd', '', 'abcd'],
  ['abcd', 'a', 'abcd'],
  ['abcd', 'x', 'xbcd'],
  ['abcd', 'xy', 'xycd'],
  ['abcd', 'ax', 'axcd'],
  ['abcd', 'axc', 'axcd'],
  ['abcd', 'ac', 'acd'],
  ['abcd', 'abcdx', 'abcdx'],
  ['ab', 'xyz', 'xyz'],
])('of %s, while %s came: %s', (original, came, shown) => {
  expect(grown(lines(original), lines(came))).toEqual(lines(shown))
})

test('what came is always there, and below it only lines of the end', () => {
  const some = fc.array(fc.constantFrom('a', 'b', 'c', ''))
  fc.assert(
    fc.property(some, some, (original, came) => {
      const shown = grown(original, came)
      expect(shown.slice(0, came.length)).toEqual(came)
      const rest = shown.slice(came.length)
      expect(rest).toEqual(original.slice(original.length - rest.length))
    }),
  )
})

test('lines that differ are counted once', () => {
  expect(changedLines('a\nb\nc', 'a\nx\ny\nc')).toBe(2)
  expect(changedLines('a', 'a')).toBe(0)
})
