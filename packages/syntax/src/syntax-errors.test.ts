import { describe, expect, test } from 'vitest'
import type { Language } from './languages.ts'
import { syntaxErrors } from './syntax-errors.ts'
import { snippets } from './testing/snippets.ts'

describe('what is right has none', () => {
  test.each(Object.entries(snippets) as [Language, { path: string; text: string }][])(
    '%s',
    async (_, { path, text }) => {
      await expect(syntaxErrors(path, text)).resolves.toEqual([])
    },
  )
})

test('what does not fit, and what is missing', async () => {
  await expect(syntaxErrors('a.ts', "const a = '🎉'; )")).resolves.toEqual([{ start: 16, end: 17, missing: false }])
  await expect(syntaxErrors('a.ts', 'class A { m() {}')).resolves.toEqual([{ start: 16, end: 16, missing: true }])
  await expect(syntaxErrors('a.txt', ')')).resolves.toBeUndefined()
})
