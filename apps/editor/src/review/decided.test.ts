import { expect, test } from 'vitest'
import { createDecided } from './decided.ts'

test('a text comes back with what was decided on when it was there the last time', () => {
  const decided = createDecided()
  decided.remember({ path: 'a', before: 'old', after: 'new' })
  decided.remember({ path: 'a', before: 'old', after: 'old' })
  expect(decided.recall('a', 'new')).toEqual({ path: 'a', before: 'old', after: 'new' })
  decided.remember({ path: 'a', before: 'new', after: 'new' })
  expect(decided.recall('a', 'new')?.before).toBe('new')
  expect(decided.recall('b', 'new')).toBeUndefined()
  expect(decided.recall('a', 'other')).toBeUndefined()
})

test('what was there long ago is forgotten first', () => {
  const decided = createDecided(20)
  for (const after of ['aaa', 'bbb', 'aaa', 'ccc']) decided.remember({ path: 'a', before: 'old', after })
  expect(['aaa', 'bbb', 'ccc'].filter((after) => decided.recall('a', after))).toEqual(['aaa', 'ccc'])
})
