import { expect, test } from 'vitest'
import { unfinishedSequence } from './unfinished.ts'

test.each([
  ['', ''],
  ['plain', ''],
  ['\x1b[1mbold', ''],
  ['\x1b[1mbold\x1b', '\x1b'],
  ['text\x1b[', '\x1b['],
  ['text\x1b[38;2;1', '\x1b[38;2;1'],
  ['text\x1b(', '\x1b('],
  ['text\x1b(B', ''],
  ['\x1b7', ''],
  ['a\x1b]0;title', '\x1b]0;title'],
  ['a\x1b]0;title\x07', ''],
  ['a\x1b]0;title\x1b', '\x1b]0;title\x1b'],
  ['a\x1b]0;title\x1b\\', ''],
  ['a\x1bPq#0;2', '\x1bPq#0;2'],
  ['a\x1bPq\x07', '\x1bPq\x07'],
])('%j breaks off in %j', (text, tail) => {
  expect(unfinishedSequence(text)).toBe(tail)
})
