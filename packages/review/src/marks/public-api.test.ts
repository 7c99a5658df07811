import { expect, test } from 'vitest'
import { marks } from '../testing/read.ts'

const f = (parameters: string) => `export function f(${parameters}) {\n  return 1\n}\n`
const change = (before: string, after: string) => marks({ 'a.ts': [f(before), f(after)] })

test('what callers outside have to follow is marked', async () => {
  expect(await change('a', 'a, b')).toEqual(['public-api +1 `f` has to be given `b` now.'])
  expect(await change('a, b', 'a')).toEqual(['public-api +1 `f` takes `b` no longer.'])
  expect(await change('a, b', 'b, a')).toEqual(['public-api +1 `f` takes its parameters in another order.'])
  expect(await change('a?: A', 'a: A')).toEqual(['public-api +1 `f` can do without `a` no longer.'])
  expect(await marks({ 'a.ts': [`${f('')}export const b = 1\n`, 'export const b = 1\n'] })).toEqual([
    'public-api -1 `f` was exported, and is gone.',
  ])
  expect(
    await marks({
      'a.go': ['package a\n\nfunc Get(key string) {}\n', 'package a\n\nfunc Get(key string, n int) {}\n'],
    }),
  ).toEqual(['public-api +3 `Get` has to be given `n` now.'])
})

test('what they need not follow is not', async () => {
  expect(await change('a', 'a, b = 1')).toEqual([])
  expect(await change('a', 'c')).toEqual([])
  expect(await marks({ 'a.ts': ['function f(a) {\n  return 1\n}\n', 'function f(a, b) {\n  return 1\n}\n'] })).toEqual(
    [],
  )
  expect(await marks({ 'a.ts': [`${f('a')}const b = 1\n`, 'const b = 1\n'], 'b.ts': ['', f('a')] })).toEqual([])
  expect(await marks({ 'examples/a.ts': [f('a'), f('a, b')] })).toEqual([])
})
