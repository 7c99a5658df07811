import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isThere, withoutOverlap } from './overlap.ts'

test.each([
  ['now)', ')\n', 'now'],
  [')\n', ')\n}', ''],
  ['user, now)\n  return', ')\n', 'user, now'],
  ['x)\n}', '\n}\n', 'x)'],
  ['first\nsecond', '\n', 'first\nsecond'],
  ['first\nsecond', ' // why\n', 'first'],
  ['name', '', 'name'],
  ['data', ' a.b', 'data'],
  ['call()\n', '\ncall()\n', 'call()\n'],
  ['call()', '\ncall()\n', 'call()'],
])('%j before %j inserts %j', (text, after, expected) => {
  expect(withoutOverlap(text, after)).toBe(expected)
})

test('what is left is a beginning of it; where the line goes on, it has no more lines', () => {
  const pieces = fc.array(fc.constantFrom('a', '(', ')', '\n', ' ')).map((parts) => parts.join(''))
  fc.assert(
    fc.property(pieces, pieces, (text, after) => {
      const left = withoutOverlap(text, after)
      expect(text.startsWith(left)).toBe(true)
      if (/^[^\n]*[a()]/.test(after)) expect(left).not.toContain('\n')
    }),
  )
})

test.each([
  [' = (', 'const isKey ', ' = (key: unknown) =>', true],
  [' = (val', 'const isKey', '  = (key: unknown) =>', true],
  ['= (', 'const isKey ', ' = 1', true],
  ['item, ', 'f(', 'items)', false],
  ['log(', '  ', '  log(user)\n', false],
  [' ', 'const', ' x', false],
])('%j behind %j and before %j is there already: %j', (text, before, after, expected) => {
  expect(isThere(text, before, after)).toBe(expected)
})
