import type { LanguageModelV3CallOptions } from '@ai-sdk/provider'
import { type CaretOptions, caretOptions } from '../caret-options.ts'
import { localDefaults } from './local-defaults.ts'
import { type Connection, fetchJson, namesIn, type ProviderKind } from './kind.ts'

/** Any server that speaks OpenAI's chat completions; the settings say where it is and which of its models to use. */
export const compatible: ProviderKind = {
  kind: 'openai-compatible',
  label: 'OpenAI-compatible',
  keyVariables: [],
  needsKey: false,
  local: false,
  builtIn: false,
  defaults: ([first]) => (first ? { apply: first, fast: first, smart: first, thinking: first } : {}),
  open,
  openEmbedding,
  listModels,
}

/** Ollama keeps the state of the last prompt, so that warming costs nothing but time. */
const localCache = { ttlMs: 5 * 60_000, minTokens: 256 }

export const ollama: ProviderKind = {
  ...compatible,
  kind: 'ollama',
  label: 'Ollama',
  baseURL: 'http://127.0.0.1:11434/v1',
  baseURLIn: ollamaHost,
  local: true,
  builtIn: true,
  defaults: localDefaults,
  cache: localCache,
}

export const lmstudio: ProviderKind = {
  ...compatible,
  kind: 'lmstudio',
  label: 'LM Studio',
  baseURL: 'http://127.0.0.1:1234/v1',
  local: true,
  builtIn: true,
  defaults: localDefaults,
  cache: localCache,
}

/**
 * Where `OLLAMA_HOST` says that the server listens (`:8080`, `0.0.0.0`, `http://localhost:8080`), if that is this machine. Another
 * one is named in the settings: nothing is sent elsewhere because of what the environment happens to say.
 */
export function ollamaHost({ OLLAMA_HOST }: NodeJS.ProcessEnv): string | undefined {
  const [, scheme = 'http', host = '', port = '11434'] =
    /^(?:(https?):\/\/)?(\[[^\]]*\]|[^:/]*)(?::(\d+))?\/?$/.exec(OLLAMA_HOST?.trim() ?? '') ?? []
  if (!OLLAMA_HOST || !['', '0.0.0.0', '[::]', '127.0.0.1', 'localhost', '[::1]'].includes(host)) return undefined
  const address = ['', '0.0.0.0', '[::]'].includes(host) ? '127.0.0.1' : host
  return `${scheme}://${address}:${port}/v1`
}

async function open(model: string, connection: Connection, options: LanguageModelV3CallOptions) {
  const { draft, complete } = caretOptions(options)
  const provider = await create(connection, complete)
  if (complete)
    return { model: provider.completionModel(model), options: { ...options, includeRawChunks: complete.logProbs } }
  if (draft === undefined || !connection.settings.predictedOutputs) return { model: provider.chatModel(model), options }
  const { name } = connection
  const own = { ...options.providerOptions?.[name], prediction: { type: 'content', content: draft } }
  return {
    model: provider.chatModel(model),
    options: { ...options, providerOptions: { ...options.providerOptions, [name]: own } },
  }
}

async function openEmbedding(model: string, connection: Connection) {
  return (await create(connection)).embeddingModel(model)
}

async function create({ name, baseURL, key, headers, fetch }: Connection, complete?: CaretOptions['complete']) {
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible')
  const sending: typeof fetch = complete ? (url, init) => fetch(url, asItIs(complete, init)) : fetch
  return createOpenAICompatible({ name, baseURL, apiKey: key, headers, fetch: sending, includeUsage: true })
}

/** A text to continue is sent as it is; the AI SDK would write it out as a conversation, to be stopped at the next turn. */
function asItIs({ logProbs, ...complete }: NonNullable<CaretOptions['complete']>, init?: RequestInit): RequestInit {
  const { stop, ...body } = JSON.parse(init?.body as string) as { stop?: string[] }
  const own = stop?.filter((sequence) => sequence !== '\nuser:') ?? []
  return {
    ...init,
    body: JSON.stringify({
      ...body,
      ...complete,
      ...(logProbs && { logprobs: 1 }),
      ...(own.length > 0 && { stop: own }),
    }),
  }
}

async function listModels(connection: Connection, signal: AbortSignal): Promise<string[]> {
  const { key, headers, baseURL, settings } = connection
  if (settings.models) return settings.models
  const all = { ...(key && { authorization: `Bearer ${key}` }), ...headers }
  const listed = await fetchJson(connection, `${baseURL}/models`, all, signal)
  return namesIn((listed as { data?: unknown }).data, 'id')
}
