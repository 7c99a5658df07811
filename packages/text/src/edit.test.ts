import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyEdits, type Edit, editBetween, invertEdit, mapOffset, trimEdit } from './edit.ts'

const small = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 12 })
const textAndEdit = fc.tuple(small, fc.nat(), fc.nat(), small).map(([text, offset, remove, insert]): [string, Edit] => {
  const at = offset % (text.length + 1)
  return [text, { offset: at, remove: remove % (text.length - at + 1), insert }]
})

test('edits apply wherever they stand in the list', () => {
  const edits = [
    { offset: 4, remove: 1, insert: 'O' },
    { offset: 0, remove: 0, insert: '> ' },
  ]
  expect(applyEdits('hello', edits)).toBe('> hellO')
})

test.each([
  [[{ offset: 4, remove: 2, insert: '' }]],
  [
    [
      { offset: 1, remove: 3, insert: '' },
      { offset: 2, remove: 0, insert: 'x' },
    ],
  ],
])('edits that overlap or leave the text are refused', (edits) => {
  expect(() => applyEdits('hello', edits)).toThrow(RangeError)
})

test('an inverted edit takes it back', () => {
  fc.assert(
    fc.property(textAndEdit, ([text, edit]) => {
      expect(applyEdits(applyEdits(text, [edit]), [invertEdit(text, edit)])).toBe(text)
    }),
  )
})

test('a trimmed edit makes the same text, and has nothing left to trim', () => {
  fc.assert(
    fc.property(textAndEdit, ([text, edit]) => {
      const trimmed = trimEdit(text, edit)
      expect(applyEdits(text, [trimmed])).toBe(applyEdits(text, [edit]))
      expect(trimEdit(text, trimmed)).toEqual(trimmed)
    }),
  )
})

test('the edit between two texts makes one of the other', () => {
  fc.assert(
    fc.property(small, small, (before, after) => {
      const edit = editBetween(before, after)
      expect(edit ? applyEdits(before, [edit]) : before).toBe(after)
    }),
  )
})

test('what follows an edit keeps its place in the text', () => {
  fc.assert(
    fc.property(textAndEdit, fc.nat(), ([text, edit], nat) => {
      const offset = nat % (text.length + 1)
      const after = applyEdits(text, [edit])
      const mapped = mapOffset(offset, edit)
      if (offset >= edit.offset + edit.remove) expect(after.slice(mapped)).toBe(text.slice(offset))
      else if (offset < edit.offset) expect(mapped).toBe(offset)
      expect(mapped).toBeGreaterThanOrEqual(0)
      expect(mapped).toBeLessThanOrEqual(after.length)
    }),
  )
})
