import { expect, test } from 'vitest'
import { following, hunkAt, hunkFrom } from './hunk-at.ts'

const at = (start: number, end: number) => ({ before: { start, end: start }, after: { start, end } })
const hunks = [at(2, 4), at(7, 7)]

test('a line is in a hunk, or beside one that has no lines', () => {
  expect([2, 3, 4, 5, 7, 8, 9].map((line) => hunkAt(hunks, line))).toEqual([-1, 0, 0, -1, 1, 1, -1])
})

test('the next hunk of a file and the one before end where the file does', () => {
  expect([1, 3, 8].map((line) => hunkFrom(hunks, line, 'next'))).toEqual([hunks[0], hunks[1], undefined])
  expect([1, 3, 8, 9].map((line) => hunkFrom(hunks, line, 'previous'))).toEqual([
    undefined,
    undefined,
    hunks[0],
    hunks[1],
  ])
})

test('files follow each other around the end', () => {
  const files = ['a', 'b', 'c']
  expect(['a', 'c', 'x', undefined].map((from) => following(files, from, 'next'))).toEqual(['b', 'a', 'a', 'a'])
  expect(['a', 'c', 'x'].map((from) => following(files, from, 'previous'))).toEqual(['c', 'b', 'c'])
  expect(following(['a'], 'a', 'next')).toBe('a')
  expect(following([], 'a', 'next')).toBeUndefined()
})
