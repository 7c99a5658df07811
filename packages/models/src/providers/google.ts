import { fetchJson, namesIn, type ProviderKind } from './kind.ts'

export const google: ProviderKind = {
  kind: 'google',
  label: 'Google',
  baseURL: 'https://generativelanguage.googleapis.com/v1beta',
  keyVariables: ['GOOGLE_GENERATIVE_AI_API_KEY', 'GEMINI_API_KEY'],
  needsKey: true,
  local: false,
  builtIn: true,
  defaults: () => ({
    apply: 'gemini-3.5-flash-lite',
    fast: 'gemini-3.5-flash-lite',
    smart: 'gemini-3.8-flash',
    thinking: 'gemini-pro-latest',
  }),
  async open(model, { baseURL, key = '', headers, fetch }, options) {
    const { createGoogleGenerativeAI } = await import('@ai-sdk/google')
    return { model: createGoogleGenerativeAI({ baseURL, apiKey: key, headers, fetch })(model), options }
  },
  async openEmbedding(model, { baseURL, key = '', headers, fetch }) {
    const { createGoogleGenerativeAI } = await import('@ai-sdk/google')
    return createGoogleGenerativeAI({ baseURL, apiKey: key, headers, fetch }).embedding(model)
  },
  async listModels(connection, signal) {
    // As a header: an address with a key in it ends up in logs.
    const headers = { 'x-goog-api-key': connection.key ?? '', ...connection.headers }
    const listed = await fetchJson(connection, `${connection.baseURL}/models?pageSize=1000`, headers, signal)
    return namesIn((listed as { models?: unknown }).models, 'name').map((name) => name.replace(/^models\//, ''))
  },
}
