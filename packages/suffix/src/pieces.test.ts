import fc from 'fast-check'
import { expect, test } from 'vitest'
import { breakName, cutPieces, indentAfter, pieces, pieceText } from './pieces.ts'

test('pieces are words, numbers and operators with the space before them, and breaks with their indentation', () => {
  expect(pieces('if (a >= 1.5) {\n  b()\n\n}\n').map(({ name }) => name)).toEqual([
    'if',
    ' (',
    'a',
    ' >=',
    ' 1.5',
    ')',
    ' {',
    '\n1+  ',
    'b',
    '()',
    '\n2-2',
    '}',
    '\n1',
  ])
})

test('the same code is the same at any depth', () => {
  const names = (text: string) => pieces(text).map(({ name }) => name)
  expect(names('    a {\n      b\n    }').slice(1)).toEqual(names('a {\n  b\n}'))
})

test('pieces cover any text without gaps', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', '1', ' ', '\n', '\t', '=', '>', '.', '"', 'é', '\r\n', '-'),
    maxLength: 50,
  })
  fc.assert(
    fc.property(text, (text) => {
      let at = 0
      cutPieces(text, (_, start, end) => {
        expect(start).toBe(at)
        expect(end).toBeGreaterThan(start)
        at = end
      })
      expect(at).toBe(text.length)
    }),
  )
})

test('a break writes the indentation that it was cut from', () => {
  const indent = fc.string({ unit: fc.constantFrom(' ', '\t'), maxLength: 6 })
  fc.assert(
    fc.property(indent, indent, fc.integer({ min: 1, max: 3 }), (base, next, breaks) => {
      const name = breakName(breaks, base, next)
      expect(indentAfter(name, base)).toBe(next)
      expect(pieceText(name, base)).toBe('\n'.repeat(breaks) + next)
    }),
  )
})

test('a break that takes off more than there is fits nowhere', () => {
  expect(pieceText(breakName(1, '        ', '    '), '  ')).toBeUndefined()
})
