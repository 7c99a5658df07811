import { expect, test } from 'vitest'
import { enclosing, scopesAt } from './scopes.ts'

const text = 'class K {\n  m(a) { return () => a }\n}\nfunction f() {}'
const names = async (offset: number) => (await scopesAt('a.ts', text, offset))!.map(({ name }) => name)

test('the declarations around an offset, from outside in', async () => {
  await expect(names(text.indexOf('return'))).resolves.toEqual(['K', 'm'])
  await expect(names(text.indexOf('\n}'))).resolves.toEqual(['K', 'm'])
  await expect(names(text.indexOf('\nfunction') + 1)).resolves.toEqual(['f'])
  await expect(names(text.length)).resolves.toEqual(['f'])
  expect(enclosing([], 0)).toEqual([])
})
