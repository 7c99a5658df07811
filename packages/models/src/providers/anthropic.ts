import type { LanguageModelV3CallOptions, LanguageModelV3Prompt, SharedV3ProviderOptions } from '@ai-sdk/provider'
import { isBreakpoint } from '../caret-options.ts'
import { fetchJson, namesIn, type ProviderKind } from './kind.ts'

const minute = 60_000

export const anthropic: ProviderKind = {
  kind: 'anthropic',
  label: 'Anthropic',
  baseURL: 'https://api.anthropic.com/v1',
  keyVariables: ['ANTHROPIC_API_KEY'],
  needsKey: true,
  local: false,
  builtIn: true,
  defaults: () => ({
    apply: 'claude-haiku-5-5',
    fast: 'claude-haiku-5-5',
    smart: 'claude-sonnet-5-5',
    thinking: 'claude-opus-5-5',
  }),
  cache: { ttlMs: 5 * minute, minTokens: 1024 },
  async open(model, { baseURL, key = '', headers, fetch }, options) {
    const { createAnthropic } = await import('@ai-sdk/anthropic')
    const provider = createAnthropic({ baseURL, apiKey: key, headers, fetch })
    return { model: provider(model), options: withCacheControl(options) }
  },
  async listModels(connection, signal) {
    const headers = { 'x-api-key': connection.key ?? '', 'anthropic-version': '2023-06-01', ...connection.headers }
    const listed = await fetchJson(connection, `${connection.baseURL}/models?limit=1000`, headers, signal)
    return namesIn((listed as { data?: unknown }).data, 'id')
  },
}

/** Four may be set. */
const maxBreakpoints = 4

type Node = { providerOptions?: SharedV3ProviderOptions }

/**
 * Turns breakpoints into `cache_control`. Of more than four, the first stays (what every request shares) and the last three (what
 * the next one will share).
 */
export function withCacheControl(options: LanguageModelV3CallOptions): LanguageModelV3CallOptions {
  const marked: Node[] = []
  const visit = (nodes: readonly Node[]) => marked.push(...nodes.filter(isBreakpoint))
  visit((options.tools ?? []).filter((tool) => tool.type === 'function'))
  for (const message of options.prompt) {
    if (message.role !== 'system') visit(message.content)
    visit([message])
  }
  const kept = new Set(marked.length > maxBreakpoints ? [marked[0], ...marked.slice(1 - maxBreakpoints)] : marked)
  const mark = <T>(node: T): T => {
    const { providerOptions } = node as Node
    if (!isBreakpoint(node as Node)) return node
    const { cacheControl = { type: 'ephemeral' }, ...others } = providerOptions?.anthropic ?? {}
    const anthropic = kept.has(node as Node) ? { ...others, cacheControl } : others
    return { ...node, providerOptions: { ...providerOptions, anthropic } }
  }
  const prompt = options.prompt.map((message) => {
    const content = message.role === 'system' ? message.content : (message.content as readonly Node[]).map(mark)
    return { ...mark(message), content }
  }) as LanguageModelV3Prompt
  return { ...options, prompt, ...(options.tools && { tools: options.tools.map(mark) }) }
}
