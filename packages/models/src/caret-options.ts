import type { LanguageModelV3CallOptions, LanguageModelV3Prompt, SharedV3ProviderOptions } from '@ai-sdk/provider'

/** What Caret asks of any provider, in `providerOptions.caret` of a request. Who does not know it goes on without. */
export interface CaretOptions {
  /** The text that most of the answer is expected to equal: a draft to verify, or OpenAI's `prediction`. */
  draft?: string
  /**
   * No conversation but a text to continue, and what comes after it (fill in the middle). With `logProbs` the model also tells how
   * sure it is of each token, where it can.
   */
  complete?: { prompt: string; suffix?: string; logProbs?: boolean }
}

export const caretOptions = ({ providerOptions }: LanguageModelV3CallOptions): CaretOptions =>
  providerOptions?.caret ?? {}

type Node = { providerOptions?: SharedV3ProviderOptions }

/** Marks a message, a part of one, or a tool as the end of a prefix that stays the same from request to request. */
export function cacheBreakpoint<T extends object>(node: T): T {
  const { providerOptions }: Node = node
  return { ...node, providerOptions: { ...providerOptions, caret: { ...providerOptions?.caret, cache: true } } }
}

/** Whoever said it in Anthropic's own terms meant the same. */
export const isBreakpoint = ({ providerOptions }: Node): boolean =>
  providerOptions?.caret?.cache === true || providerOptions?.anthropic?.cacheControl !== undefined

/** The prompt up to its last breakpoint, or nothing. */
export function stablePrefix(prompt: LanguageModelV3Prompt): LanguageModelV3Prompt {
  for (let at = prompt.length - 1; at >= 0; at--) {
    const message = prompt[at]!
    if (isBreakpoint(message)) return prompt.slice(0, at + 1)
    if (message.role === 'system') continue
    const part = message.content.findLastIndex((part) => isBreakpoint(part))
    if (part < 0) continue
    const cut = { ...message, content: message.content.slice(0, part + 1) } as typeof message
    return [...prompt.slice(0, at), cut]
  }
  return []
}
