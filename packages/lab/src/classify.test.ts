import { expect, test } from 'vitest'
import { classifyMiss, traitsOf } from './classify.ts'

const text = 'call(old, user)\nuse(old)\nother(oldest)\n'
const made = [
  traitsOf(text, { offset: 5, remove: 3, insert: 'fresh' }),
  traitsOf(text, { offset: 14, remove: 0, insert: ', context' }),
]

test.each([
  ['repeat', { offset: 20, remove: 3, insert: 'fresh' }],
  ['exchange', { offset: 16, remove: 7, insert: 'use(fresh' }],
  ['deletion', { offset: 16, remove: 9, insert: '' }],
  ['words of the commit', { offset: 23, remove: 0, insert: '.context' }],
  ['words of the file', { offset: 23, remove: 0, insert: '.other' }],
  ['new words', { offset: 23, remove: 0, insert: '.another' }],
  // A word that only grows is another word.
  ['new words', { offset: 31, remove: 0, insert: 'old' }],
])('%s', (what, edit) => {
  expect(classifyMiss(text, traitsOf(text, edit), made)).toBe(what)
})
