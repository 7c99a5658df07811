import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type FakeProvider, startFakeProvider, words } from '@caret/models/testing'
import { type AnswerPart, connect, createConnection, filesService, Link, modelsService } from '@caret/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type RawData, WebSocket } from 'ws'
import { type Engine, startEngine } from './engine.ts'
import { openLog } from './log.ts'

const entered = 'sk-entered-0123456789abcdefghijkl'
const fromEnvironment = 'environment-0123456789abcdef'

let base: string
let fake: FakeProvider
let engine: Engine
let link: Link
/** Closes the page. */
let leave: () => void
/** All that the page is told. */
let told: string[]

beforeEach(async () => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'caret-engine-models-')))
  fake = await startFakeProvider()
  for (const name of ['folder', 'editor', 'data/user']) mkdirSync(join(base, name), { recursive: true })
  vi.stubEnv('ANTHROPIC_API_KEY', '')
  vi.stubEnv('OPENAI_API_KEY', fromEnvironment)
  settings({
    providers: {
      anthropic: { baseURL: `${fake.url}/v1` },
      openai: { baseURL: `${fake.url}/v1` },
    },
    roles: { fast: 'anthropic/fake' },
  })
  const log = openLog(join(base, 'data'))
  const options = { folder: join(base, 'folder'), dataFolder: join(base, 'data'), editor: join(base, 'editor') }
  const started = await startEngine({ ...options, version: '0', log })
  if ('alreadyRunning' in started) throw new Error('An engine runs already.')
  engine = started
  told = []
  const token = new URL(engine.url).searchParams.get('token')
  class Overheard extends WebSocket {
    constructor(url: string) {
      super(url, { headers: { cookie: `caret-${engine.port}=${token}` } })
      leave = () => this.close(1001)
      this.on('message', (data: RawData) => told.push((data as Buffer).toString('utf8')))
    }
  }
  link = new Link(`ws://127.0.0.1:${engine.port}/rpc`, () => {}, Overheard)
})

