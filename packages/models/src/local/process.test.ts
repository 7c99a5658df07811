import { fork } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { user } from '../message.ts'
import { type Scene, startScene } from '../testing/registry.ts'
import { writeTinyModel } from '../testing/tiny-gguf.ts'
import type { Generation } from './contract.ts'
import { modelsFolder, openLocalModels } from './local.ts'
import { forkOptions, LocalHost, overProcess, type StartHost } from './process.ts'

// Inside the room, where the bundle finds its packages.
const cache = fileURLToPath(new URL('../../../../.cache/', import.meta.url))
mkdirSync(cache, { recursive: true })
const folder = mkdtempSync(join(cache, 'host-'))
const model = join(folder, 'tiny.gguf')
writeTinyModel(model)

beforeAll(async () => {
  const bundle = await rolldown({
    input: fileURLToPath(new URL('./host/main.ts', import.meta.url)),
    platform: 'node',
    transform: { target: 'node20' },
    tsconfig: false,
    external: ['node-llama-cpp', 'zod', /^vscode-jsonrpc/],
  })
  await bundle.write({ dir: folder, entryFileNames: 'main.mjs', chunkFileNames: '[name].mjs' })
  await bundle.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const options = { threads: 1, stateBytes: 2 ** 26, weightBytes: 2 ** 30, runtime: join(folder, 'runtime') }
const pids: number[] = []
const startWith =
  (execArgv: string[]): StartHost =>
  (options) => {
    const child = fork(join(folder, 'main.mjs'), [JSON.stringify(options)], { ...forkOptions, execArgv })
    pids.push(child.pid!)
    return overProcess(child)
  }
const start = startWith([])

/** As if the library were not installed. */
const missing = `export const resolve = (name, context, next) => {
  if (name === 'node-llama-cpp') throw new Error('It is not there.')
  return next(name, context)
}`
const dataUrl = (code: string) => `data:text/javascript,${encodeURIComponent(code)}`
const startWithout = startWith([
  '--import',
  dataUrl(`import { register } from 'node:module'; register(${JSON.stringify(dataUrl(missing))})`),
])
const signal = () => AbortSignal.timeout(20_000)
const generation: Generation = {
  ...{ model, temperature: 0, maxTokens: 20, stop: [] },
  prompt: { type: 'complete', prompt: 'const a = ' },
}

test('a model answers in a process of its own, bit by bit', async () => {
  await using host = new LocalHost(start, () => options)
  const texts: string[] = []
  const ended = await host.use((client) => client.generate(generation, (text) => texts.push(text), signal()), signal())
  expect(ended).toMatchObject({ outputTokens: 20, reason: 'length' })
  expect(texts.length).toBeGreaterThan(5)
})

test('the end of the process is told, and the next request starts another', async () => {
  await using host = new LocalHost(start, () => options)
  const endless = { ...generation, maxTokens: 400 }
  const answer = host.use(
    (client) => client.generate(endless, () => process.kill(pids.at(-1)!, 'SIGKILL'), signal()),
    signal(),
  )
  await expect(answer).rejects.toMatchObject({ code: 'Unreachable', message: /have stopped \(SIGKILL\).*smaller one/ })
  const again = await host.use((client) => client.generate(generation, () => {}, signal()), signal())
  expect(again.outputTokens).toBe(20)
})

test('to abort is to end the work there', async () => {
  // There is one place: the next request gets it once the work has ended.
  await using host = new LocalHost(start, () => ({ ...options, stateBytes: 1 }))
  const abort = new AbortController()
  const endless = { ...generation, maxTokens: 400 }
  const answer = host.use(
    (client) => client.generate(endless, () => abort.abort(new Error('enough')), abort.signal),
    abort.signal,
  )
  await expect(answer).rejects.toThrow('enough')
  const after = await host.use((client) => client.generate(generation, () => {}, signal()), signal())
  expect(after.cachedTokens).toBeGreaterThan(0)
})

test('without a runtime the message says what else there is; the process is gone with its owner', async () => {
  await using scene: Scene = await startScene({}, { env: {} })
  mkdirSync(modelsFolder(scene.dataFolder), { recursive: true })
  writeTinyModel(join(modelsFolder(scene.dataFolder), 'tiny.gguf'))
  {
    await using local = openLocalModels({ dataFolder: scene.dataFolder, start: startWithout, limits: options })
    using _registered = scene.registry.register(local.kind)
    const asked = scene.all({ model: 'local/tiny', prompt: [user('Hi')] })
    await expect(asked).rejects.toMatchObject({ code: 'NoRuntime', message: /Ollama or LM Studio/ })
  }
  expect(alive(pids.at(-1)!)).toBe(false)
})

test('the process ends when nobody can ask it any more', async () => {
  const child = fork(join(folder, 'main.mjs'), [JSON.stringify(options)], forkOptions)
  const host = overProcess(child)
  expect((await host.client.embed({ model, texts: ['a'] })).vectors).toHaveLength(1)
  child.disconnect()
  expect(await host.ended).toBe('code 0')
})

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
