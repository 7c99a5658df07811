import { createHash } from 'node:crypto'
import type { LanguageModelV3CallOptions } from '@ai-sdk/provider'
import { ModelError } from './errors.ts'
import type { ProviderKind } from './providers/kind.ts'
import type { Recording } from './recordings.ts'

/**
 * A kind of provider that answers what was recorded, word for word and free of charge. The same request asked again gets the
 * recordings in turn; one that was never recorded is refused.
 */
export function replayKind(recordings: readonly Recording[], kind = 'replay'): ProviderKind {
  const answers = new Map<string, Recording[]>()
  for (const recording of recordings) {
    const key = identify(recording.request)
    answers.set(key, [...(answers.get(key) ?? []), recording])
  }
  return {
    kind,
    label: 'Recordings',
    inProcess: true,
    keyVariables: [],
    needsKey: false,
    local: true,
    builtIn: false,
    defaults: () => ({}),
    listModels: () => Promise.resolve([...new Set(recordings.map(({ model }) => model))]),
    async open(model, _connection, options) {
      const left = answers.get(identify(options))
      const recording = left && left.length > 1 ? left.shift() : left?.[0]
      if (!recording) {
        throw new ModelError('Refused', 'This request was not recorded. Record it, or ask a model.', { provider: kind })
      }
      const stream = new ReadableStream({
        start(controller) {
          for (const part of recording.parts) controller.enqueue(part)
          controller.close()
        },
      })
      return {
        options,
        model: {
          specificationVersion: 'v3',
          provider: kind,
          modelId: model,
          supportedUrls: {},
          doStream: () => Promise.resolve({ stream }),
          doGenerate: () => Promise.reject(new Error('Recordings are streams.')),
        },
      }
    },
  }
}

/** A request by what the model sees of it. */
function identify({
  prompt,
  tools,
  responseFormat,
}: Pick<LanguageModelV3CallOptions, 'prompt' | 'tools' | 'responseFormat'>) {
  return createHash('sha256')
    .update(JSON.stringify([prompt, tools ?? [], responseFormat ?? null]))
    .digest('hex')
}
