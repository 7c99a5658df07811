import { createHash } from 'node:crypto'
import type { LanguageModelV3CallOptions, LanguageModelV3Prompt } from '@ai-sdk/provider'
import type { Candidate } from './candidate.ts'
import { stablePrefix } from './caret-options.ts'
import { user } from './message.ts'
import type { Tokens } from './prices.ts'
import { estimatePrompt } from './request.ts'

/** What a provider's cache of prompts is believed to hold: the stable prefixes of the requests that went out. */
export class Warmth {
  #until = new Map<string, number>()
  /** Tokens of the longest prefix that a model was seen not to keep. */
  #tooShort = new Map<string, number>()

  constructor(private readonly now: () => number) {}

  /** Notes that the request's prefix is on its way to the provider, which keeps it from now on. */
  note({ ref, provider }: Candidate, options: LanguageModelV3CallOptions): void {
    const ttl = provider.kind.cache?.ttlMs
    const prefix = stablePrefix(options.prompt)
    if (ttl === undefined || prefix.length === 0) return
    for (const [key, until] of this.#until) if (until <= this.now()) this.#until.delete(key)
    this.#until.set(identify(ref, prefix, options), this.now() + ttl)
  }

  /** Takes back a note: the request did not get there. */
  forget({ ref }: Candidate, options: LanguageModelV3CallOptions): void {
    this.#until.delete(identify(ref, stablePrefix(options.prompt), options))
  }

  /** Learns from a warm-up that nothing was kept: how long a prefix must be differs by model, and is told nowhere. */
  learn({ ref, provider }: Candidate, sent: LanguageModelV3CallOptions, { cacheRead, cacheWrite }: Tokens): boolean {
    const kept = provider.kind.local || cacheRead + cacheWrite > 0
    if (!kept) this.#tooShort.set(ref, Math.max(estimatePrompt(sent), this.#tooShort.get(ref) ?? 0))
    return kept
  }

  /**
   * The request that puts the stable prefix into the provider's cache, or why there is none to send: a provider that keeps
   * prefixes by itself at no price of their own, or not at all, gains nothing by it.
   */
  plan({ ref, provider }: Candidate, options: LanguageModelV3CallOptions): LanguageModelV3CallOptions | string {
    const { label, kind } = provider
    if (!kind.cache) return `${label} gains nothing by warming.`
    const prefix = stablePrefix(options.prompt)
    if (prefix.length === 0) return 'The prompt has no stable prefix.'
    const { tools, toolChoice } = options
    const tokens = estimatePrompt({ prompt: prefix, tools })
    if (tokens < kind.cache.minTokens || tokens <= (this.#tooShort.get(ref) ?? 0))
      return `The stable prefix is too short for ${label} to keep.`
    if ((this.#until.get(identify(ref, prefix, options)) ?? 0) > this.now()) return 'The stable prefix is warm already.'
    return { prompt: answerable(prefix), tools, toolChoice, maxOutputTokens: 1 }
  }
}

/** A model answers users and tools only; what is behind the breakpoint does not matter to the cache. */
function answerable(prefix: LanguageModelV3Prompt): LanguageModelV3Prompt {
  const last = prefix.at(-1)?.role
  return last === 'user' || last === 'tool' ? prefix : [...prefix, user('.')]
}

function identify(ref: string, prefix: LanguageModelV3Prompt, { tools = [] }: LanguageModelV3CallOptions): string {
  return createHash('sha256')
    .update(JSON.stringify([ref, tools, prefix]))
    .digest('hex')
}
