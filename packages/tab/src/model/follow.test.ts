import { applyEdits } from '@caret/text'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { follow } from './follow.ts'

const expected = { path: 'a', offset: 4, remove: 0, insert: 'total' }

test('what is typed along is less to do, anything else there is the end', () => {
  expect(follow(expected, { path: 'a', offset: 4, remove: 0, insert: 'to' })).toEqual({
    ...{ path: 'a', offset: 6, remove: 0, insert: 'tal' },
  })
  expect(follow(expected, { path: 'a', offset: 4, remove: 0, insert: 'total' })).toBeUndefined()
  expect(follow(expected, { path: 'a', offset: 4, remove: 0, insert: 'x' })).toBeUndefined()
  expect(follow(expected, { path: 'a', offset: 0, remove: 1, insert: '' })).toEqual({ ...expected, offset: 3 })
  expect(follow(expected, { path: 'a', offset: 9, remove: 1, insert: '' })).toEqual(expected)
  expect(follow(expected, { path: 'b', offset: 4, remove: 3, insert: '' })).toEqual(expected)
})

test('what follows a change makes the same of the text as before it', () => {
  const text = 'abcdefghij'
  const edit = fc.record({
    offset: fc.nat(8),
    remove: fc.nat(2),
    insert: fc.stringMatching(/^[xy]{0,3}$/),
  })
  fc.assert(
    fc.property(edit, edit, (one, other) => {
      const [wanted, change] = [
        { path: 'a', ...one },
        { path: 'a', ...other },
      ]
      const left = follow(wanted, change)
      if (!left) return
      const typedAlong = change.offset === wanted.offset && change.remove === 0
      const both = applyEdits(applyEdits(text, [change]), [left])
      if (typedAlong) expect(both).toBe(applyEdits(text, [wanted]))
      else
        expect(both).toBe(
          applyEdits(
            text,
            [wanted, change].sort((a, b) => a.offset - b.offset),
          ),
        )
    }),
  )
})
