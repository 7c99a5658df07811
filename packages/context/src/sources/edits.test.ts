import { expect, test } from 'vitest'
import { aroundOf, knownOf } from '../testing/around.ts'
import { edits } from './edits.ts'

const { signal } = new AbortController()

test('the last edits, the newest worth most', async () => {
  const known = await knownOf('a.ts', 'a\n', 0, 1)
  const recent = Array.from({ length: 9 }, (_, at) => ({ path: 'b.ts', diff: `@@ -4,1 +4,1 @@\n-a${at}\n+b${at}\n` }))
  const found = await edits.find(known, aroundOf({}, { recentEdits: async () => recent }), signal)
  expect(found).toHaveLength(6)
  expect(found[0]).toMatchObject({ text: '@@ -4,1 +4,1 @@\n-a0\n+b0', lines: { start: 3 } })
  expect(found.map(({ worth }) => worth)).toEqual(found.map(({ worth }) => worth).toSorted((a, b) => b - a))
  expect(await edits.find(known, aroundOf({}), signal)).toEqual([])
})
