import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tokenize } from './tokens.ts'

const show = (text: string) => tokenize(text).map(({ kind, start, end }) => `${kind[0]}:${text.slice(start, end)}`)

test('code is cut as a programmer reads it', () => {
  expect(show('const näme = a?.b(1.5e3, "x\\"y") // so\n')).toEqual([
    'w:const',
    's: ',
    'w:näme',
    's: ',
    'o:=',
    's: ',
    'w:a',
    'o:?.',
    'w:b',
    'o:(',
    'n:1.5e3',
    'o:,',
    's: ',
    's:"x\\"y"',
    'o:)',
    's: ',
    'c:// so',
    'n:\n',
  ])
})

test('an apostrophe without a partner is no string', () => {
  expect(show("it's")).toEqual(['w:it', "o:'", 'w:s'])
})

test("what starts a comment is the language's choice, a quote too", () => {
  const kinds = (text: string, ...lineComments: string[]) => tokenize(text, { lineComments }).map(({ kind }) => kind)
  expect(kinds("' so\n#", "'")).toEqual(['comment', 'newline', 'operator'])
  expect(kinds('-- so', '--')).toEqual(['comment'])
})

test('a block comment may be cut off', () => {
  expect(show('/* a\nb')).toEqual(['c:/* a\nb'])
})

test('tokens cover any text without gaps', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
      const tokens = tokenize(text)
      expect(tokens.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text)
      for (const { start, end } of tokens) expect(end).toBeGreaterThan(start)
    }),
  )
})
