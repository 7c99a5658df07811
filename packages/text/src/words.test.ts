import { expect, test } from 'vitest'
import { diffWords } from './words.ts'

test('the words that differ are marked on both sides', () => {
  const [before, after] = ["  return send(user, 'hello')", "  return send(account, 'hello')"]
  const words = diffWords(before, after)
  expect(words.before.map(({ start, end }) => before.slice(start, end))).toEqual(['user'])
  expect(words.after.map(({ start, end }) => after.slice(start, end))).toEqual(['account'])
})

test('over several lines too', () => {
  const words = diffWords('const one = 1000\nconst two = 2\n', 'const one = 1000\nconst two = 3\n')
  expect(words).toEqual({ before: [{ start: 29, end: 30 }], after: [{ start: 29, end: 30 }] })
})

test('lines that are altogether others have no marks', () => {
  expect(diffWords('let sum = 0', 'return items.length')).toEqual({ before: [], after: [] })
  expect(diffWords('', 'return items.length')).toEqual({ before: [], after: [] })
})
