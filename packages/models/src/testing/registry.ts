import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ModelPart } from '../parts.ts'
import { ModelRegistry, type RegistryOptions } from '../registry.ts'
import type { ModelRequest } from '../request.ts'
import { parseSettings } from '../settings.ts'
import { type FakeProvider, startFakeProvider } from './fake-provider.ts'

/** A registry in a folder of its own, whose providers are all the same fake one. Nothing waits, and all waits are told. */
export interface Scene extends AsyncDisposable {
  registry: ModelRegistry
  fake: FakeProvider
  dataFolder: string
  /** Milliseconds that would have been waited before tries. */
  waits: number[]
  /** Moves the clock. */
  pass(ms: number): void
  /** All that a request says. */
  all(request: Partial<ModelRequest>, signal?: AbortSignal): Promise<ModelPart[]>
  /** Its text. */
  text(request: Partial<ModelRequest>, signal?: AbortSignal): Promise<string>
}

export const fakeKey = 'fake-0123456789abcdefghij'

export async function startScene(
  settings: Record<string, unknown> = {},
  options: Partial<RegistryOptions> = {},
): Promise<Scene> {
  const fake = await startFakeProvider()
  const dataFolder = mkdtempSync(join(tmpdir(), 'caret-models-'))
  const waits: number[] = []
  let passed = 0
  const at = { baseURL: `${fake.url}/v1` }
  const { providers = {}, ...others } = settings as { providers?: Record<string, object> }
  const all: Record<string, object> = {
    anthropic: at,
    openai: at,
    google: { baseURL: `${fake.url}/v1beta` },
    ollama: at,
    lmstudio: at,
    chat: { kind: 'openai-compatible', ...at },
  }
  for (const [name, own] of Object.entries(providers)) all[name] = { ...all[name], ...own }
  const parsed = parseSettings({ discover: false, ...others, providers: all })
  const registry = new ModelRegistry({
    dataFolder,
    settings: () => Promise.resolve(parsed),
    env: { ANTHROPIC_API_KEY: fakeKey, OPENAI_API_KEY: fakeKey, GOOGLE_GENERATIVE_AI_API_KEY: fakeKey },
    ...options,
    manners: {
      now: () => Date.now() + passed,
      sleep: (ms, signal) => {
        signal.throwIfAborted()
        waits.push(ms)
        return Promise.resolve()
      },
      ...options.manners,
    },
  })
  const request = (some: Partial<ModelRequest>): ModelRequest => ({
    model: 'anthropic/fake',
    prompt: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
    ...some,
  })
  const scene: Scene = {
    ...{ registry, fake, dataFolder, waits },
    pass: (ms) => void (passed += ms),
    async all(some, signal = AbortSignal.timeout(20_000)) {
      const parts: ModelPart[] = []
      for await (const part of registry.stream(request(some), signal)) parts.push(part)
      return parts
    },
    async text(some, signal) {
      const parts = await scene.all(some, signal)
      return parts.map((part) => (part.type === 'text' ? part.text : '')).join('')
    },
    async [Symbol.asyncDispose]() {
      await registry[Symbol.asyncDispose]()
      await fake[Symbol.asyncDispose]()
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }
  return scene
}
