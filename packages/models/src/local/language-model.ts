import type {
  LanguageModelV3,
  LanguageModelV3CallOptions,
  LanguageModelV3Prompt,
  LanguageModelV3StreamPart,
  SharedV3Warning,
} from '@ai-sdk/provider'
import { caretOptions } from '../caret-options.ts'
import { ModelError } from '../errors.ts'
import { asLanguageModel } from '../language-model.ts'
import type { Generated, Generation } from './contract.ts'
import type { LocalHost } from './process.ts'

/** What is chosen of likely tokens where the request leaves it open; a draft and a text to continue get the likeliest. */
const usualTemperature = 0.6

/** A model of the host as one of the AI SDK. `path` is of its file. */
export function localModel(host: LocalHost, modelId: string, path: string): LanguageModelV3 {
  return asLanguageModel(modelId, (options, signal) => generate(host, path, options, signal))
}

async function* generate(
  host: LocalHost,
  path: string,
  options: LanguageModelV3CallOptions,
  signal: AbortSignal,
): AsyncGenerator<LanguageModelV3StreamPart> {
  const asked = toGeneration(path, options)
  const abort = new AbortController()
  const ended = AbortSignal.any([signal, abort.signal])
  const queue = new Queue<string>()
  const running = host
    .use((client) => client.generate(asked, (text) => queue.push(text), ended), ended)
    .finally(() => queue.end())
  running.catch(() => {})
  try {
    let begun = false
    for await (const delta of queue) {
      if (!begun) yield* begin(warningsOf(options))
      begun = true
      yield { type: 'text-delta', id: '0', delta }
    }
    const result = await running
    if (!begun) yield* begin(warningsOf(options))
    yield { type: 'text-end', id: '0' }
    // In the form that OpenAI's completions have.
    if (result.logProbs) {
      yield { type: 'raw', rawValue: { choices: [{ logprobs: { token_logprobs: result.logProbs } }] } }
    }
    yield finish(result)
  } finally {
    abort.abort(new Error('Nobody reads on.'))
  }
}

function* begin(warnings: SharedV3Warning[]): Generator<LanguageModelV3StreamPart> {
  yield { type: 'stream-start', warnings }
  yield { type: 'text-start', id: '0' }
}

function finish({ reason, inputTokens, cachedTokens, outputTokens, passes }: Generated): LanguageModelV3StreamPart {
  return {
    type: 'finish',
    finishReason: { unified: reason, raw: reason },
    usage: {
      inputTokens: {
        total: inputTokens,
        noCache: inputTokens - cachedTokens,
        cacheRead: cachedTokens,
        cacheWrite: 0,
      },
      outputTokens: { total: outputTokens, text: outputTokens, reasoning: 0 },
    },
    providerMetadata: { caret: { passes } },
  }
}

function toGeneration(model: string, options: LanguageModelV3CallOptions): Generation {
  const { draft, complete } = caretOptions(options)
  if (options.tools && options.tools.length > 0) {
    throw new ModelError('Refused', 'Models that run inside Caret use no tools. Choose one of Ollama or a hosted one.')
  }
  const exact = draft !== undefined || complete !== undefined
  const { temperature = exact ? 0 : usualTemperature, topP, topK, seed, maxOutputTokens, stopSequences } = options
  return {
    model,
    temperature,
    prompt: complete ? { type: 'complete', ...complete } : { type: 'chat', messages: toMessages(options.prompt) },
    stop: stopSequences ?? [],
    ...(draft !== undefined && { draft }),
    ...(complete?.logProbs && { logProbs: true }),
    ...(maxOutputTokens !== undefined && { maxTokens: maxOutputTokens }),
    ...(topP !== undefined && { topP }),
    ...(topK !== undefined && { topK }),
    ...(seed !== undefined && { seed }),
  }
}

type Messages = Extract<Generation['prompt'], { type: 'chat' }>['messages']

function toMessages(prompt: LanguageModelV3Prompt): Messages {
  return prompt.map((message) => {
    if (message.role === 'system') return { role: 'system', text: message.content }
    const texts: string[] = []
    for (const part of message.content) {
      if (part.type === 'text') texts.push(part.text)
      // What it thought before an earlier answer is no part of that.
      else if (part.type !== 'reasoning') {
        const what = part.type === 'file' ? 'pictures and files' : 'tools'
        throw new ModelError('Refused', `Models that run inside Caret take no ${what}. Choose another model for this.`)
      }
    }
    return { role: message.role === 'assistant' ? 'assistant' : 'user', text: texts.join('\n') }
  })
}

function warningsOf({ responseFormat }: LanguageModelV3CallOptions): SharedV3Warning[] {
  if (responseFormat?.type !== 'json') return []
  return [{ type: 'unsupported', feature: 'responseFormat', details: 'The answer may be no valid JSON.' }]
}

/** What is pushed, for one who iterates. */
class Queue<T> implements AsyncIterable<T> {
  #items: T[] = []
  #ended = false
  #wake = () => {}

  push(item: T): void {
    this.#items.push(item)
    this.#wake()
  }

  end(): void {
    this.#ended = true
    this.#wake()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for (;;) {
      yield* this.#items.splice(0)
      if (this.#items.length > 0) continue
      if (this.#ended) return
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }
}
