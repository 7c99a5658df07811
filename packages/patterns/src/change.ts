import type { Edit } from '@caret/text'
import { isWord, lex, tokenAt, tokensOf } from './lex.ts'

/** An edit that was made: what one learns from. */
export interface Example {
  path: string
  /** The whole text before the edit. */
  before: string
  edit: Edit
}

/** An edit in tokens, with what stood around it and how it was laid out. */
export interface Change {
  path: string
  /** Tokens to the left, nearest first. */
  left: readonly string[]
  /** Tokens to the right, nearest first. */
  right: readonly string[]
  removed: readonly string[]
  inserted: readonly string[]
  /** From the first inserted token to the last; empty when nothing is inserted. */
  text: string
  /** Blanks before: left of what is removed and right of it; one and the same where nothing is removed. */
  gapsBefore: readonly [string, string]
  /** Blanks after: left of what is inserted and right of it; one and the same where nothing is inserted. */
  gapsAfter: readonly [string, string]
  /** Indentation of the line that holds the left token, and of that which holds the right one. */
  indents: readonly [string, string]
  /** The lines of these tokens, without the blanks around, and what they begin with. */
  lines: readonly [string, string]
  heads: readonly [string, string]
  /** Where it was: the offset in `before` where what is removed, or the gap, starts. */
  offset: number
}

const reach = 1500
const mostContext = 24

/** The edit in tokens, grown to whole ones. Undefined where only blanks change. */
export function changeOf({ path, before, edit }: Example): Change | undefined {
  const low = lineStart(before, Math.max(0, edit.offset - reach))
  const high = Math.min(before.length, edit.offset + edit.remove + reach)
  const tail = edit.offset + edit.remove
  const old = before.slice(low, high)
  const fresh = before.slice(low, edit.offset) + edit.insert + before.slice(tail, high)
  const a = lex(old)
  const b = lex(fresh)
  // What surely did not change: tokens that end before the edit or start after it, in both texts.
  let head = Math.min(tokenAt(a, edit.offset - low), tokenAt(b, edit.offset - low))
  while (head > 0 && (a.ends[head - 1]! > edit.offset - low || a.ends[head - 1] !== b.ends[head - 1])) head--
  let end = 0
  const most = Math.min(a.starts.length, b.starts.length) - head
  while (end < most) {
    const [x, y] = [a.starts.at(-1 - end)!, b.starts.at(-1 - end)!]
    if (x < tail - low || x - y !== old.length - fresh.length) break
    end++
  }
  // An insertion or a deletion keeps its place among equals, as whoever made it saw it; a replacement is trimmed.
  const word = (text: string, { starts, ends }: typeof a, at: number) => text.slice(starts[at], ends[at])
  let last = [a.starts.length - end, b.starts.length - end] as [number, number]
  if (last[0] > head && last[1] > head) {
    while (head < last[0] && head < last[1] && word(old, a, head) === word(fresh, b, head)) head++
    while (head < last[0] && head < last[1] && word(old, a, last[0] - 1) === word(fresh, b, last[1] - 1)) {
      last = [last[0] - 1, last[1] - 1]
    }
  }
  if (last[0] === head && last[1] === head) return undefined
  const gaps = (text: string, lexed: typeof a, to: number): [string, string] => {
    const start = head > 0 ? lexed.ends[head - 1]! : 0
    const stop = to < lexed.starts.length ? lexed.starts[to]! : text.length
    if (to === head) return [text.slice(start, stop), text.slice(start, stop)]
    return [text.slice(start, lexed.starts[head]), text.slice(lexed.ends[to - 1], stop)]
  }
  const tokens = (text: string, lexed: typeof a, from: number, to: number) =>
    Array.from({ length: Math.max(0, to - from) }, (_, at) => word(text, lexed, from + at))
  const leftAt = head > 0 ? a.starts[head - 1]! : 0
  const rightAt = last[0] < a.starts.length ? a.starts[last[0]]! : old.length
  const lines = [lineAt(old, leftAt), lineAt(old, rightAt)] as const
  return {
    path,
    left: tokens(old, a, Math.max(0, head - mostContext), head).reverse(),
    right: tokens(old, a, last[0], Math.min(a.starts.length, last[0] + mostContext)),
    removed: tokens(old, a, head, last[0]),
    inserted: tokens(fresh, b, head, last[1]),
    text: last[1] > head ? fresh.slice(b.starts[head], b.ends[last[1] - 1]) : '',
    gapsBefore: gaps(old, a, last[0]),
    gapsAfter: gaps(fresh, b, last[1]),
    indents: [indentAt(old, leftAt), indentAt(old, rightAt)],
    lines,
    heads: [headOf(lines[0]), headOf(lines[1])],
    offset: low + (last[0] > head ? a.starts[head]! : head > 0 ? a.ends[head - 1]! : 0),
  }
}

/** The separate changes of an edit that changed several things at once; empty where it is one change. */
export function partsOfEdit({ path, before, edit }: Example): Example[] {
  const old = before.slice(edit.offset, edit.offset + edit.remove)
  const a = lex(old)
  const b = lex(edit.insert)
  const [n, m] = [a.starts.length, b.starts.length]
  if (n === 0 || m === 0 || n * m > 250_000) return []
  const pairs = commonTokens(tokensOf(old), tokensOf(edit.insert))
  const parts: Example[] = []
  let [i, j] = [0, 0]
  for (const [x, y] of [...pairs, [n, m] as const]) {
    if (x > i || y > j) {
      const start = i > 0 ? a.ends[i - 1]! : 0
      const stop = x < n ? a.starts[x]! : old.length
      const insert = edit.insert.slice(j > 0 ? b.ends[j - 1]! : 0, y < m ? b.starts[y]! : edit.insert.length)
      parts.push({ path, before, edit: { offset: edit.offset + start, remove: stop - start, insert } })
    }
    ;[i, j] = [x + 1, y + 1]
  }
  return parts.length > 1 ? parts : []
}

/** Indices of a longest common subsequence. Lone signs between changes hold nothing together and do not count. */
function commonTokens(a: readonly string[], b: readonly string[]): [number, number][] {
  const width = b.length + 1
  const length = new Uint16Array((a.length + 1) * width)
  const weight = (token: string) => (isWord(token) ? 3 : 2)
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const skip = Math.max(length[(i + 1) * width + j]!, length[i * width + j + 1]!)
      const take = a[i] === b[j] ? length[(i + 1) * width + j + 1]! + weight(a[i]!) : 0
      length[i * width + j] = Math.max(skip, take)
    }
  }
  const pairs: [number, number][] = []
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j] && length[i * width + j] === length[(i + 1) * width + j + 1]! + weight(a[i]!)) {
      pairs.push([i++, j++])
    } else if (length[(i + 1) * width + j]! >= length[i * width + j + 1]!) i++
    else j++
  }
  return pairs
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1
}

/** The line of `offset`, without the blanks around. */
export function lineAt(text: string, offset: number): string {
  const end = text.indexOf('\n', offset)
  return text.slice(lineStart(text, offset), end === -1 ? text.length : end).trim()
}

/** What a line begins with: its first signs and the word behind them. */
export function headOf(line: string): string {
  return /^[^\s\w]*\s*\w*/.exec(line)![0]
}

/** The blanks that the line of `offset` starts with. */
export function indentAt(text: string, offset: number): string {
  const start = lineStart(text, offset)
  let end = start
  while (end < text.length && (text[end] === ' ' || text[end] === '\t')) end++
  return text.slice(start, end)
}
