import { expect, test } from 'vitest'
import { marks } from '../testing/read.ts'

const one = (before: string, after: string, path = 'a.ts') =>
  marks({ [path]: [`f(1)\n${before}\ng(2)\n`, `f(1)\n${after}\ng(2)\n`] })

test('a condition that says the opposite, or whose border moves, is marked', async () => {
  expect(await one('if (a === b) go()', 'if (a !== b) go()')).toEqual([
    'condition +2 It says `!==` where it said `===`.',
  ])
  expect(await one('while (at < text.length) at++', 'while (at <= text.length) at++')).toEqual([
    'condition +2 It says `<=` where it said `<`.',
  ])
  expect(await one('if (isReady(a)) go()', 'if (!isReady(a)) go()')).toEqual([
    'condition +2 The condition is negated now.',
  ])
  expect(await one('    if not ready and x:', '    if ready and x:', 'a.py')).toEqual([
    'condition +2 The condition is negated no longer.',
  ])
  expect(await one('return text.slice(start, end)', 'return text.slice(start, end - 1)')).toEqual([
    'condition +2 It is off by `- 1` from what it was.',
  ])
})

test('what only looks like it is not', async () => {
  expect(await one('return list[at].name', 'return list[at]!.name')).toEqual([])
  expect(await one('if (a == b) go()', 'if (a === b) go()')).toEqual([])
  expect(await one('if (a === b) go()', 'for (const x of list) if (x !== 1) stop(x, 2)')).toEqual([])
  expect(await one('print("x")', 'println!("x")', 'a.rs')).toEqual([])
  expect(await one('expect(a < b)', 'expect(a <= b)', 'a.test.ts')).toEqual([])
})
