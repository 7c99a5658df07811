import type { LanguageModelV3CallOptions, LanguageModelV3StreamPart } from '@ai-sdk/provider'
import type { Candidate } from './candidate.ts'
import { tokensOf } from './parts.ts'
import type { Warmth } from './warmth.ts'

/** What came of warming. */
export interface Warmed {
  warmed: boolean
  /** Why it was, or was not, in one line. */
  why: string
}

/** Sends what `warmth` has planned for `options`, and notes what came of it. A real request on the same machine ends it. */
export async function warmUp(
  candidate: Candidate,
  options: LanguageModelV3CallOptions,
  plan: LanguageModelV3CallOptions,
  warmth: Warmth,
  send: (signal: AbortSignal) => AsyncIterable<LanguageModelV3StreamPart>,
  signal: AbortSignal,
): Promise<Warmed> {
  const { label, state } = candidate.provider
  const abort = new AbortController()
  state.warming.add(abort)
  warmth.note(candidate, options)
  try {
    let kept = true
    for await (const part of send(AbortSignal.any([signal, abort.signal]))) {
      const used = part.type === 'finish' && tokensOf(part.usage)
      if (used) kept = warmth.learn(candidate, plan, used)
    }
    if (!kept) return { warmed: false, why: `The stable prefix is too short for ${label} to keep.` }
    return { warmed: true, why: `${label} has read the stable prefix.` }
  } catch (error) {
    warmth.forget(candidate, options)
    signal.throwIfAborted()
    if (abort.signal.aborted) return { warmed: false, why: 'A request came first.' }
    throw error
  } finally {
    state.warming.delete(abort)
  }
}
