import type { Change } from './change.ts'
import { keepFound } from './found.ts'
import { isWord } from './lex.ts'
import { type Match, matchAt } from './literal.ts'
import type { TokenIndex } from './token-index.ts'

const closing: Record<string, string> = { '(': ')', '[': ']', '{': '}', '<': '>' }
const mostCalls = 100
const longest = 400

/**
 * For an insertion at the end or the start of a bracketed list, such as a call's arguments: the other lists with the same
 * head, whatever they hold.
 */
export function matchCalls(change: Change, index: TokenIndex): Match[] {
  const list = listOf(change)
  if (!list) return []
  const [head, open, close] = [list.head, list.open, closing[list.open]!].map((token) => index.number(token))
  if (head === undefined || open === undefined || close === undefined) return []
  const [left, right] = [index.numbers(change.left), index.numbers(change.right)]
  const comma = index.number(',')
  const matches: Match[] = []
  for (const path of index.holders(head)) {
    const tokens = index.tokens(path)!
    const find = () =>
      endsOf(tokens, head, open, close, comma, list.end).map((at) => matchAt(path, tokens, at, at, left, right))
    matches.push(...found(change, tokens, find).slice(0, mostCalls - matches.length))
    if (matches.length >= mostCalls) break
  }
  return matches
}

const found = keepFound<Match[]>()

/** Where an element would come at the end, or at the start, of the lists with a head. */
function endsOf(
  tokens: Int32Array,
  head: number,
  open: number,
  close: number,
  comma: number | undefined,
  atEnd: boolean,
): number[] {
  const places: number[] = []
  for (let at = tokens.indexOf(head); at >= 0; at = tokens.indexOf(head, at + 1)) {
    if (tokens[at + 1] !== open) continue
    const end = closeOf(tokens, at + 1, open, close)
    if (end === undefined || end === at + 2 || tokens[end - 1] === comma) continue
    places.push(atEnd ? end : at + 2)
    if (places.length >= mostCalls) break
  }
  return places
}

/** The list that an insertion is made in, if it has a head and other elements, and is added to at an end. */
function listOf({ left, right, removed, inserted }: Change): { head: string; open: string; end: boolean } | undefined {
  if (removed.length > 0) return undefined
  if (inserted[0] === ',' && right[0] !== undefined && Object.values(closing).includes(right[0])) {
    let depth = 0
    for (const [at, token] of left.entries()) {
      if (token === right[0]) depth++
      if (closing[token] !== right[0] || depth-- > 0) continue
      const head = left[at + 1]
      return head !== undefined && isWord(head) ? { head, open: token, end: true } : undefined
    }
  }
  const [open, head] = left
  if (inserted.at(-1) === ',' && open !== undefined && head !== undefined && open in closing && isWord(head)) {
    return { head, open, end: false }
  }
  return undefined
}

function closeOf(tokens: Int32Array, from: number, open: number, close: number): number | undefined {
  let depth = 0
  for (let at = from; at < tokens.length && at < from + longest; at++) {
    if (tokens[at] === open) depth++
    else if (tokens[at] === close && --depth === 0) return at
  }
  return undefined
}
