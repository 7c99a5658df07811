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
  const starts: number[] = []
  const ends: number[] = []
  for (let at = 0; at < text.length; ) {
    const start = at
    const kind = kindOf(text.charCodeAt(at++))
    if (kind === Kind.blank) continue
    if (kind === Kind.word) while (at < text.length && kindOf(text.charCodeAt(at)) === Kind.word) at++
    starts.push(start)
    ends.push(at)
  }
  return { text, starts: Int32Array.from(starts), ends: Int32Array.from(ends) }
}

/** The tokens themselves. */
export function tokensOf(text: string): string[] {
  const { starts, ends } = lex(text)
  return Array.from(starts, (start, at) => text.slice(start, ends[at]))
}

export function isWord(token: string): boolean {
  return kindOf(token.charCodeAt(0)) === Kind.word
}

/** Index of the first token that starts at `offset` or later. */
export function tokenAt({ starts }: Lexed, offset: number): number {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (starts[middle]! < offset) low = middle + 1
    else high = middle
  }
  return low
}

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
