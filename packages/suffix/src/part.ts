import { findRange, lowerBound, type SuffixArray, sortSuffixes } from './suffix-array.ts'

/** A token stream that can be asked what came after a context, and how often. */
export interface Part {
  tokens: Int32Array<ArrayBuffer>
  array: SuffixArray
  /** What followed in large ranges: they are few and asked for again and again. */
  frequent: Map<string, Int32Array>
}

export const partOf = (tokens: Int32Array<ArrayBuffer>, vocabulary: number): Part => ({
  tokens,
  array: sortSuffixes(tokens, vocabulary),
  frequent: new Map(),
})

export interface Range {
  low: number
  high: number
}

/** The places in `part` after which `context[from..to)` stands. An empty context is everywhere. */
export function placesOf(part: Part, context: ArrayLike<number>, from: number, to: number, range: Range): void {
  if (from === to) {
    range.low = 0
    range.high = part.array.places.length
  } else findRange(part.tokens, part.array, context, from, to, range)
}

/** How often `token` follows the `order` tokens that the places of `range` share. */
export function countAfter(
  { tokens, array: { places, buckets } }: Part,
  { low, high }: Range,
  order: number,
  token: number,
): number {
  if (order === 0 && buckets.length > 0) return token + 1 < buckets.length ? buckets[token + 1]! - buckets[token]! : 0
  if (high - low <= 8) {
    let count = 0
    for (let at = low; at < high; at++) if (tokens[places[at]! + order] === token) count++
    return count
  }
  const start = lowerBound(tokens, places, low, high, order, token)
  if (start === high || tokens[places[start]! + order] !== token) return 0
  return endOfRun(tokens, places, start, high, order, token) - start
}

/** Where the run of `token` that begins at `at` ends. Galloping: most tokens follow once or twice, some a thousand times. */
function endOfRun(
  tokens: Int32Array,
  places: Int32Array,
  at: number,
  high: number,
  order: number,
  token: number,
): number {
  let step = 1
  while (at + step < high && tokens[places[at + step]! + order] === token) step *= 2
  return lowerBound(tokens, places, at + (step >> 1), Math.min(at + step, high), order, token + 1)
}

/** Which tokens to look for among those that follow: numbers in `[from, to)`, and from `sorted` on those that `fits` lets through. */
export interface Filter {
  prefix: string
  from: number
  to: number
  sorted: number
  fits(token: number): boolean
}

const large = 512
const mostFrequent = 48

/** Calls `found` with tokens that follow the places of `range`, and how often; of very many only the most frequent. */
export function eachAfter(
  part: Part,
  range: Range,
  order: number,
  filter: Filter,
  found: (token: number, count: number) => void,
): void {
  const { prefix, from, to, sorted, fits } = filter
  let { low, high } = range
  if (low === high) return
  const { tokens, array } = part
  const narrows = prefix !== '' && high - low > large
  if (narrows && (order > 0 || array.buckets.length === 0)) {
    low = lowerBound(tokens, array.places, low, high, order, from)
    high = lowerBound(tokens, array.places, low, high, order, to)
  }
  if (order === 0 && array.buckets.length > 0 ? to - from > large : high - low > large) {
    const key = `${range.low} ${order} ${prefix}`
    let list = part.frequent.get(key)
    if (!list) {
      if (part.frequent.size > 1024) part.frequent.clear()
      part.frequent.set(key, (list = frequentAfter(part, low, high, order, from, to)))
    }
    for (let at = 0; at < list.length; at += 2) found(list[at]!, list[at + 1]!)
  } else walk(part, low, high, order, from, to, found)
  walk(part, range.low, range.high, order, sorted, Infinity, (token, count) => {
    if (fits(token)) found(token, count)
  })
}

function frequentAfter(part: Part, low: number, high: number, order: number, from: number, to: number): Int32Array {
  const all: [token: number, count: number][] = []
  walk(part, low, high, order, from, to, (token, count) => all.push([token, count]))
  all.sort((a, b) => b[1] - a[1])
  return Int32Array.from(all.slice(0, mostFrequent).flat())
}

/** The distinct tokens from `from` up to `to` that follow, in the order of their numbers. */
function walk(
  { tokens, array: { places, buckets } }: Part,
  low: number,
  high: number,
  order: number,
  from: number,
  to: number,
  found: (token: number, count: number) => void,
): void {
  if (order === 0 && buckets.length > 0) {
    const end = Math.min(to, buckets.length - 1)
    for (let token = Math.max(1, from); token < end; token++) {
      const count = buckets[token + 1]! - buckets[token]!
      if (count > 0) found(token, count)
    }
    return
  }
  let at = from <= 1 && high - low <= 8 ? low : lowerBound(tokens, places, low, high, order, Math.max(1, from))
  while (at < high) {
    const token = tokens[places[at]! + order]!
    if (token >= to) return
    const next = endOfRun(tokens, places, at, high, order, token)
    if (token !== 0) found(token, next - at)
    at = next
  }
}
