/**
 * The places of a token stream in the order of what follows them, compared over `depth` tokens at most and never past a
 * token 0, which ends a file. Places of a 0 itself are left out.
 *
 * `tokens` holds ids from 0 to `vocabulary - 1`. The order of equal places is open.
 */
export interface SuffixArray {
  /** Places in `tokens`, sorted. */
  places: Int32Array<ArrayBuffer>
  /**
   * Where the places that begin with a token start in `places`; its last item is the length of `places`. Empty where the
   * vocabulary is much larger than the stream.
   */
  buckets: Int32Array<ArrayBuffer>
}

export const depth = 24

/** Buckets by the first token, then three-way radix quicksort (Bentley and Sedgewick 1997) in each. */
export function sortSuffixes(tokens: Int32Array, vocabulary: number): SuffixArray {
  if (tokens.length * 2 < vocabulary) {
    const places = Int32Array.from(tokens.keys()).filter((at) => tokens[at] !== 0)
    sortRange(tokens, places, 0, places.length, 0)
    return { places, buckets: new Int32Array(0) }
  }
  const buckets = new Int32Array(vocabulary + 1)
  for (const token of tokens) if (token !== 0) buckets[token + 1]!++
  for (let token = 0; token < vocabulary; token++) buckets[token + 1]! += buckets[token]!
  const places = new Int32Array(buckets[vocabulary]!)
  const ends = buckets.slice()
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!
    if (token !== 0) places[ends[token]!++] = at
  }
  for (let token = 1; token < vocabulary; token++) sortRange(tokens, places, buckets[token]!, buckets[token + 1]!, 1)
  return { places, buckets }
}

/** Sorts `places[low..high)`, which agree in their first `offset` tokens. */
function sortRange(tokens: Int32Array, places: Int32Array, low: number, high: number, offset: number): void {
  while (high - low > 12 && offset < depth) {
    const pivot = median(
      tokens[places[low]! + offset]!,
      tokens[places[(low + high) >> 1]! + offset]!,
      tokens[places[high - 1]! + offset]!,
    )
    let less = low
    let more = high
    for (let at = low; at < more; ) {
      const place = places[at]!
      const token = tokens[place + offset]!
      if (token < pivot) {
        places[at++] = places[less]!
        places[less++] = place
      } else if (token > pivot) {
        places[at] = places[--more]!
        places[more] = place
      } else at++
    }
    sortRange(tokens, places, low, less, offset)
    sortRange(tokens, places, more, high, offset)
    if (pivot === 0) return
    low = less
    high = more
    offset++
  }
  if (offset < depth) insertionSort(tokens, places, low, high, offset)
}

function insertionSort(tokens: Int32Array, places: Int32Array, low: number, high: number, offset: number): void {
  for (let at = low + 1; at < high; at++) {
    const place = places[at]!
    let to = at
    while (to > low && compare(tokens, place, places[to - 1]!, offset) < 0) places[to] = places[--to]!
    places[to] = place
  }
}

function compare(tokens: Int32Array, one: number, other: number, from: number): number {
  for (let offset = from; offset < depth; offset++) {
    const difference = tokens[one + offset]! - tokens[other + offset]!
    if (difference !== 0 || tokens[one + offset] === 0) return difference
  }
  return 0
}

const median = (a: number, b: number, c: number) => (a < b ? (b < c ? b : a < c ? c : a) : a < c ? a : b < c ? c : b)

/** The range of `places` whose text begins with `context[from..to)`, as `[low, high)` in `range`; `to - from` is at least 1. */
export function findRange(
  tokens: Int32Array,
  { places, buckets }: SuffixArray,
  context: ArrayLike<number>,
  from: number,
  to: number,
  range: { low: number; high: number },
): void {
  const first = context[from]!
  const { length } = places
  let low = 0
  let high = 0
  if (buckets.length === 0) {
    low = lowerBound(tokens, places, 0, length, 0, first)
    high = lowerBound(tokens, places, low, length, 0, first + 1)
  } else if (first + 1 < buckets.length) {
    low = buckets[first]!
    high = buckets[first + 1]!
  }
  for (let offset = 1; offset < to - from && low < high; offset++) {
    const token = context[from + offset]!
    low = lowerBound(tokens, places, low, high, offset, token)
    high = lowerBound(tokens, places, low, high, offset, token + 1)
  }
  range.low = low
  range.high = high
}

/** The first of `places[low..high)`, which agree in their first `offset` tokens, whose next token is at least `token`. */
export function lowerBound(
  tokens: Int32Array,
  places: Int32Array,
  low: number,
  high: number,
  offset: number,
  token: number,
): number {
  while (low < high) {
    const middle = (low + high) >>> 1
    if (tokens[places[middle]! + offset]! < token) low = middle + 1
    else high = middle
  }
  return low
}
