import { join } from 'node:path'
import { type FakeProvider, startFakeProvider } from '@caret/models/testing'
import { Command } from 'commander'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { examineModels } from '../doctor/models.ts'
import { TemporaryFolder } from '../testing/temporary.ts'
import { addModels } from './models.ts'

const key = 'sk-command-0123456789abcdefghij'
let fake: FakeProvider
let folder: TemporaryFolder
let printed: string

beforeEach(async () => {
  fake = await startFakeProvider()
  folder = new TemporaryFolder()
  printed = ''
  vi.stubEnv('CARET_HOME', join(folder.path, 'data'))
  vi.stubEnv('ANTHROPIC_API_KEY', key)
  for (const name of ['OPENAI_API_KEY', 'GOOGLE_GENERATIVE_AI_API_KEY', 'GEMINI_API_KEY']) vi.stubEnv(name, '')
  const at = { baseURL: `${fake.url}/v1` }
  const settings = {
    'caret.models.discover': false,
    'caret.models.providers': { anthropic: at, ollama: at },
    'caret.models.dailyBudget': 2,
  }
  folder.write('data/user/settings.json', JSON.stringify(settings))
  vi.spyOn(console, 'log').mockImplementation((line: unknown = '') => void (printed += `${String(line)}\n`))
})

afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  folder[Symbol.dispose]()
  await fake[Symbol.asyncDispose]()
})

async function run(...args: string[]): Promise<string> {
  const program = new Command().exitOverride()
  addModels(program)
  await program.parseAsync(['models', ...args], { from: 'user' })
  return printed
}

test('tells providers, roles and what was spent', async () => {
  fake.models = ['qwen2.5-coder:1.5b']
  const text = await run()
  expect(text).toMatch(/✓ anthropic +ready/)
  expect(text).toMatch(/✓ ollama +answers in \d+ ms/)
  expect(text).toMatch(/· openai +There is no key for OpenAI/)
  expect(text).toMatch(/smart +anthropic\/\S+, then ollama\/qwen2\.5-coder:1\.5b/)
  expect(text).toContain('Spent today: $0.00 of $2.00')
})

test('tells the same as JSON, without keys', async () => {
  const all = JSON.parse(await run('status', '--json')) as Record<string, unknown>
  expect(Object.keys(all)).toEqual(['providers', 'roles', 'usage'])
  expect(printed).not.toContain(key)
})

test('lists models', async () => {
  fake.models = ['a', 'b']
  expect(await run('list', 'anthropic')).toBe('anthropic/a\nanthropic/b\n')
  await expect(run('list', 'openai')).rejects.toThrow('There is no key for OpenAI')
})

test('tests a model', async () => {
  expect(await run('test', 'anthropic/fake')).toMatch(/^anthropic\/fake answers: first word after \d+ ms/)
  fake.answer({ status: 401, body: JSON.stringify({ error: { message: `bad key ${key}` } }) })
  await expect(run('test', 'anthropic/fake')).rejects.toMatchObject({
    name: 'CommandError',
    message: "Anthropic does not take the key: bad key [redacted]. Enter another one in the models' settings.",
  })
})

test('the doctor tells which providers are found', async () => {
  fake.models = ['a', 'b']
  const findings = await examineModels()
  expect(findings.every(({ needed }) => !needed)).toBe(true)
  expect(findings).toContainEqual(
    expect.objectContaining({ name: 'models: Anthropic', state: 'found', detail: 'key in ANTHROPIC_API_KEY' }),
  )
  const ollama = findings.find(({ name }) => name === 'models: Ollama')
  expect(ollama).toMatchObject({ state: 'found', detail: expect.stringMatching(/^answers in \d+ ms, 2 models$/) })
  const openai = findings.find(({ name }) => name === 'models: OpenAI')
  expect(openai).toMatchObject({ state: 'missing', detail: expect.stringContaining('OPENAI_API_KEY') })
  folder.write('data/user/settings.json', '{ "caret.models.record": 3 }')
  expect(await examineModels()).toMatchObject([
    { name: 'models', detail: expect.stringContaining('caret.models.record') },
  ])
})
