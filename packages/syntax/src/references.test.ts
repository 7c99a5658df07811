import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Language } from './languages.ts'
import { references } from './references.ts'
import { snippets } from './testing/snippets.ts'

const languages = Object.keys(snippets) as Language[]

describe('what each language uses', () => {
  test.each(languages)('%s', async (language) => {
    const { path, text } = snippets[language]
    const found = (await references(path, text))!
    for (const { name, offset } of found) expect(text.slice(offset, offset + name.length)).toBe(name)
    const flags = (member: boolean, local: boolean) => (member ? '.' : '') + (local ? '~' : '')
    const shown = found.map(({ name, member, local }) => name + flags(member, local)).join(' ')
    expect(`${shown}\n`).toMatchSnapshot()
  })
})

test('of a range, only what is in it; the rest of the file says what is local', async () => {
  const text = 'function f(a) {\n  return a + b\n}\nc()'
  const line = { start: text.indexOf('return'), end: text.indexOf('\n}') }
  const found = await references('a.js', text, line)
  expect(found).toEqual([
    { name: 'a', offset: text.indexOf('a + b'), member: false, local: true },
    { name: 'b', offset: text.indexOf('b\n'), member: false, local: false },
  ])
})

test('a name is local only within the function that makes it known', async () => {
  const found = await references('a.js', 'function f(a) { a }\nfunction g() { a }\nconst h = (b) => () => b')
  expect(found!.map(({ name, local }) => [name, local])).toEqual([
    ['a', true],
    ['a', false],
    ['b', true],
  ])
})

test('any text gives names that it has', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...languages), fc.string({ unit: 'grapheme' }), async (language, text) => {
      for (const { name, offset } of (await references(snippets[language].path, text))!) {
        expect(text.startsWith(name, offset)).toBe(true)
      }
    }),
  )
})
