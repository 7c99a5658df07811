import { caretOptions } from '../caret-options.ts'
import { fetchJson, namesIn, type ProviderKind } from './kind.ts'

export const openai: ProviderKind = {
  kind: 'openai',
  label: 'OpenAI',
  baseURL: 'https://api.openai.com/v1',
  keyVariables: ['OPENAI_API_KEY'],
  baseURLIn: (env) => env.OPENAI_BASE_URL,
  needsKey: true,
  local: false,
  builtIn: true,
  defaults: () => ({ apply: 'gpt-6-luna', fast: 'gpt-6-luna', smart: 'gpt-6.1-sol', thinking: 'gpt-6-astra' }),
  async open(model, connection, options) {
    const { createOpenAI } = await import('@ai-sdk/openai')
    const { baseURL, key = '', headers, fetch } = connection
    const provider = createOpenAI({ baseURL, apiKey: key, headers, fetch })
    const { draft } = caretOptions(options)
    const given = options.providerOptions?.openai
    if (draft !== undefined && takesPrediction.test(model)) {
      const own = { ...given, prediction: { type: 'content', content: draft } }
      return {
        model: provider.chat(model),
        options: { ...options, providerOptions: { ...options.providerOptions, openai: own } },
      }
    }
    // By default what is sent would be kept there for a month.
    const own = { store: false, ...given }
    return {
      model: provider.responses(model),
      options: { ...options, providerOptions: { ...options.providerOptions, openai: own } },
    }
  },
  async openEmbedding(model, { baseURL, key = '', headers, fetch }) {
    const { createOpenAI } = await import('@ai-sdk/openai')
    return createOpenAI({ baseURL, apiKey: key, headers, fetch }).embedding(model)
  },
  async listModels(connection, signal) {
    const headers = { authorization: `Bearer ${connection.key ?? ''}`, ...connection.headers }
    const listed = await fetchJson(connection, `${connection.baseURL}/models`, headers, signal)
    return namesIn((listed as { data?: unknown }).data, 'id')
  },
}

/** The models that take a predicted output; only chat completions have it. */
const takesPrediction = /^gpt-4(?:o|\.1)/
