import type { Change } from './change.ts'
import { keepFound, keepNearest, Places } from './found.ts'
import type { TokenIndex } from './token-index.ts'

/** A stretch of a file's tokens that fits a change, and how far its surroundings do. */
export interface Match {
  path: string
  /** Token indices: what is removed, `from` up to `to`. */
  from: number
  to: number
  /** How many tokens of context agree on each side. */
  left: number
  right: number
}

const mostMatches = 200
const anchors = 3

/** The places where what a change removes stands, or, of an insertion, where its neighbours do. */
export function matchLiteral(change: Change, index: TokenIndex, order: readonly string[], mostFiles: number): Match[] {
  const removed = index.numbers(change.removed)
  const left = index.numbers(change.left)
  const right = index.numbers(change.right)
  if (removed.includes(-1)) return []
  const matches: Match[] = []
  // What is found by one needle is found once; by two, perhaps by both.
  const places = removed.length > 0 ? undefined : new Places()
  const search = (needle: readonly number[], shift: number, side: keyof typeof foundBy) => {
    if (needle.length === 0 || needle.includes(-1)) return
    const rare = rarest(needle, index)
    for (const path of nearestBy[side](change, needle, index, order, mostFiles)) {
      const tokens = index.tokens(path)!
      const find = () =>
        placesOf(needle, rare, tokens).map((start) => {
          const from = start + shift
          return matchAt(path, tokens, from, from + removed.length, left, right)
        })
      for (const match of foundBy[side](change, tokens, find)) {
        if (places?.add(path, match.from) ?? true) matches.push(match)
        if (matches.length >= mostMatches) return
      }
    }
  }
  if (removed.length > 0) search(removed, 0, 'removed')
  else {
    const near = left.slice(0, anchors)
    search([...near].reverse(), near.length, 'left')
    search(right.slice(0, anchors), 0, 'right')
  }
  return matches
}

// A change is looked for again after each of the next edits, which leave most files as they were.
const nearestBy = { removed: keepNearest(), left: keepNearest(), right: keepNearest() }
const foundBy = { removed: keepFound<Match[]>(), left: keepFound<Match[]>(), right: keepFound<Match[]>() }

/** Where in some tokens the needle is. */
function placesOf(needle: readonly number[], rare: number, tokens: Int32Array): number[] {
  const places: number[] = []
  for (let at = tokens.indexOf(needle[rare]!); at >= 0; at = tokens.indexOf(needle[rare]!, at + 1)) {
    if (places.length >= mostMatches) break
    const start = at - rare
    if (start >= 0 && needle.every((token, offset) => tokens[start + offset] === token)) places.push(start)
  }
  return places
}

/** A match with how many tokens to the left of `from` and from `to` on are those of the context, nearest first. */
export function matchAt(
  path: string,
  tokens: Int32Array,
  from: number,
  to: number,
  left: readonly number[],
  right: readonly number[],
): Match {
  let l = 0
  while (l < left.length && from - 1 - l >= 0 && tokens[from - 1 - l] === left[l]) l++
  let r = 0
  while (r < right.length && tokens[to + r] === right[r]) r++
  return { path, from, to, left: l, right: r }
}

/** Index in the needle of the token that the fewest files have. */
function rarest(needle: readonly number[], index: TokenIndex): number {
  let best = 0
  for (let at = 1; at < needle.length; at++) {
    if (index.holders(needle[at]!).size < index.holders(needle[best]!).size) best = at
  }
  return best
}
