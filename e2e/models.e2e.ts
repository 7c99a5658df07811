import { once } from 'node:events'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type FakeProvider, startFakeProvider, words } from '@caret/models/testing'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Editor, EngineProcess, openEditor, type Scene } from './harness.ts'

const rightKey = 'sk-right-0123456789abcdef'
const wrongKey = 'sk-wrong-0123456789abcdef'
const env = { ANTHROPIC_API_KEY: '', OPENAI_API_KEY: '', GOOGLE_GENERATIVE_AI_API_KEY: '', OLLAMA_HOST: '' }

let scene: Scene
let editor: Editor
let fake: FakeProvider
/** All that the page was told by the engine, and wrote into its console. */
const heard: string[] = []

beforeAll(async () => {
  fake = await startFakeProvider()
  fake.models = ['large', 'small']
  fake.takeOnly(rightKey)
  const nobody = { baseURL: `http://127.0.0.1:${await freePort()}/v1` }
  const settings = {
    'caret.models.providers': { anthropic: { baseURL: `${fake.url}/v1` }, ollama: nobody, lmstudio: nobody },
    'caret.models.prices': { 'anthropic/claude-haiku-5-5': { input: 2000, output: 2000 } },
  }
  scene = await openEditor(
    { 'a.ts': 'const a = 1\n' },
    { env, prepare: (_, data) => data.write('user/settings.json', JSON.stringify(settings)) },
  )
  ;({ editor } = scene)
  editor.page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => void heard.push(payload.toString())),
  )
  editor.page.on('console', (message) => void heard.push(message.text()))
  await editor.reload()
})

afterAll(async () => {
  await scene?.[Symbol.asyncDispose]()
  await fake?.[Symbol.asyncDispose]()
})

const page = () => editor.page.locator('.caret-models')
const provider = (name: string) => page().locator(`[data-provider="${name}"]`)
const role = (name: string) => page().locator(`[data-role="${name}"]`)
const press = (within: Locator, name: string | RegExp) => within.getByRole('button', { name }).click()
const settings = () => JSON.parse(scene.data.read('user/settings.json')) as Record<string, unknown>
const says = (where: Locator, text: string | RegExp) => where.getByText(text).first().waitFor()
const hasFocus = (locator: Locator) =>
  expect.poll(() => locator.evaluate((node) => node === document.activeElement)).toBe(true)

async function enterKey(name: string, key: string): Promise<void> {
  await press(provider(name), /^(Enter|Change) Key/)
  await hasFocus(provider(name).locator('input'))
  await editor.type(key)
  await editor.press('Enter')
}

test('without any model the page says so, and what may be done', async () => {
  await editor.command('Caret: Models')
  await says(page(), 'No model yet')
  await editor.press('Tab')
  await hasFocus(page().getByRole('button', { name: 'Look at all providers again' }))
  await says(provider('anthropic'), 'no key')
  await says(provider('ollama'), 'not running')
  await says(role('fast'), 'No model')
  await says(page(), '$0.00 today')
  await press(page().locator('.caret-models-next'), 'Anthropic')
  const input = provider('anthropic').locator('input')
  await hasFocus(input)
  expect(await input.getAttribute('type')).toBe('password')
  await says(provider('anthropic'), join(scene.data.path, 'models/keys.json'))
  await editor.press('Escape')
  await expect.poll(() => input.count()).toBe(0)
  await hasFocus(provider('anthropic').getByRole('button', { name: 'Enter Key' }))
})

test('a key with blanks is refused, and a wrong one is told of in the words of the provider', async () => {
  await enterKey('anthropic', 'two words')
  await says(provider('anthropic'), 'one word without blanks')
  await editor.type(wrongKey)
  await editor.press('Enter')
  await says(provider('anthropic'), 'key refused')
  await says(provider('anthropic'), 'Enter another one')
})

test('the right key is kept for the engine, which then answers; the roles have models', async () => {
  await enterKey('anthropic', rightKey)
  await says(provider('anthropic'), /^answers in \d/)
  await says(provider('anthropic'), /2 models/)
  await says(role('fast'), 'anthropic/claude-haiku-5-5')
  await says(role('fast'), 'Anthropic has a key.')
  expect(await page().getByText('No model yet').isVisible()).toBe(false)
  expect(statSync(scene.data.at('models/keys.json')).mode & 0o777).toBe(0o600)
})

test('a role is tested: how fast, the first words, what it cost', async () => {
  fake.answer({ steps: words('Hello there') })
  await press(role('fast'), /^Test/)
  await says(role('fast'), /Said “Hello there” after .+, \$0\.03/)
  await says(page(), '$0.03 today')
  await says(page().getByRole('row', { name: /^Today/ }), '$0.03')
})

test('a model of a provider is tested; a price that is not known is called so', async () => {
  await press(provider('anthropic'), /^Test/)
  await editor.pick('small')
  await says(provider('anthropic'), /anthropic\/small said “ok” after .+, price unknown/)
  await says(page().getByRole('row', { name: /^Today/ }), '$0.03 + unknown')
  await says(page().getByRole('row', { name: /^anthropic\/small/ }), 'unknown')
})

