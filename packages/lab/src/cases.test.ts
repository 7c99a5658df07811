import { expect, test } from 'vitest'
import { naivePredictor } from './baselines/naive.ts'
import { judgeCase, readCase } from './cases.ts'

const line = (expected: unknown) =>
  JSON.stringify({
    name: 'an argument more',
    files: { 'a.ts': 'use(a, b)\nuse(a, b)\nuse()\n' },
    edits: [{ path: 'a.ts', offset: 8, remove: 0, insert: ', c' }],
    caret: { path: 'a.ts', offset: 11 },
    expected: [expected],
  })

test('a case is right when the prediction makes the text that one of the expected edits makes', async () => {
  await using predictor = naivePredictor()
  const judge = async (expected: unknown) => (await judgeCase(readCase(line(expected)), predictor)).outcome
  expect(await judge({ path: 'a.ts', offset: 21, remove: 0, insert: ', c' })).toBe('right')
  expect(await judge({ path: 'a.ts', offset: 21, remove: 0, insert: ', d' })).toBe('wrong')
})

test('without an edit to repeat the answer is silence', async () => {
  await using predictor = naivePredictor()
  const session = { ...readCase(line({})), edits: [] }
  expect(await judgeCase(session, predictor)).toEqual({ outcome: 'silent' })
})

test('a line that is no case says what it lacks', () => {
  expect(() => readCase('{"files":{}}')).toThrow('edits is missing')
})
