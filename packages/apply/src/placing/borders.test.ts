import { expect, test } from 'vitest'
import { borders } from './borders.ts'
import { fileLines } from '../reading/file-lines.ts'
import { readRows } from '../reading/rows.ts'

const copies = ['one() {', '  open()', '  work()', '}', 'two() {', '  open()', '  work()', '}', 'end()']

const found = (lines: readonly string[], sketch: readonly string[]) => {
  const file = fileLines(lines)
  return borders(file, readRows(sketch, file), (columns) => columns)
}

const gap = '// … existing code …'

test('a stretch begins and ends where it shares the longest run of lines with the file', () => {
  const sketch = [gap, 'two() {', '  open()', '  play()', '}', 'end()', gap]
  expect(found(['start()', ...copies, 'rest()'], sketch).map(([line]) => line)).toEqual([5, 6, 8, 9])
})

test('of copied code, the stretches around it tell which copy is meant', () => {
  const lines = ['start()', ...copies, 'one() {', '  open()', '  work()', '}', 'rest()']
  const sketch = [gap, 'two() {', '  open()', gap, 'one() {', '  open()', '  play()', '  work()', '}', 'rest()', gap]
  expect(found(lines, sketch).map(([line]) => line)).toEqual([5, 6, 10, 11, 12, 13, 14])
})

test('a line alone that was moved is no border', () => {
  const sketch = [gap, 'end()', '  open()', 'rest()', gap]
  expect(found(['start()', 'rest()', ...copies, 'last()'], sketch)).toEqual([])
})
