/** How the parts of a word are joined and cased. */
export type Style = 'lower' | 'upper' | 'camel' | 'pascal' | 'snake' | 'constant' | 'mixed'

/** `XMLHttpRequest2` → `XML`, `Http`, `Request`, `2`; what joins them (`_`, `$`) is left out. */
export function partsOf(word: string): string[] {
  return word.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lu}+|\d+|[^\p{L}\d_$-]+|\p{L}+/gu) ?? []
}

export function styleOf(word: string): Style {
  const parts = partsOf(word)
  if (parts.length === 0) return 'mixed'
  const letters = parts.join('')
  const lower = letters === letters.toLowerCase()
  const upper = letters === letters.toUpperCase()
  if (parts.length > 1 && parts.join('_') === word && lower) return 'snake'
  if (parts.length > 1 && parts.join('_') === word && upper) return 'constant'
  if (letters !== word) return 'mixed'
  if (lower) return 'lower'
  if (upper && word.length > 1) return 'upper'
  return /^\p{Lu}/u.test(word) ? 'pascal' : 'camel'
}

/** Parts as one word in a style. What has no style of its own is joined as it is. */
export function joinParts(parts: readonly string[], style: Style): string {
  const lower = parts.map((part) => part.toLowerCase())
  switch (style) {
    case 'snake':
      return lower.join('_')
    case 'constant':
      return lower.join('_').toUpperCase()
    case 'upper':
      return lower.join('').toUpperCase()
    case 'pascal':
      return lower.map(capital).join('')
    case 'lower':
    case 'camel':
      return lower.map((part, at) => (at === 0 ? part : capital(part))).join('')
    case 'mixed':
      return parts.join('')
  }
}

/** A change of some consecutive parts of a word into others: `user` → `account`. In lower case. */
export interface PartChange {
  from: readonly string[]
  to: readonly string[]
}

/**
 * What changes from one word to another, beside the parts they share. Undefined where the words share nothing and differ
 * in more than their parts, as a name does from a number.
 */
export function partChange(before: string, after: string): PartChange | undefined {
  const a = partsOf(before).map((part) => part.toLowerCase())
  const b = partsOf(after).map((part) => part.toLowerCase())
  if (a.length === 0 || b.length === 0) return undefined
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head++
  let tail = 0
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++
  const from = a.slice(head, a.length - tail)
  const to = b.slice(head, b.length - tail)
  if (from.length === 0 && to.length === 0) return undefined
  // An added part alone is found nowhere else: it needs the part that it was added to.
  if (from.length === 0) return { from: a, to: b }
  return { from, to }
}

/**
 * The word with the change made in it, in the word's own style: `user` → `account` makes `setAccountId` of `setUserId`,
 * `ACCOUNT_ID` of `USER_ID`, `accounts` of `users`. Undefined where the word does not have what changes.
 */
export function changeWord(word: string, { from, to }: PartChange): string | undefined {
  if (!mayHave(word.toLowerCase(), from)) return undefined
  const parts = partsOf(word)
  const lower = parts.map((part) => part.toLowerCase())
  const found = findParts(lower, from)
  if (!found) return undefined
  const { at, plural } = found
  if (to.length === 0 && from.length === parts.length) return undefined
  const last = to.at(-1)
  const target = plural && last !== undefined ? [...to.slice(0, -1), pluralOf(last)] : to
  const first = word.indexOf(parts[at]!)
  const start = offsetOfPart(word, parts, at)
  const end = offsetOfPart(word, parts, at + from.length - 1) + parts[at + from.length - 1]!.length
  if (first < 0) return undefined
  const old = word.slice(start, end)
  if (target.length === 0) return removeParts(word, parts, at, from.length)
  const style = joinStyle(word, old, start)
  return word.slice(0, start) + joinParts(target, style) + word.slice(end)
}

/** `box` → `boxes`, `entry` → `entries`, `user` → `users`. */
export function pluralOf(word: string): string {
  if (/(?:s|x|z|ch|sh)$/.test(word)) return `${word}es`
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`
  return `${word}s`
}

/** Whether a word in lower case can have the parts at all: cutting it costs far more. */
function mayHave(word: string, from: readonly string[]): boolean {
  return from.every((part, at) => word.includes(part) || (at === from.length - 1 && word.includes(pluralOf(part))))
}

function findParts(parts: readonly string[], from: readonly string[]): { at: number; plural: boolean } | undefined {
  if (from.length === 0) return undefined
  for (let at = 0; at + from.length <= parts.length; at++) {
    if (!from.slice(0, -1).every((part, index) => parts[at + index] === part)) continue
    const last = parts[at + from.length - 1]!
    if (last === from.at(-1)) return { at, plural: false }
    if (/^\p{L}/u.test(from.at(-1)!) && last === pluralOf(from.at(-1)!)) return { at, plural: true }
  }
  return undefined
}

function offsetOfPart(word: string, parts: readonly string[], index: number): number {
  let offset = 0
  for (let at = 0; ; at++) {
    offset = word.indexOf(parts[at]!, offset)
    if (at === index) return offset
    offset += parts[at]!.length
  }
}

/** The style that the new parts take: their predecessors', seen in the whole word, since one part alone has little. */
function joinStyle(word: string, old: string, start: number): Style {
  const whole = styleOf(word)
  if (whole === 'snake' || whole === 'constant') return whole
  const own = styleOf(old)
  if (own === 'pascal' || own === 'constant' || own === 'snake') return own
  if (/^\p{Lu}/u.test(old))
    return own === 'upper' && whole === 'upper' ? 'constant' : own === 'upper' ? 'upper' : 'pascal'
  if (start > 0 && /_/.test(word)) return 'snake'
  return 'camel'
}

function removeParts(word: string, parts: readonly string[], at: number, count: number): string | undefined {
  const style = styleOf(word)
  if (style === 'mixed') return undefined
  return joinParts([...parts.slice(0, at), ...parts.slice(at + count)], style)
}

function capital(part: string): string {
  return part.charAt(0).toUpperCase() + part.slice(1)
}
