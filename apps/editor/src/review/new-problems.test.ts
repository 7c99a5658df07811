import { expect, test } from 'vitest'
import { type Problem, without } from './new-problems.ts'

const problem = (path: string, message: string, line: number): Problem => ({ path, message, isError: true, line })

test('what was there before is not new, wherever its line is now', () => {
  const before = [problem('b', 'no x', 3)]
  const now = [problem('b', 'no x', 9), problem('b', 'no y', 7), problem('a', 'no x', 1)]
  expect(without(now, before)).toEqual([problem('a', 'no x', 1), problem('b', 'no y', 7)])
})

test('the same once more is new', () => {
  const before = [problem('a', 'no x', 3)]
  expect(without([problem('a', 'no x', 3), problem('a', 'no x', 5)], before)).toHaveLength(1)
})
