import { readFile } from 'node:fs/promises'
import { expect, test, vi } from 'vitest'

test('the example in the README does what it says', async () => {
  const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8')
  const [readme, example] = await Promise.all([read('../README.md'), read('testing/example.tsx')])
  expect(readme).toContain(`\`\`\`tsx\n${example}\`\`\``)
  const shown: unknown[] = []
  const log = vi.spyOn(console, 'log').mockImplementation((value: unknown) => void shown.push(value))
  await import('./testing/example.tsx')
  log.mockRestore()
  const said = [...example.matchAll(/^console\.log\(.*\) \/\/ (.*)$/gm)].map(([, result = '']) => evaluate(result))
  expect(said).toHaveLength(3)
  expect(shown).toEqual(await Promise.all(said))
})

async function evaluate(expression: string): Promise<unknown> {
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor as FunctionConstructor
  return new AsyncFunction(`return ${expression}`)()
}
