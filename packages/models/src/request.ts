import type { JSONObject, LanguageModelV3CallOptions } from '@ai-sdk/provider'
import type { CaretOptions } from './caret-options.ts'
import type { ModelError } from './errors.ts'
import { type Message, toProviderMessages, user } from './message.ts'
import type { Role } from './roles.ts'

/**
 * What is asked of a model, in the terms of the AI SDK: messages, tools, limits. Mark the ends of what stays the same from request
 * to request with `cacheBreakpoint`.
 */
export interface ModelRequest
  extends Pick<
      LanguageModelV3CallOptions,
      | 'tools'
      | 'toolChoice'
      | 'maxOutputTokens'
      | 'temperature'
      | 'topP'
      | 'topK'
      | 'stopSequences'
      | 'responseFormat'
      | 'seed'
      | 'providerOptions'
    >,
    CaretOptions {
  /** A role, or `provider/model`. */
  model: Role | (string & {})
  /** May be left out only with `complete`. */
  prompt?: Message[]
  /** Why this model, in one line, as the router says it. */
  reason?: string
  /** Kept in the recording, as it is: which prompt this was rendered from. */
  metadata?: JSONObject
  /** Hears that the model is busy, and for how many milliseconds it is let be before it is asked again. */
  onWait?: (ms: number, error: ModelError) => void
}

export function toCallOptions(request: ModelRequest): LanguageModelV3CallOptions {
  const { model: _m, reason: _r, metadata: _d, onWait: _w, prompt, draft, complete, providerOptions, ...rest } = request
  const caret = { ...(draft !== undefined && { draft }), ...(complete && { complete: { ...complete } }) }
  return {
    ...rest,
    prompt: toProviderMessages(prompt ?? (complete ? [user(complete.prompt)] : [])),
    providerOptions: { ...providerOptions, caret: { ...providerOptions?.caret, ...caret } },
  }
}

/** About four characters to a token: enough to decide by, and to charge a request that was cut short. */
export const estimateTokens = (text: string): number => Math.ceil(text.length / 4)

export function estimatePrompt({ prompt, tools }: LanguageModelV3CallOptions): number {
  let characters = tools ? JSON.stringify(tools).length : 0
  for (const message of prompt) {
    if (message.role === 'system') characters += message.content.length
    else for (const part of message.content) characters += sizeOf(part)
  }
  return Math.ceil(characters / 4)
}

/** Pictures cost about a thousand tokens, whatever their bytes. */
function sizeOf(part: { type: string; text?: string }): number {
  if (part.type === 'file') return 4000
  return part.text?.length ?? JSON.stringify(part).length
}
