import { expect, test } from 'vitest'
import { marks } from '../testing/read.ts'

test('money', async () => {
  const texts = { 'a.ts': ['run()\n', 'run()\nconst sum = totalPrice * 2\n'] } as const
  expect(await marks(texts)).toEqual(['money +2 This is about money: `totalPrice`.'])
  expect(await marks({ 'a.ts': ['run()\n', 'run()\nbalance(brackets, amount, rate)\n'] })).toEqual([])
})

test('what was left behind', async () => {
  expect(await marks({ 'a.ts': ['run()\n', 'run()\n  debugger\n'] })).toEqual([
    'leftover +2 A breakpoint was left behind.',
  ])
  expect(await marks({ 'a.ts': ['run()\n', 'run() // FIXME: slow\n'] })).toEqual([
    'leftover +1 A note says that this is not as it should be.',
  ])
  expect(await marks({ 'a.ts': ['run() // FIXME: slow\n', 'walk() // FIXME: slow\n'] })).toEqual([])
})

test('a conflict that is not resolved', async () => {
  const text = '<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n'
  expect(await marks({ 'a.ts': ['a\n', text] })).toEqual(["conflict +1 A merge's conflict is not resolved here."])
  expect(await marks({ 'a.md': ['', '<<<<<<< is how it begins\n'] })).toEqual([])
})

const deciding = (name: string) =>
  `export function ${name}(a, b) {\n  if (a) return 1\n  if (b) return 2\n  for (const x of a) if (x && b || a) return 3\n  return 4\n}\n`

test('the new function that decides most, in a change without a test', async () => {
  const small = 'export function small(a) {\n  if (a) return 1\n}\n'
  const reason = '`pick` is new and decides 6 times, and this change has no test.'
  expect(await marks({ 'a.ts': ['', small + deciding('pick')] })).toEqual([`untested +4 ${reason}`])
  expect(await marks({ 'a.ts': ['', deciding('pick')], 'other.test.ts': ['', "test('x', go)\n"] })).toEqual([])
  expect(await marks({ 'a.ts': ['', small] })).toEqual([])
})
