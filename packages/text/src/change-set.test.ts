import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type FileChange, hunksOf, invert, isConflict, kindOf, rebase, withHunks } from './change-set.ts'

const text = fc.array(fc.constantFrom('a\n', 'b\n', '\n', 'c'), { maxLength: 8 }).map((lines) => lines.join(''))
const change = fc
  .record({ before: fc.option(text, { nil: undefined }), after: fc.option(text, { nil: undefined }), to: fc.boolean() })
  .map(({ before, after, to }): FileChange => {
    return {
      path: 'a',
      ...(to && { to: 'b' }),
      ...(before !== undefined && { before }),
      ...(after !== undefined && { after }),
    }
  })

test('a change says what it is', () => {
  expect(kindOf({ path: 'a', after: '' })).toBe('created')
  expect(kindOf({ path: 'a', before: '' })).toBe('deleted')
  expect(kindOf({ path: 'a', to: 'b', before: '', after: '' })).toBe('renamed')
  expect(kindOf({ path: 'a', before: '', after: '' })).toBe('edited')
})

test('a change taken back twice is itself', () => {
  fc.assert(
    fc.property(change, (one) => {
      expect(invert(invert(one))).toEqual(one)
    }),
  )
})

test('all hunks are the whole change, none of them leave the text', () => {
  fc.assert(
    fc.property(change, (one) => {
      const hunks = hunksOf(one)
      expect(withHunks(one, hunks).after).toBe(one.after)
      if (one.before === undefined || hunks.length === 0) return
      expect(withHunks(one, []).after).toBe(one.before)
    }),
  )
})

test('a change of another text than it was made for keeps both, or is a conflict', () => {
  const one: FileChange = { path: 'a', before: 'one\ntwo\nthree\n', after: 'one\ntwo\nTHREE\n' }
  expect(rebase(one, 'ONE\ntwo\nthree\n')).toEqual({
    path: 'a',
    before: 'ONE\ntwo\nthree\n',
    after: 'ONE\ntwo\nTHREE\n',
  })
  expect(isConflict(rebase(one, 'one\ntwo\n3\n'))).toBe(true)
})

test('a file that has come or gone meanwhile is a conflict, unless it is as it should become', () => {
  expect(isConflict(rebase({ path: 'a', after: 'new\n' }, 'other\n'))).toBe(true)
  expect(isConflict(rebase({ path: 'a', before: 'old\n', after: 'new\n' }, undefined))).toBe(true)
  expect(isConflict(rebase({ path: 'a', before: 'old\n' }, 'old, edited\n'))).toBe(true)
  expect(rebase({ path: 'a', before: 'old\n' }, undefined)).toEqual({ path: 'a' })
  expect(rebase({ path: 'a', after: 'new\n' }, 'new\n')).toEqual({ path: 'a', before: 'new\n', after: 'new\n' })
})
