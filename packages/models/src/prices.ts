import type { Price } from './settings.ts'

/** When the prices below were looked up. What a provider charges may have changed since; `caret.models.prices` overrides. */
export const pricesAsOf = '2026-11'

interface Priced extends Price {
  /** Prompts of more tokens cost something else, which is not known here. */
  upTo?: number
}

const million = 1_000_000

/** US dollars for a million tokens, by how a model's name begins; the longest that fits counts. */
const table: Record<string, Priced> = {
  'anthropic/claude-haiku-5-5': { input: 0.1, output: 0.5, cacheRead: 0.01, cacheWrite: 0.125, upTo: 100_000 },
  'anthropic/claude-sonnet-5-5': { input: 2, output: 10, cacheRead: 0.1, cacheWrite: 2.5 },
  'anthropic/claude-opus-5-5': { input: 4, output: 20, cacheRead: 0.2, cacheWrite: 5 },
  'anthropic/claude-fable-5-1': { input: 10, output: 50, cacheRead: 0.25, cacheWrite: 12.5 },
  'anthropic/claude-sonnet-5': { input: 2, output: 10, cacheRead: 0.2, cacheWrite: 2.5 },
  'anthropic/claude-opus-5': { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25 },
  'anthropic/claude-haiku-4-5': { input: 1, output: 5, cacheRead: 0.1, cacheWrite: 1.25 },
  'anthropic/claude-sonnet-4-6': { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 },
  'anthropic/claude-opus-4-5': { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25 },
  'anthropic/claude-opus-4-6': { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25 },
  'anthropic/claude-opus-4-7': { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25 },
  'anthropic/claude-opus-4-8': { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25 },
  'openai/gpt-6.1-sol': { input: 2, output: 10, cacheRead: 0.1, cacheWrite: 2.5, upTo: 272_000 },
  'openai/gpt-6-sol': { input: 2, output: 10, cacheRead: 0.2, cacheWrite: 2.5, upTo: 272_000 },
  'openai/gpt-6-astra': { input: 10, output: 50, cacheRead: 1, cacheWrite: 12.5, upTo: 272_000 },
  'openai/gpt-6-luna': { input: 0.1, output: 0.5, cacheRead: 0.01, cacheWrite: 0.125, upTo: 272_000 },
  'openai/gpt-5.4-mini': { input: 0.75, output: 4.5, cacheRead: 0.075 },
  'openai/gpt-5.4': { input: 2.5, output: 15, cacheRead: 0.25, upTo: 272_000 },
  'openai/gpt-4.1': { input: 2, output: 8, cacheRead: 0.5 },
  'openai/gpt-4.1-mini': { input: 0.4, output: 1.6, cacheRead: 0.1 },
  'openai/gpt-4.1-nano': { input: 0.1, output: 0.4, cacheRead: 0.025 },
  'openai/gpt-4o': { input: 2.5, output: 10, cacheRead: 1.25 },
  'openai/gpt-4o-mini': { input: 0.15, output: 0.6, cacheRead: 0.075 },
  'openai/text-embedding-3-small': { input: 0.02, output: 0 },
  'openai/text-embedding-3-large': { input: 0.13, output: 0 },
  'google/gemini-3.8-flash': { input: 0.75, output: 3.75 },
  'google/gemini-3.5-flash-lite': { input: 0.3, output: 2.5 },
}

/** A dated or `latest` edition costs what its model costs; any other ending is another model. */
const edition = /^(?:[-@](?:\d{8}|\d{4}-\d{2}-\d{2}|latest))?$/

/** Tokens of one request. Cached ones are part of `input`, reasoning is part of `output`. */
export interface Tokens {
  input: number
  output: number
  cacheRead: number
  cacheWrite: number
  reasoning: number
}

/**
 * US dollars, or nothing where the price is not known: that is not the same as free.
 * @param model by kind of provider and name, such as `anthropic/claude-opus-5-5`.
 */
export function cost(model: string, tokens: Tokens, own?: Price): number | undefined {
  const price: Priced | undefined = own ?? find(model)
  if (!price || tokens.input > (price.upTo ?? Number.POSITIVE_INFINITY)) return undefined
  const { input, output, cacheRead = input, cacheWrite = input } = price
  const fresh = Math.max(0, tokens.input - tokens.cacheRead - tokens.cacheWrite)
  const sum = fresh * input + tokens.cacheRead * cacheRead + tokens.cacheWrite * cacheWrite + tokens.output * output
  return sum / million
}

function find(model: string): Priced | undefined {
  const name = Object.keys(table).find((name) => model.startsWith(name) && edition.test(model.slice(name.length)))
  return name ? table[name] : undefined
}
