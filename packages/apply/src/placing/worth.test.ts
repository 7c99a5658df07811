import { expect, test } from 'vitest'
import { fileLines } from '../reading/file-lines.ts'
import { readRows } from '../reading/rows.ts'
import { depthMapping } from './worth.ts'

const file = fileLines(['first()', 'second()', 'third()', 'if (open) {', '  close()', '}'])
const depthOf = (...sketch: string[]) => depthMapping(file, readRows(sketch, file))

test('the lines that sketch and file have in common tell how the sketch is indented', () => {
  expect(depthOf('  first()', '  if (open) {', '    close()')(4)).toBe(2)
})

test('copies of lines of the file at another depth do not', () => {
  expect(depthOf('  close()', 'while (more()) {', '  first()', '  second()', '  third()')(2)).toBe(2)
})
