import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lex, tokensOf } from './lex.ts'
import { TokenIndex } from './token-index.ts'

test('words and signs, strings and comments alike', () => {
  expect(tokensOf("a.b_c('./x-y') // ok")).toEqual([..."a . b_c ( ' . / x - y ' ) / / ok".split(' ')])
})

test('what lies between tokens is blank', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const { starts, ends } = lex(text)
      let end = 0
      for (const [at, start] of starts.entries()) {
        expect(text.slice(end, start).trim()).toBe('')
        end = ends[at]!
      }
      expect(text.slice(end).trim()).toBe('')
    }),
  )
})

const file = fc.record({
  path: fc.constantFrom('a', 'b', 'c'),
  text: fc.option(fc.array(fc.constantFrom('x', 'y', '(', ')', 'z1', ' ', ' '), { maxLength: 12 })),
})

test('whatever is set and deleted, the index is as if made of what is left', () => {
  fc.assert(
    fc.property(fc.array(file, { maxLength: 20 }), (steps) => {
      const index = new TokenIndex()
      const files = new Map<string, string>()
      for (const { path, text } of steps) {
        if (text) index.set(path, text.join(''))
        else index.delete(path)
        if (text) files.set(path, text.join(''))
        else files.delete(path)
      }
      expect([...index.paths()].sort()).toEqual([...files.keys()].sort())
      for (const token of ['x', 'y', '(', ')', 'z1']) {
        const holders = [...files].filter(([, text]) => tokensOf(text).includes(token)).map(([path]) => path)
        const number = index.number(token)
        expect([...(number === undefined ? [] : index.holders(number))].sort()).toEqual(holders.sort())
      }
      for (const [path, text] of files) {
        expect(Array.from(index.tokens(path)!, (token) => index.token(token))).toEqual(tokensOf(text))
        expect(index.lexed(path)).toEqual(lex(text))
      }
    }),
  )
})

test('words are related by their parts, whatever their casing', () => {
  const index = new TokenIndex()
  index.set('a', 'setUserId(user_id, USER, users, used)')
  expect(index.related('User').map((number) => index.token(number))).toEqual(['setUserId', 'user_id', 'USER'])
  expect(index.related('none')).toEqual([])
})

const words = fc.array(fc.constantFrom('x', 'yy', '(', ' ', '\n', 'long '.repeat(120)), { maxLength: 12 })

test('an edit leaves the positions that the whole text has', () => {
  fc.assert(
    fc.property(words, words, words, words, (start, old, fresh, end) => {
      const index = new TokenIndex()
      for (const middle of [old, fresh, old]) {
        const text = [...start, ...middle, ...end].join('')
        index.set('a', text)
        expect(index.lexed('a')).toEqual(lex(text))
        expect(Array.from(index.tokens('a')!, (token) => index.token(token))).toEqual(tokensOf(text))
      }
    }),
  )
})
