import { expect, test } from 'vitest'
import { createHistory } from './history.ts'

test('back to what was said, and forth to what was being typed', () => {
  const history = createHistory(['a', 'b'], () => {})
  expect([history.older('typed'), history.older('b'), history.older('a')]).toEqual(['b', 'a', undefined])
  expect([history.newer(), history.newer(), history.newer()]).toEqual(['b', 'typed', undefined])
})

test('what is said again is the newest', () => {
  let kept: readonly string[] = []
  const history = createHistory(['a', 'b'], (entries) => (kept = entries))
  history.older('')
  history.add('a')
  expect(kept).toEqual(['b', 'a'])
  expect(history.older('')).toBe('a')
})
