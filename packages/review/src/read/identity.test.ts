import { expect, test } from 'vitest'
import { read } from '../testing/read.ts'

const ids = async (path: string, before: string, after: string) =>
  (await read({ [path]: [before, after] })).hunks.map(({ id }) => id)
const functions = (...bodies: string[]) => bodies.map((body, at) => `function f${at}() {\n  ${body}\n}\n`).join('\n')

const before = functions('a()', 'a()', 'c()')
const after = functions('b()', 'b()', 'd()')

test('a hunk keeps its id through edits elsewhere, and a rebase', async () => {
  const first = await ids('a.ts', before, after)
  expect(new Set(first).size).toBe(3)
  const head = "import 'x'\n\n\n"
  expect(await ids('a.ts', head + before, head + after)).toEqual(first)
  const later = await ids('a.ts', before, functions('b()', 'b()', 'other()'))
  expect(later.slice(0, 2)).toEqual(first.slice(0, 2))
  expect(first).not.toContain(later[2])
})

test('the same change in another place is another hunk, and stays it when its neighbour goes', async () => {
  const first = await ids('a.ts', before, after)
  const second = await ids('a.ts', before, functions('a()', 'b()', 'd()'))
  expect(second).toEqual(first.slice(1))
})

test('equal hunks in one place are told apart by their order', async () => {
  const found = await ids('a.txt', 'a\n\na\n\na\n', 'b\n\nb\n\nb\n')
  expect(found.map((id) => id.slice(-2))).toEqual([found[0]!.slice(-2), '-2', '-3'])
})
