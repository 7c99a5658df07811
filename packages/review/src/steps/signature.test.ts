import { expect, test } from 'vitest'
import type { SymbolView } from '../read/symbols.ts'
import { signatureOf } from './signature.ts'

const of = (name: string, header: string) => {
  const found = signatureOf({ name, header } as SymbolView)
  return (
    found && [found.parameters.map((each) => (each.optional ? `${each.name}?` : each.name)).join(' '), found.result]
  )
}

test('parameters are read in many languages', () => {
  expect(
    of('f', 'export async function f<T>(a: A, b?: (x: number) => void, { c } = {}, ...rest: T[]): Promise<T>'),
  ).toEqual(['a b? {…}? rest?', 'Promise<T>'])
  expect(of('f', 'def f(self, a, b: int = 1, *, c, **kw) -> dict[str, int]:')).toEqual([
    'self a b? c kw?',
    'dict[str, int]',
  ])
  expect(of('Get', 'func (c *Context) Get(key string, deep bool) (value any, exists bool)')).toEqual([
    'key deep',
    '(value any, exists bool)',
  ])
  expect(of('run', 'pub fn run<F: Fn(u8) -> u8>(&mut self, f: F) -> Result<()>')).toEqual(['self f', 'Result<()>'])
  expect(of('get', 'public static String get(final List<String> names, int at)')?.[0]).toBe('names at')
  expect(of('f', 'const f = (a, b) =>')?.[0]).toBe('a b')
  expect(of('f', 'const f = 1')).toBeUndefined()
  expect(of('$', 'function $(')?.[0]).toBe('')
})
