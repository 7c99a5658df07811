import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type LineChange, reverting, touching, within } from './line-changes.ts'

const change = (oldStart: number, oldEnd: number, newStart: number, newEnd: number): LineChange => ({
  oldStart,
  oldEnd,
  newStart,
  newEnd,
})

test('a selection touches the changes it overlaps, and deletions at its edges', () => {
  const changes = [change(0, 1, 0, 2), change(4, 6, 5, 5), change(8, 9, 7, 8)]
  expect(touching(changes, { start: 1, end: 2 })).toEqual([changes[0]])
  expect(touching(changes, { start: 2, end: 5 })).toEqual([changes[1]])
  expect(touching(changes, { start: 5, end: 8 })).toEqual([changes[1], changes[2]])
  expect(touching(changes, { start: 2, end: 4 })).toEqual([])
})

test('part of a change is taken: line by line where lines were replaced, else with all the old lines', () => {
  expect(within([change(0, 3, 0, 3)], { start: 1, end: 2 })).toEqual([change(1, 2, 1, 2)])
  expect(within([change(4, 4, 4, 9)], { start: 5, end: 7 })).toEqual([change(4, 4, 5, 7)])
  expect(within([change(0, 2, 0, 5)], { start: 4, end: 9 })).toEqual([change(0, 2, 4, 5)])
  expect(within([change(3, 5, 3, 3)], { start: 3, end: 4 })).toEqual([change(3, 5, 3, 3)])
})

test('reverting a change of any shape gives the old text, where it is the only one', () => {
  const lines = fc.array(fc.constantFrom('', 'a', 'b c'), { maxLength: 4 })
  fc.assert(
    fc.property(lines, lines, lines, lines, (before, old, fresh, after) => {
      const oldText = [...before, ...old, ...after]
      const newText = [...before, ...fresh, ...after]
      // A text always has a line, and a change says something.
      fc.pre(oldText.length > 0 && newText.length > 0 && old.length + fresh.length > 0)
      const start = before.length
      const edit = reverting(change(start, start + old.length, start, start + fresh.length), oldText, newText, '\n')
      expect(apply(newText, edit)).toBe(oldText.join('\n'))
    }),
  )
})

function apply(lines: string[], edit: ReturnType<typeof reverting>): string {
  const offset = (line: number, column: number) => lines.slice(0, line).join('\n').length + (line > 0 ? 1 : 0) + column
  const text = lines.join('\n')
  return (
    text.slice(0, offset(edit.startLine, edit.startColumn)) +
    edit.text +
    text.slice(offset(edit.endLine, edit.endColumn))
  )
}
