import type { LanguageModelV3StreamPart } from '@ai-sdk/provider'
import { expect, test } from 'vitest'
import { type CaretOptions, caretOptions } from '../caret-options.ts'
import { user } from '../message.ts'
import { startScene } from '../testing/registry.ts'
import type { ProviderKind } from './kind.ts'

const usage = { inputTokens: { total: 3 }, outputTokens: { total: 2 } } as never

/** A model in this process that says the parts, and then, unless they end, waits; what it was asked, and whether it was stopped. */
function inProcess(parts: LanguageModelV3StreamPart[]) {
  const seen: { options: CaretOptions[]; stopped: number } = { options: [], stopped: 0 }
  const kind: ProviderKind = {
    ...{ kind: 'here', label: 'This machine', keyVariables: [], needsKey: false },
    ...{ local: true, builtIn: true, inProcess: true },
    defaults: ([model]) => (model ? { tab: model, apply: model } : {}),
    listModels: () => Promise.resolve(['small.gguf']),
    open: (modelId, _connection, options) => {
      seen.options.push(caretOptions(options))
      const stream = new ReadableStream<LanguageModelV3StreamPart>({
        start(controller) {
          for (const part of parts) controller.enqueue(part)
          if (parts.at(-1)?.type === 'finish') controller.close()
        },
        cancel: () => void seen.stopped++,
      })
      return Promise.resolve({
        options,
        model: {
          ...{ specificationVersion: 'v3' as const, provider: 'here', modelId, supportedUrls: {} },
          doStream: () => Promise.resolve({ stream }),
          doGenerate: () => Promise.reject(new Error('Never asked.')),
        },
      })
    },
  }
  return { kind, seen }
}

const text: LanguageModelV3StreamPart = { type: 'text-delta', id: '0', delta: 'const a = 2' }
const finish: LanguageModelV3StreamPart = { type: 'finish', usage, finishReason: { unified: 'stop', raw: 'eos' } }

test('a kind that is registered serves its roles at once, free of charge, and gets the draft', async () => {
  await using scene = await startScene({ providers: {} }, { env: {} })
  scene.fake.models = []
  const { kind, seen } = inProcess([text, finish])
  {
    using _registered = scene.registry.register(kind)
    const parts = await scene.all({ model: 'apply', prompt: [user('Change it')], draft: 'const a = 1' })
    expect(parts).toMatchObject([
      { type: 'start', model: 'here/small.gguf' },
      { type: 'text', text: 'const a = 2' },
      { type: 'end', usage: { input: 3, output: 2 }, cost: 0 },
    ])
    expect(seen).toEqual({ options: [{ draft: 'const a = 1' }], stopped: 0 })
  }
  await expect(scene.all({ model: 'apply' })).rejects.toMatchObject({ code: 'NoModel' })
})

test('its stream is cancelled with the request', async () => {
  await using scene = await startScene()
  const { kind, seen } = inProcess([text])
  using _registered = scene.registry.register(kind)
  const abort = new AbortController()
  for await (const part of scene.registry.stream({ model: 'here/small.gguf', prompt: [user('Hi')] }, abort.signal)) {
    if (part.type === 'text') break
  }
  expect(seen.stopped).toBe(1)
})
