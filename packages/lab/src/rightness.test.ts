import { expect, test } from 'vitest'
import { makeTheSame } from './rightness.ts'

const text = 'one\ntwo\nthree\n'

test.each([
  [
    'the same edit in other words',
    { offset: 4, remove: 3, insert: 'twelve' },
    { offset: 6, remove: 1, insert: 'elve' },
    true,
  ],
  [
    'another break at the end',
    { offset: 8, remove: 0, insert: 'new\n' },
    { offset: 7, remove: 0, insert: '\nnew' },
    true,
  ],
  ['another indentation', { offset: 8, remove: 0, insert: '  new\n' }, { offset: 8, remove: 0, insert: 'new\n' }, true],
  ['another word', { offset: 8, remove: 0, insert: 'old\n' }, { offset: 8, remove: 0, insert: 'new\n' }, false],
  ['another place', { offset: 0, remove: 0, insert: 'new\n' }, { offset: 8, remove: 0, insert: 'new\n' }, false],
  [
    'blank space in the middle',
    { offset: 8, remove: 0, insert: 'n  w' },
    { offset: 8, remove: 0, insert: 'n w' },
    false,
  ],
  ['blank space alone', { offset: 7, remove: 0, insert: ' ' }, { offset: 7, remove: 0, insert: '\n\n' }, false],
  ['what leaves the text', { offset: 12, remove: 9, insert: '' }, { offset: 12, remove: 2, insert: '' }, false],
])('%s', (_, a, b, same) => {
  expect(makeTheSame(text, a, b)).toBe(same)
  expect(makeTheSame(text, b, a)).toBe(same)
})
