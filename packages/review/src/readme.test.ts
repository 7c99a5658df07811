import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import * as door from './index.ts'

test('the example in the README does what it says', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
  const [, example = ''] = /```js\n(.*?)```/s.exec(readme) ?? []
  const said = [...example.matchAll(/^console\.log\(.*\) \/\/ (.*)$/gm)].map(([, result = '']) =>
    evaluate(`return ${result}`),
  )
  const shown: unknown[] = []
  const body = example.replace(/^import (\{.*\}) from '@caret\/review'$/m, 'const $1 = door')
  await evaluate(body, { door, console: { log: (value: unknown) => shown.push(value) } })
  expect(said).toHaveLength(3)
  expect(shown).toEqual(await Promise.all(said))
})

async function evaluate(body: string, names: Record<string, unknown> = {}): Promise<unknown> {
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor as FunctionConstructor
  return new AsyncFunction(...Object.keys(names), body)(...Object.values(names))
}
