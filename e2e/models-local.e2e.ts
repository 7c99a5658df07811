import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { type FileServer, give, startFileServer, writeTinyModel } from '@caret/models/testing'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Editor, EngineProcess, openEditor, type Scene } from './harness.ts'

let scene: Scene
let editor: Editor
let server: FileServer
let weights: Buffer
let env: Record<string, string>

beforeAll(async () => {
  server = await startFileServer()
  const nobody = `http://127.0.0.1:${await freePort()}`
  const noKeys = { ANTHROPIC_API_KEY: '', OPENAI_API_KEY: '', GOOGLE_GENERATIVE_AI_API_KEY: '', OLLAMA_HOST: '' }
  // In place of Hugging Face: to whom the network is down, it is the same.
  env = { ...noKeys, HF_ENDPOINT: nobody }
  scene = await openEditor(
    { 'a.ts': 'const a = 1\n' },
    {
      env,
      prepare: (_, data) => {
        writeTinyModel(data.at('tiny.gguf'), { context: 2048 })
        weights = readFileSync(data.at('tiny.gguf'))
        data.write('user/settings.json', JSON.stringify({ 'caret.models.discover': false }))
        data.write('models/catalogue.json', JSON.stringify([tiny()]))
      },
    },
  )
  ;({ editor } = scene)
})

/** A model of the user's own network. */
const tiny = () => ({
  ...{ id: 'tiny', label: 'Tiny Coder', about: 'Says nothing of sense.', roles: ['tab'], file: 'tiny-coder-1b.gguf' },
  licence: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
  ...{ url: `${server.origin}/tiny.gguf`, bytes: weights.length, memoryBytes: 5e7 },
  sha256: createHash('sha256').update(weights).digest('hex'),
})

afterAll(async () => {
  await scene?.[Symbol.asyncDispose]()
  await server?.[Symbol.asyncDispose]()
})

const page = () => editor.page.locator('.caret-models')
const offer = (id: string) => page().locator(`[data-offer="${id}"]`)
const role = (name: string) => page().locator(`[data-role="${name}"]`)
const press = (within: Locator, name: string | RegExp) => within.getByRole('button', { name }).click()
const says = (where: Locator, text: string | RegExp) => where.getByText(text).first().waitFor()
const file = () => scene.data.at('models/local/tiny-coder-1b.gguf')
/** So much of it, and then nothing until somebody asks again. */
const only = (share: number) => give(weights, { cut: Math.floor(weights.length * share), stall: true })
const hasProgress = (from: number) =>
  expect
    .poll(async () => Number(await offer('tiny').getByRole('progressbar').getAttribute('aria-valuenow')))
    .toBeGreaterThanOrEqual(from)

test('what can be got is shown, with its room and its licence', async () => {
  await editor.command('Caret: Models')
  await says(offer('qwen2.5-coder-1.5b'), '1.6 GB on disk · 4 GB of memory')
  await says(offer('qwen2.5-coder-1.5b'), 'for tab')
  expect(await offer('qwen2.5-coder-1.5b').getByRole('link', { name: 'Apache-2.0' }).getAttribute('href')).toMatch(
    /^https:\/\/huggingface\.co\/.*LICENSE$/,
  )
  await says(page(), /GB free in .*models\/local/)
})

test('one button gets the first; without the licence nothing happens, without a network it is told', async () => {
  await press(page().locator('.caret-models-next'), 'Get One')
  await editor.answer('Get Qwen2.5 Coder 1.5B under the licence Apache-2.0?', 'Cancel')
  expect(await offer('qwen2.5-coder-1.5b').getByText('not got').count()).toBe(0)
  await press(page().locator('.caret-models-next'), 'Get One')
  await editor.answer('Get Qwen2.5 Coder 1.5B under the licence Apache-2.0?', 'Accept and Get')
  await says(offer('qwen2.5-coder-1.5b'), /cannot be reached. Try again when you are online./)
  await offer('qwen2.5-coder-1.5b').getByRole('button', { name: 'Try Again' }).waitFor()
})

test('a model comes while the page is reloaded, is paused and goes on, and survives the engine', async () => {
  server.answers = [only(0.3)]
  await press(offer('tiny'), 'Get Tiny Coder')
  await editor.answer('Tiny Coder under the licence Apache-2.0?', 'Accept and Get')
  await hasProgress(25)
  await editor.reload()
  await hasProgress(25)
  await press(offer('tiny'), 'Pause Tiny Coder')
  await says(offer('tiny'), 'paused')
  server.answers = [only(0.3)]
  // The licence is not asked for again.
  await press(offer('tiny'), 'Resume Tiny Coder')
  await hasProgress(50)
  await scene.engine.kill()
  await says(page(), 'The engine cannot be reached.')
  server.answers = [give(weights)]
  scene.engine = await EngineProcess.start(scene.folder.path, scene.data.path, { env })
  await offer('tiny').getByRole('button', { name: 'Remove Tiny Coder' }).waitFor()
  expect(readFileSync(file()).equals(weights)).toBe(true)
  expect(server.ranges[0]).toBe(undefined)
  expect(server.ranges.slice(1).every((range) => range?.startsWith('bytes='))).toBe(true)
})

test('once it is there, roles are served by it, and it answers', async () => {
  await says(offer('tiny'), /^serves tab, apply, fast/)
  await says(role('tab'), 'local/tiny-coder-1b')
  await says(role('fast'), 'This machine runs on this machine.')
  expect(await page().getByText('No model yet').isVisible()).toBe(false)
  await press(role('fast'), /^Test/)
  await says(role('fast'), /(Said|Only reasoned).*\$0\.00/)
})

test('it is removed', async () => {
  await press(offer('tiny'), 'Remove Tiny Coder')
  await editor.answer('Remove Tiny Coder?', 'Remove')
  await offer('tiny').getByRole('button', { name: 'Get Tiny Coder' }).waitFor()
  await says(role('tab'), 'No model')
  expect(existsSync(file())).toBe(false)
})

test('what is given out wrong never becomes a model', async () => {
  server.answers = [give(Buffer.alloc(weights.length))]
  await press(offer('tiny'), 'Get Tiny Coder')
  await says(offer('tiny'), /its checksum is wrong/)
  expect(existsSync(file())).toBe(false)
})

test('nothing went wrong unseen', () =>
  // The engine was killed on purpose.
  expect(editor.errors.filter((error) => !/ERR_CONNECTION_REFUSED|connection got disposed/.test(error))).toEqual([]))

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
