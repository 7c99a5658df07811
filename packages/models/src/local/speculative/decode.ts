import type { Plan } from './plan.ts'

/** A model that keeps the state of what it has read. */
export interface Reader {
  /** Reads more tokens; gives the token that it would say after each of them. */
  forward(tokens: readonly number[]): Promise<number[]>
  /** Forgets the last tokens. */
  rewind(count: number): Promise<void>
}

export interface Decoding {
  /** The last token of the prompt, which the model has not read yet. */
  last: number
  maxTokens: number
  /** Whether a token ends the text; it is given out, and is the last. */
  ends: (token: number) => boolean
}

/**
 * Tokens that are read in one pass, the last one that was said among them: powers of two, more from hit to hit and fewer from miss to
 * miss. Fewer than four cost as much.
 */
const first = 8
const least = 4
const most = 128

/**
 * What the model says, as many tokens at a time as it confirms in one pass (Leviathan et al. 2023, with a text for the draft model;
 * for greedy decoding it is Stern et al. 2018). The same tokens as without a plan, as long as the model gives the same token after
 * the same text. The state then holds everything up to the last token given out, that one excluded.
 */
export async function* decode(
  reader: Reader,
  plan: Plan | undefined,
  { last, maxTokens, ends }: Decoding,
  signal: AbortSignal,
): AsyncGenerator<number[]> {
  let pending = last
  let width = first
  for (let left = maxTokens; left > 0; ) {
    signal.throwIfAborted()
    // The token after the proposal is said too.
    const proposal = plan?.propose(Math.min(width, left) - 1) ?? []
    const said = await reader.forward([pending, ...proposal])
    const missed = proposal.findIndex((token, at) => token !== said[at])
    const hits = missed < 0 ? proposal.length : missed
    const end = said.slice(0, hits + 1).findIndex(ends)
    const tokens = said.slice(0, end < 0 ? hits + 1 : end + 1)
    const surplus = proposal.length - (tokens.length - 1)
    if (surplus > 0) await reader.rewind(surplus)
    yield tokens
    if (end >= 0) return
    plan?.push(tokens)
    pending = tokens.at(-1)!
    left -= tokens.length
    width = nextWidth(width, hits, missed < 0)
  }
}

/** After a miss the output will be found again, most likely: as many are proposed as were right, but not fewer than at first. */
function nextWidth(width: number, hits: number, allHit: boolean): number {
  if (allHit) return Math.min(most, width * 2)
  if (hits === 0) return Math.max(least, Math.min(2 * first, width) / 2)
  return Math.max(first, Math.min(width, 2 ** Math.ceil(Math.log2(hits * 2))))
}
