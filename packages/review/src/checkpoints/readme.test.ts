import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMemoryWorkspace } from '@caret/workspace'
import { expect, test } from 'vitest'
import * as door from '../index.ts'

test('the example in the README does what it says', async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8')
  const [, example = ''] = /```js\n(import \{ applyTo.*?)```/s.exec(readme) ?? []
  const said = [...example.matchAll(/^console\.log\(.*\) \/\/ (.*)$/gm)].map(([, result = '']) =>
    evaluate(`return ${result}`),
  )
  const shown: unknown[] = []
  const folder = await mkdtemp(join(tmpdir(), 'caret-checkpoints-'))
  const body = example
    .replace(/^import (\{.*\}) from '@caret\/review'$/m, 'const $1 = door')
    // Node 20 does not know the syntax yet.
    .replace('await using', 'const')
  const console = { log: (value: unknown) => shown.push(value) }
  await evaluate(body, { door, createMemoryWorkspace, folder, console })
  await rm(folder, { recursive: true })
  expect(said).toHaveLength(2)
  expect(shown).toEqual(await Promise.all(said))
})

async function evaluate(body: string, names: Record<string, unknown> = {}): Promise<unknown> {
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor as FunctionConstructor
  return new AsyncFunction(...Object.keys(names), body)(...Object.values(names))
}
