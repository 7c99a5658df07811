import type { LanguageModelV3StreamPart, LanguageModelV3Usage } from '@ai-sdk/provider'
import type { Tokens } from './prices.ts'

/** What a model says, bit by bit. */
export type ModelPart =
  /** First: which model answers, and why that one where it was not simply asked for. */
  | { type: 'start'; model: string; reason?: string }
  | { type: 'text'; text: string }
  | { type: 'reasoning'; text: string }
  /** How sure it is of each of its next tokens: natural logarithms of their probabilities. Only where that was asked for. */
  | { type: 'log-probs'; values: number[] }
  /** A piece of a tool call's JSON. */
  | { type: 'tool-input'; id: string; name: string; delta: string }
  /** The whole call; `input` is JSON as the model wrote it. */
  | { type: 'tool-call'; id: string; name: string; input: string }
  /** Last. */
  | { type: 'end'; reason: EndReason; usage: Tokens; cost?: number }

export type EndReason = 'stop' | 'length' | 'content-filter' | 'tool-calls' | 'error' | 'other'

/** The AI SDK's parts that have a place among ours. */
export function toModelPart(part: LanguageModelV3StreamPart, names: Map<string, string>): ModelPart | undefined {
  switch (part.type) {
    case 'text-delta':
      return { type: 'text', text: part.delta }
    case 'reasoning-delta':
      return { type: 'reasoning', text: part.delta }
    case 'tool-input-start':
      names.set(part.id, part.toolName)
      return undefined
    case 'tool-input-delta':
      return { type: 'tool-input', id: part.id, name: names.get(part.id) ?? '', delta: part.delta }
    case 'tool-call':
      return { type: 'tool-call', id: part.toolCallId, name: part.toolName, input: part.input }
    case 'raw': {
      const values = logProbsIn(part.rawValue)
      return values.length > 0 ? { type: 'log-probs', values } : undefined
    }
    default:
      return undefined
  }
}

interface Chunk {
  choices?: { logprobs?: { token_logprobs?: unknown[]; content?: { logprob?: unknown }[] } | null }[]
}

/** Of a chunk of OpenAI's completions, in the form of old or the one that chat completions have. */
function logProbsIn(chunk: unknown): number[] {
  const told = (chunk as Chunk | null)?.choices?.[0]?.logprobs
  const values = told?.token_logprobs ?? told?.content?.map(({ logprob }) => logprob) ?? []
  return values.filter((value): value is number => typeof value === 'number' && value <= 0)
}

/** Nothing where the provider does not say. */
export function tokensOf({ inputTokens, outputTokens }: LanguageModelV3Usage): Tokens | undefined {
  if (inputTokens.total === undefined || outputTokens.total === undefined) return undefined
  return {
    input: inputTokens.total,
    output: outputTokens.total,
    cacheRead: inputTokens.cacheRead ?? 0,
    cacheWrite: inputTokens.cacheWrite ?? 0,
    reasoning: outputTokens.reasoning ?? 0,
  }
}

/** Parts of the same text, joined: what an answer was, without how it was cut. */
export function joinParts(parts: readonly LanguageModelV3StreamPart[]): LanguageModelV3StreamPart[] {
  const joined: { part: LanguageModelV3StreamPart; deltas: string[] }[] = []
  for (const part of parts) {
    const last = joined.at(-1)
    if ('delta' in part && last && last.part.type === part.type && 'id' in last.part && last.part.id === part.id) {
      last.deltas.push(part.delta)
    } else joined.push({ part, deltas: 'delta' in part ? [part.delta] : [] })
  }
  return joined.map(({ part, deltas }) => ('delta' in part ? { ...part, delta: deltas.join('') } : part))
}
