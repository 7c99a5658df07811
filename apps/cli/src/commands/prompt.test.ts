import { join } from 'node:path'
import { renderPrompt } from '@caret/prompt'
import { Command } from 'commander'
import { afterEach, expect, test, vi } from 'vitest'
import { TemporaryFolder } from '../testing/temporary.ts'
import { addPrompt } from './prompt.ts'

const shown: string[] = []
afterEach(() => void shown.splice(0))

async function caret(...args: string[]): Promise<string> {
  vi.spyOn(console, 'log').mockImplementation((line: string) => void shown.push(line))
  vi.spyOn(console, 'error').mockImplementation(() => {})
  const program = new Command().exitOverride()
  addPrompt(program)
  await program.parseAsync(['prompt', ...args], { from: 'user' })
  return shown.splice(0).join('\n')
}

const moduleOf = (greeting: string) => `export const prompts = [{
  name: 'greet',
  version: 1,
  component: ({ name }) => ({ type: 'user', props: { children: ['${greeting} ', name] } }),
}]`

async function recordInto(folder: TemporaryFolder): Promise<void> {
  const component = ({ name }: { name: string }) => ({ type: 'user', props: { children: ['Hello ', name] } })
  for (const name of ['Ada', 'Grace']) {
    const { recording } = await renderPrompt({ name: 'greet', version: 1, component }, { name }, { budget: 100 })
    folder.write(`recordings/${name}.json`, JSON.stringify(recording))
  }
}

test('recordings are rendered again and compared', async () => {
  using folder = new TemporaryFolder()
  await recordInto(folder)
  folder.write('same.mjs', moduleOf('Hello'))
  folder.write('other.mjs', moduleOf('Bye'))
  const at = (path: string) => join(folder.path, path)
  expect(await caret('render', at('recordings/Ada.json'), '--with', at('same.mjs'))).toBe('── user\nHello Ada')
  const report = await caret('render', at('recordings/Ada.json'), '--with', at('same.mjs'), '--report')
  expect(report).toContain('user  3 of 3 tokens, must be kept, kept')
  expect(await caret('diff', at('recordings'), '--with', at('same.mjs'))).toBe('0 of 2 recordings changed.')
  const diff = await caret('diff', at('recordings'), '--with', at('other.mjs'))
  expect(diff).toContain('-Hello Ada\n+Bye Ada')
  expect(diff).toContain('2 of 2 recordings changed.')
  const json = JSON.parse(await caret('diff', at('recordings'), '--with', at('other.mjs'), '--json')) as unknown
  expect(json).toMatchObject({ recordings: 2, changed: 2, changes: [{ file: 'Ada.json', prompt: 'greet' }, {}] })
})

test('what of a session could be cached', async () => {
  using folder = new TemporaryFolder()
  await recordInto(folder)
  const { requests, share } = JSON.parse(await caret('cache', join(folder.path, 'recordings'), '--json')) as {
    requests: number
    share: number
  }
  expect(requests).toBe(2)
  expect(share).toBeGreaterThan(0)
  expect(share).toBeLessThan(1)
})

test('what is wrong is told with the name of the file', async () => {
  using folder = new TemporaryFolder()
  await recordInto(folder)
  folder.write('bad/a.json', '{}')
  const at = (path: string) => join(folder.path, path)
  await expect(caret('render', at('recordings/Ada.json'))).rejects.toThrow('Ada.json: There is no prompt named greet')
  await expect(caret('render', at('no.json'))).rejects.toThrow('no.json cannot be read')
  await expect(caret('diff', at('bad'))).rejects.toThrow('a.json: It is no recorded prompt')
  await expect(caret('diff', folder.path)).rejects.toThrow('it has no .json file')
  await expect(caret('diff', at('bad'), '--with', at('no.mjs'))).rejects.toThrow('no.mjs cannot be loaded')
})