afterEach(async () => {
  link[Symbol.dispose]()
  await engine[Symbol.asyncDispose]()
  await fake[Symbol.asyncDispose]()
  vi.unstubAllEnvs()
  rmSync(base, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
})

/** The user's settings, as the editor writes them. */
function settings(models: object) {
  const all = Object.entries({ discover: false, ...models }).map(([key, value]) => [`caret.models.${key}`, value])
  writeFileSync(join(base, 'data/user/settings.json'), JSON.stringify(Object.fromEntries(all)))
}

const page = () => createConnection(link.channel)
const question = (text: string) => ({ model: 'fast', messages: [{ role: 'user' as const, text }] })

/** Every file of the data folder but the one that is there to hold keys, with its text. */
function filesWith(text: string): string[] {
  return readdirSync(join(base, 'data'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => readFileSync(file, 'utf8').includes(text))
}

test('a page asks a model, word by word', async () => {
  const models = connect(page(), modelsService)
  await models.setKey({ provider: 'anthropic', key: entered })
  fake.answer({ steps: words('Hello to you'), usage: { input: 12, output: 3 } })
  const parts: AnswerPart[] = []
  const end = await models.ask(question('Hello'), (part) => parts.push(part))
  expect(parts).toEqual([
    { type: 'start', model: 'anthropic/fake' },
    ...['Hello ', 'to ', 'you'].map((text) => ({ type: 'text', text })),
  ])
  expect(end).toMatchObject({ reason: 'stop', usage: { input: 12, output: 3 } })
  expect(fake.requests[0]!.headers['x-api-key']).toBe(entered)
})

test('a page hears that a model is busy', async () => {
  const models = connect(page(), modelsService)
  fake.answer({ status: 429, headers: { 'retry-after-ms': '5' } })
  const parts: AnswerPart[] = []
  await models.ask({ ...question('Hello'), model: 'openai/fake' }, (part) => parts.push(part))
  expect(parts.map(({ type }) => type)).toEqual(['wait', 'start', 'text'])
  expect(parts[0]).toMatchObject({ ms: 5, why: expect.stringContaining('OpenAI takes no more requests') })
})

test('a question that the page cancels ends at the provider', async () => {
  const models = connect(page(), modelsService)
  await models.setKey({ provider: 'anthropic', key: entered })
  fake.answer({ steps: [{ text: 'Once ' }, 'stall'] })
  const abort = new AbortController()
  const asking = models.ask(
    question('Hello'),
    ({ type }) => type === 'text' && abort.abort(new Error('enough')),
    abort.signal,
  )
  await expect(asking).rejects.toThrow('enough')
  expect(await fake.requests[0]!.over).toBe('aborted')
})

test('a question of a page that is closed ends at the provider', async () => {
  const models = connect(page(), modelsService)
  fake.answer({ steps: [{ text: 'Once ' }, 'stall'] })
  const begun = new Promise<void>((resolve) => {
    models
      .ask({ ...question('Hello'), model: 'openai/fake' }, ({ type }) => type === 'text' && resolve())
      .catch(() => {})
  })
  await begun
  // As a browser says it.
  leave()
  link[Symbol.dispose]()
  expect(await fake.requests[0]!.over).toBe('aborted')
})

test('a key reaches its provider, and no page, log, recording or other file', async () => {
  settings({
    record: true,
    providers: { anthropic: { baseURL: `${fake.url}/v1` }, openai: { baseURL: `${fake.url}/v1` } },
    roles: { fast: ['anthropic/fake', 'openai/fake'] },
  })
  const connection = page()
  const models = connect(connection, modelsService)
  const changed = new Promise<void>((resolve) => models.on('changed', () => resolve()))
  await models.setKey({ provider: 'anthropic', key: entered })
  await changed
  // A provider that tells the key to whoever asks, in answers and in errors.
  const leak = `You are ${entered}, or ${fromEnvironment}`
  fake.answer({ status: 401, body: JSON.stringify({ error: { message: leak } }) })
  await models.ask(question('Who am I?'), () => {})
  fake.answer(
    { status: 400, body: JSON.stringify({ error: { message: leak } }) },
    { status: 401, body: leak },
    { steps: [{ text: 'a' }, { error: { type: 'api_error', message: leak } }] },
  )
  for (let i = 0; i < 3; i++) await models.ask(question('Who?'), () => {}).catch(() => {})
  await models.setKey({ provider: 'openai', key: `${entered} and more` }).catch(() => {})
  await models.setKey({ provider: 'nobody', key: entered }).catch(() => {})
  await models.providers({})
  await models.check({ provider: 'anthropic' })
  await models.check({ provider: 'openai' })
  await models.roles({})
  await models.test({ model: 'openai/fake' })
  await models.usage({ days: 5 })

  expect(fake.requests.some(({ headers }) => headers['x-api-key'] === entered)).toBe(true)
  expect(fake.requests.some(({ headers }) => headers.authorization === `Bearer ${fromEnvironment}`)).toBe(true)
  for (const key of [entered, fromEnvironment]) {
    expect(told.filter((frame) => frame.includes(key))).toEqual([])
    expect(filesWith(key)).toEqual(key === entered ? [join(base, 'data/models/keys.json')] : [])
  }
  expect(filesWith('Who am I?')).toHaveLength(1)
  expect(statSync(join(base, 'data/models/keys.json')).mode & 0o777).toBe(0o600)

  const files = connect(connection, filesService)
  await expect(files.read({ path: join(base, 'data/models/keys.json') })).rejects.toMatchObject({
    code: 'OutsideWorkspace',
  })
})

test('with no model set up, a page is told what to do, and the rest goes on', async () => {
  vi.stubEnv('OPENAI_API_KEY', '')
  settings({})
  const models = connect(page(), modelsService)
  const ask = models.ask({ ...question('Hello'), model: 'smart' }, () => {})
  await expect(ask).rejects.toMatchObject({ code: 'NoModel', message: expect.stringContaining('Enter a key') })
  const roles = await models.roles({})
  expect(roles.every(({ models, problem }) => models.length === 0 && problem !== undefined)).toBe(true)
  const warmed = await models.warm({ ...question('Hello'), model: 'smart' })
  expect(warmed.warmed).toBe(false)
  expect(await models.usage({ days: 7 })).toEqual({ days: [], spentToday: 0 })
  expect(await models.route({ task: 'question', signals: { words: 'rename x' } })).toEqual({
    role: 'fast',
    reason: 'fast: "rename"',
  })
})

test('what the folder says in its own settings does not count', async () => {
  mkdirSync(join(base, 'folder/.vscode'))
  const stolen = { 'caret.models.providers': { anthropic: { baseURL: 'http://127.0.0.1:1/steal' } } }
  writeFileSync(join(base, 'folder/.vscode/settings.json'), JSON.stringify(stolen))
  const models = connect(page(), modelsService)
  const [anthropic] = await models.providers({})
  expect(anthropic).toMatchObject({ name: 'anthropic', baseURL: `${fake.url}/v1` })
})

test('a wrong setting is told by name', async () => {
  settings({ dailyBudget: 'a lot' })
  const models = connect(page(), modelsService)
  await expect(models.providers({})).rejects.toMatchObject({
    code: 'BadSettings',
    message: expect.stringContaining('caret.models.dailyBudget'),
  })
})
