import { lowerBound } from '@caret/text'

/**
 * Where the words and signs of a text are; blanks are left out. Finer than `@caret/syntax`'s tokens on purpose: edits
 * repeat inside strings and comments too, and a path or a sentence is compared word by word.
 */
export interface Lexed {
  text: string
  /** In UTF-16 units, ascending. */
  starts: Int32Array
  ends: Int32Array
}

/** Cuts a text into words (letters, digits, `_`, `$`) and single signs. */
export function lex(text: string): Lexed {
  const { starts, ends } = cut(text, 0, text.length)
  return { text, starts: new Int32Array(starts), ends: new Int32Array(ends) }
}

function cut(text: string, from: number, to: number): { starts: number[]; ends: number[] } {
  const starts: number[] = []
  const ends: number[] = []
  for (let at = from; at < to; ) {
    const start = at
    const kind = kindOf(text.charCodeAt(at++))
    if (kind === Kind.blank) continue
    if (kind === Kind.word) while (at < to && kindOf(text.charCodeAt(at)) === Kind.word) at++
    starts.push(start)
    ends.push(at)
  }
  return { starts, ends }
}

/** Cuts a text that was another before; with how many tokens at the start and at the end are still the same. */
export function lexAgain(old: Lexed, text: string): { lexed: Lexed; head: number; tail: number } {
  const { start, end } = common(old.text, text)
  // A token that touches the difference may grow or shrink.
  const head = lowerBound(old.ends, start)
  const rest = lowerBound(old.starts, old.text.length - end + 1)
  const tail = old.starts.length - rest
  const shift = text.length - old.text.length
  const middle = cut(text, head > 0 ? old.ends[head - 1]! : 0, tail > 0 ? old.starts[rest]! + shift : text.length)
  const join = (positions: Int32Array, fresh: readonly number[]) => {
    const all = new Int32Array(head + fresh.length + tail)
    all.set(positions.subarray(0, head))
    all.set(fresh, head)
    for (let at = rest, to = head + fresh.length; at < positions.length; ) all[to++] = positions[at++]! + shift
    return all
  }
  const lexed = { text, starts: join(old.starts, middle.starts), ends: join(old.ends, middle.ends) }
  return { lexed, head, tail }
}

/** How much of two texts is the same, at the start and, of what is left, at the end. */
function common(a: string, b: string): { start: number; end: number } {
  const most = Math.min(a.length, b.length)
  let start = 0
  // Slices are compared many times faster than units.
  while (start + chunk <= most && a.slice(start, start + chunk) === b.slice(start, start + chunk)) start += chunk
  while (start < most && a.charCodeAt(start) === b.charCodeAt(start)) start++
  let end = 0
  const left = most - start
  const tail = (text: string) => text.slice(text.length - end - chunk, text.length - end)
  while (end + chunk <= left && tail(a) === tail(b)) end += chunk
  while (end < left && a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end)) end++
  return { start, end }
}

const chunk = 512

/** The tokens themselves. */
export function tokensOf(text: string): string[] {
  const { starts, ends } = lex(text)
  return Array.from(starts, (start, at) => text.slice(start, ends[at]))
}

export function isWord(token: string): boolean {
  return kindOf(token.charCodeAt(0)) === Kind.word
}

/** Index of the first token that starts at `offset` or later. */
export const tokenAt = ({ starts }: Lexed, offset: number): number => lowerBound(starts, offset)

const Kind = { blank: 0, word: 1, sign: 2 } as const

const ascii = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code <= 32) return Kind.blank
  return /[\w$]/.test(String.fromCharCode(code)) ? Kind.word : Kind.sign
})

function kindOf(code: number): number {
  if (code < 128) return ascii[code]!
  return code === 0xa0 || code === 0xfeff || code === 0x2028 || code === 0x2029 || code === 0x3000
    ? Kind.blank
    : Kind.word
}
