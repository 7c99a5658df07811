import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import * as door from './index.ts'

test('the example in the README does what it says', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
  const [, example = ''] = /```js\n(.*?)```/s.exec(readme) ?? []
  const said = [...example.matchAll(/^console\.log\(.*\) \/\/ (.*)$/gm)].map(([, result = '']) => JSON.parse(result))
  const shown: unknown[] = []
  const body = example.replace(/^import (\{.*\}) from '@caret\/suffix'$/m, 'const $1 = door')
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor as FunctionConstructor
  await new AsyncFunction('door', 'console', body)(door, { log: (value: unknown) => shown.push(value) })
  expect(said).toHaveLength(2)
  expect(shown).toEqual(said)
})