test('what a model refuses is said', async () => {
  fake.answer({ status: 400, body: JSON.stringify({ error: { message: 'The prompt is odd.' } }) })
  await press(role('smart'), /^Test/)
  await says(role('smart'), 'Anthropic refuses the request (400): The prompt is odd.')
})

test('another model is chosen for a role, by keys alone, and left to itself again', async () => {
  const choose = role('smart').getByRole('button', { name: /^Model that serves/ })
  await choose.focus()
  await editor.press('Enter')
  await editor.pick('large')
  await says(role('smart'), 'anthropic/large')
  await says(role('smart'), 'Your choice.')
  expect(settings()['caret.models.roles']).toEqual({ smart: 'anthropic/large' })
  await hasFocus(choose)
  await editor.press('Enter')
  await editor.pick('Automatic')
  await says(role('smart'), 'anthropic/claude-sonnet-5-5')
  expect(settings()).not.toHaveProperty('caret.models.roles')
})

test('a budget is set', async () => {
  await press(page(), /^Set a budget/)
  await editor.type('1.5')
  await editor.press('Enter')
  await says(page(), 'of $1.50 a day')
  expect(settings()['caret.models.dailyBudget']).toBe(1.5)
})

test('a server is added, goes down, and is removed', async () => {
  const server = await startFakeProvider()
  await press(page(), 'Add a Server…')
  await editor.page.locator('.quick-input-widget input').first().waitFor()
  await editor.type(`${server.url}/v1`)
  await editor.press('Enter')
  await editor.page.locator('.quick-input-title', { hasText: '2 of 2' }).waitFor()
  await editor.press('Enter')
  await says(provider('server'), /^answers in/)
  await press(provider('server'), /^Test/)
  await says(provider('server'), /server\/fake said “ok”/)

  await server[Symbol.asyncDispose]()
  await press(page(), 'Look at all providers again')
  await says(provider('server'), 'not reached')
  await says(provider('server'), 'Check the network')
  await press(provider('server'), 'Remove server')
  await editor.answer('Remove server?', 'Remove')
  await expect.poll(() => provider('server').count()).toBe(0)
  expect(Object.keys(settings()['caret.models.providers'] as object)).toEqual(['anthropic', 'ollama', 'lmstudio'])
})

test('what is written into the settings elsewhere shows by itself: a model on this machine', async () => {
  await using local = await startFakeProvider()
  local.models = ['qwen2.5-coder:3b']
  const before = settings()
  const providers = { ...(before['caret.models.providers'] as object), ollama: { baseURL: `${local.url}/v1` } }
  scene.data.write('user/settings.json', JSON.stringify({ ...before, 'caret.models.providers': providers }))
  await says(provider('ollama'), /^answers in/)
  await says(role('tab'), 'ollama/qwen2.5-coder:3b')
  await says(role('tab'), 'Ollama runs on this machine.')
  scene.data.write('user/settings.json', JSON.stringify(before))
  await says(provider('ollama'), 'not running')
})

test('the page outlives the engine and a reload', async () => {
  await scene.engine.kill()
  await says(page(), 'The engine cannot be reached.')
  scene.engine = await EngineProcess.start(scene.folder.path, scene.data.path, { env })
  await page().getByText('The engine cannot be reached.').waitFor({ state: 'hidden' })
  await says(provider('anthropic'), /^answers in/)
  await editor.reload()
  await says(provider('anthropic'), /^answers in/)
  await says(page(), '$0.03 today')
})

test('no key came back: not into the page, its console, the log or any file but the one', async () => {
  const values = await editor.page
    .locator('input, textarea')
    .evaluateAll((all) => all.map((node) => (node as { value?: string }).value ?? ''))
  const all = [await editor.page.content(), ...values, ...heard].join('\n')
  expect(all).not.toContain(rightKey)
  expect(all).not.toContain(wrongKey)
  const files = readdirSync(scene.data.path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  const holding = files.filter((file) => /sk-(?:right|wrong)-/.test(readFileSync(file, 'utf8')))
  expect(holding).toEqual([scene.data.at('models/keys.json')])
})

test('a key is removed', async () => {
  await press(provider('anthropic'), /^Remove the key/)
  await says(provider('anthropic'), 'no key')
  await hasFocus(provider('anthropic').getByRole('button', { name: 'Enter Key' }))
  expect(scene.data.read('models/keys.json')).not.toContain('sk-')
})

test('the settings are documented', async () => {
  await press(page(), 'Open the settings of models')
  await editor.page.locator('.settings-editor .setting-item', { hasText: 'Daily Budget' }).first().waitFor()
})

test('nothing went wrong unseen', () =>
  // The engine was killed on purpose.
  expect(editor.errors.filter((error) => !error.includes('ERR_CONNECTION_REFUSED'))).toEqual([]))

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
