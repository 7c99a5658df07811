import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import * as door from './index.ts'
import { startScene } from './testing/registry.ts'
import { words } from './testing/step.ts'

test('the example in the README does what it says', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
  const [, example = ''] = /```js\n(.*?)```/s.exec(readme) ?? []
  const said = [...example.matchAll(/^console\.log\(.*\) \/\/ (.*)$/gm)].map(([, result = '']) =>
    evaluate(`return ${result}`),
  )
  await using scene = await startScene()
  scene.fake.answer({ steps: words('It makes two.') })
  const shown: unknown[] = []
  const body = example
    .replace(/^import (\{.*\}) from '@caret\/models'$/m, 'const $1 = door')
    // Node 20 knows no `await using` outside TypeScript; and the registry must be the one with the fake provider.
    .replace(/^await using models = new ModelRegistry\(\{ dataFolder \}\)$/m, 'const models = registry')
  expect(body).toContain('const models = registry')
  const { registry } = scene
  const signal = AbortSignal.timeout(10_000)
  await evaluate(body, { door, registry, signal, console: { log: (value: unknown) => shown.push(value) } })
  expect(said).toHaveLength(3)
  expect(shown).toEqual(await Promise.all(said))
})

async function evaluate(body: string, names: Record<string, unknown> = {}): Promise<unknown> {
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor as FunctionConstructor
  return new AsyncFunction(...Object.keys(names), body)(...Object.values(names))
}
