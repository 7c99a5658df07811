import { expect, test } from 'vitest'
import { imports } from './imports.ts'
import { outline } from './outline.ts'
import { readSource } from './read-source.ts'
import { references } from './references.ts'

test('it says what the three say one by one', async () => {
  const text = "import { a } from './a'\n\nexport class B {\n  c() {\n    return a(this.d)\n  }\n}\n"
  expect(await readSource('b.ts', text)).toEqual({
    symbols: await outline('b.ts', text),
    references: await references('b.ts', text),
    imports: await imports('b.ts', text),
  })
  expect(await readSource('b.txt', text)).toBeUndefined()
})
