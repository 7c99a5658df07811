import { applyEdits } from '@caret/text'
import { expect, test } from 'vitest'
import { removal } from './removal.ts'
import { situationOf } from './testing.ts'

const made = (files: Record<string, string>, path: string, find: string) => {
  const situation = situationOf(files, [{ path, find, put: '' }])
  return removal
    .propose(situation)
    .map(({ edit }) => [edit.path, applyEdits(situation.texts.get(edit.path)!, [edit])] as const)
}

test('lines about what is gone go too, with what their brackets hold', () => {
  const files = {
    'a.ts': 'export const retries = 3\nexport const timeout = 5\n',
    'b.ts': 'run({\n  retries: {\n    most: 3,\n  },\n  timeout: 5,\n})\n',
    'c.ts': 'export {\n  retries,\n  timeout,\n}\n',
  }
  expect(made(files, 'a.ts', 'export const retries = 3\n')).toEqual([
    ['b.ts', 'run({\n  timeout: 5,\n})\n'],
    ['c.ts', 'export {\n  timeout,\n}\n'],
  ])
})

test('what is changed within a line, or put elsewhere, says nothing', () => {
  const files = { 'a.ts': 'load(retries, now)\n', 'b.ts': 'retries,\n' }
  expect(made(files, 'a.ts', 'retries, ')).toEqual([])
})
