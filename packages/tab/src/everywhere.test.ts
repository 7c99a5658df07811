import { applyEdits } from '@caret/text'
import { expect, test } from 'vitest'
import { everywhere } from './everywhere.ts'
import { situationOf } from './sources/testing.ts'

const calls = (names: string[]) => names.map((name) => `function ${name}() {\n  send(user, '${name}')\n}\n\n`).join('')
const files = { 'a.ts': calls(['one', 'two', 'three', 'four']), 'b.ts': calls(['five', 'six']), 'c.ts': 'let x = 1\n' }
const give = (name: string) => ({
  path: 'a.ts',
  find: `send(user, '${name}')`,
  put: `send(user, '${name}', { retry: true })`,
})

test('what was done twice is done wherever it fits, in all files', () => {
  const { history, index, caret, texts } = situationOf(files, [give('one'), give('two')])
  const found = everywhere(history, index, caret)!
  expect(found.examples).toBe(2)
  const made = Object.fromEntries(found.files.map(({ path, edits }) => [path, applyEdits(texts.get(path)!, edits)]))
  const done = (text: string) => text.replaceAll(/send\(user, ('\w+')\)/g, 'send(user, $1, { retry: true })')
  expect(made).toEqual({ 'a.ts': done(files['a.ts']), 'b.ts': done(files['b.ts']) })
})

test('only the last edit counts, and those right before it that did the same', () => {
  const other = { path: 'c.ts', find: 'x = 1', put: 'x = 2' }
  expect(everywhere(...asked(situationOf(files, [give('one'), give('two'), other])))?.examples).toBe(1)
  expect(everywhere(...asked(situationOf(files, [other, give('one'), give('two')])))?.examples).toBe(2)
})

test('without an edit there is nothing to do again', () => {
  expect(everywhere(...asked(situationOf(files, [])))).toBeUndefined()
})

const asked = ({ history, index, caret }: ReturnType<typeof situationOf>) => [history, index, caret] as const
