import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import * as door from './index.ts'
import { testRepository } from './testing/repository.ts'

test('the example in the README does what it says', async () => {
  await using repository = await testRepository()
  const calls = (argument: string) => Array.from({ length: 3 }, () => `send(user${argument})\n// then\n`).join('')
  await repository.commit({ 'a.ts': calls('') })
  await repository.commit({ 'a.ts': calls(', now') })
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
  const [, example = ''] = /```js\n(.*?)```/s.exec(readme) ?? []
  const [, said = ''] = /^console\.log\(.*\) \/\/ (.*)$/m.exec(example) ?? []
  const shown: unknown[] = []
  // `await using` is newer than what a constructed function may hold.
  const body = example
    .replace(/^import (\{.*\}) from '@caret\/lab'$/m, 'const $1 = door')
    .replace('await using', 'const')
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor as FunctionConstructor
  const run = new AsyncFunction('door', 'repo', 'console', body)
  await run(door, repository.folder, { log: (value: unknown) => shown.push(value) })
  expect(shown).toEqual([JSON.parse(said)])
})
