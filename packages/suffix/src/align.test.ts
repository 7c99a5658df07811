import { expect, test } from 'vitest'
import { align } from './align.ts'
import { pieces } from './pieces.ts'
import { Vocabulary } from './vocabulary.ts'

const vocabulary = new Vocabulary([''])
const tokens = (text: string) => Int32Array.from(pieces(text), ({ name }) => vocabulary.add(name))
const next = (context: string, stream: string) =>
  vocabulary.names[align(vocabulary, tokens(context), tokens(stream)).token]

test('goes on behind what resembles the context', () => {
  expect(next('const total = sum(price, tax', 'const total = add(price, fee, tax, tip)')).toBe(',')
})

test('puts what the context has put before', () => {
  expect(next('open(invoice); close(', 'open(user); close(user)')).toBe('invoice')
})

test('knows nothing where nothing resembles', () => {
  expect(next('one two', 'three four')).toBe('')
})

test('compares the context with its own beginning', () => {
  const context = tokens('add(a, 1)\nadd(b, 2)\nadd(c')
  expect(vocabulary.names[align(vocabulary, context, context, true).token]).toBe(',')
})
