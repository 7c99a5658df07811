import { expect, test } from 'vitest'
import { nextRow } from './row.ts'

const after = (text: string, rest = '') => nextRow(text + rest, { path: 'a.ts', offset: text.length })

test.each([
  ['case 1:\ncase 2:\n', 'case 3:'],
  ['  r1 = in[10]\n  r2 = in[20]\n  r3', ' = in[30]'],
  ['img_008.png\nimg_009.png\n', 'img_010.png'],
])('%j goes on', (text, expected) => {
  expect(after(text)).toMatchObject([{ text: expected, source: 'row' }])
})

test('three rows are more certain than two', () => {
  const [two, three] = [after('a1\na2\n'), after('a1\na2\na3\n')]
  expect(three[0]!.probability).toBeGreaterThan(two[0]!.probability)
})

test('nothing comes where rows are alike, where the line goes on, or where the row is there', () => {
  expect(after('a1\na1\n')).toEqual([])
  expect(after('a1\na2\n', 'x')).toEqual([])
  expect(after('a1\na2\n', '\na3\n')).toEqual([])
  expect(after('a2\na1\na0\n')).toEqual([])
  expect(after('three 3\ntwo 2\n')).toEqual([])
})
