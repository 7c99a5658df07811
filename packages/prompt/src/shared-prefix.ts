import { gptTokenizer } from './gpt-tokenizer.ts'
import type { PromptMessage } from './message.ts'
import { counterOf, type Tokenizer } from './tokenizer.ts'

export interface SharedPrefix {
  /** Each but the first request beside the one before it. */
  requests: { tokens: number; shared: number; share: number }[]
  /** Of the tokens of all requests but the last, those that the next one begins with: what a cache can hit, 0 to 1. */
  share: number
}

/** How much of each request of a session the next one begins with, word for word. */
export async function sharedPrefix(
  session: readonly (readonly PromptMessage[])[],
  tokenizer?: Tokenizer,
): Promise<SharedPrefix> {
  const { count } = counterOf(tokenizer ?? (await gptTokenizer()))
  const requests: SharedPrefix['requests'] = []
  let [shared, previous] = [0, 0]
  session.slice(1).forEach((messages, at) => {
    const before = segmentsOf(session[at]!)
    const now = segmentsOf(messages)
    const of = (segments: readonly string[]) => segments.reduce((sum, segment) => sum + count(segment), 0)
    const same = commonSegments(before, now)
    const request = { tokens: of(now), shared: of(same), share: 0 }
    request.share = ratio(request.shared, of(before))
    requests.push(request)
    shared += request.shared
    previous += of(before)
  })
  return { requests, share: ratio(shared, previous) }
}

function commonSegments(before: readonly string[], now: readonly string[]): string[] {
  const same: string[] = []
  for (const [at, segment] of now.entries()) {
    const other = before[at] ?? ''
    if (segment !== other) {
      let end = 0
      while (end < segment.length && segment[end] === other[end]) end++
      // Something that is no text is shared whole or not at all.
      if (!segment.startsWith(mark)) same.push(segment.slice(0, end).replace(lastToken, ''))
      break
    }
    same.push(segment)
  }
  return same
}

const mark = '\0'

/** What may be part of a token that goes on differently. */
const lastToken = /\s?\S*$/

/** A request as texts: roles and what is no text behind a mark; texts side by side are one. */
function segmentsOf(messages: readonly PromptMessage[]): string[] {
  const segments: string[] = []
  for (const { role, content } of messages) {
    segments.push(mark + role)
    for (const part of content) {
      const last = segments.at(-1)!
      if (part.type !== 'text') segments.push(mark + JSON.stringify(part))
      else if (last.startsWith(mark)) segments.push(part.text)
      else segments[segments.length - 1] = last + part.text
    }
  }
  return segments
}

const ratio = (part: number, whole: number) => (whole === 0 ? 0 : part / whole)
