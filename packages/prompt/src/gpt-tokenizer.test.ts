import fc from 'fast-check'
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { beforeAll, expect, test } from 'vitest'
import { countJoined } from './count-joined.ts'
import { gptTokenizer } from './gpt-tokenizer.ts'
import type { Tokenizer } from './tokenizer.ts'

let tokenizer: Tokenizer
beforeAll(async () => {
  tokenizer = await gptTokenizer()
})

const text = fc
  .array(
    fc.constantFrom(
      ' ',
      '  ',
      '\t',
      '\n',
      '\n\n',
      '\r\n',
      '/',
      '//',
      ';',
      '.',
      '"',
      "'s",
      'a',
      'fooBar',
      'É',
      'é',
      '1',
      '1234',
      '中',
      '\u00a0',
      '🙂',
      '}',
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''))

test('texts joined have the tokens that are counted', () => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 8 }), (pieces) => {
      expect(countJoined(pieces, tokenizer)).toBe(countTokens(pieces.join('')))
    }),
    { numRuns: 3000 },
  )
})

test('special tokens are text like any other', () => {
  expect(tokenizer.count('<|endoftext|>')).toBeGreaterThan(1)
})

test('a long run is counted in parts, and costs no less', () => {
  expect(tokenizer.count('a'.repeat(20_000))).toBe(40 * tokenizer.count('a'.repeat(500)))
  const words = 'some words '.repeat(500)
  expect(tokenizer.count(words)).toBe(countTokens(words))
})
