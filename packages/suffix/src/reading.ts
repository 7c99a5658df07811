import { countAfter, eachAfter, type Filter, type Part, placesOf, type Range } from './part.ts'

/** Parts whose counts are added, or with −1 taken away. */
export type Source = readonly { part: Part; sign: 1 | -1 }[]

/** The lengths of context that are looked at. */
export const orders = [0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20] as const
export const longestContext = 20
/** How many occurrences the prediction of the next shorter context is worth, by order. */
const trust = [1, 12, 5, 2.5, 1.5, 1, 0.7, 0.5, 0.5, 0.4, 0.4, 0.4]

/** The probability of a piece before anything was read. */
const unseen = 1 / 65_536

/** What a source has seen after one context, at every length of it. */
export class Reading {
  readonly #source: Source
  /** By order (index in `orders`), then by part. */
  readonly #ranges: Range[][] = []
  /** All that followed, by order, where it is little; null where it is much. */
  readonly #tallies: (Map<number, number> | null | undefined)[] = []
  readonly #left: number[] = []
  readonly totals: number[] = []
  readonly #seen = new Map<number, Seen>()
  /** What the last `probability` found: see there. */
  order = 0
  share = 0
  count = 0

  constructor(source: Source, context: Int32Array) {
    this.#source = source
    for (const order of orders) {
      if (order > context.length) break
      let total = 0
      const ranges: Range[] = []
      const shorter = this.#ranges.at(-1)
      source.forEach(({ part, sign }, index) => {
        const range = { low: 0, high: 0 }
        // What was never seen is not looked for with more before it.
        if (!shorter || shorter[index]!.high > shorter[index]!.low) {
          placesOf(part, context, context.length - order, context.length, range)
        }
        total += sign * (range.high - range.low)
        ranges.push(range)
      })
      if (total <= 0) break
      this.#ranges.push(ranges)
      this.#tallies.push(undefined)
      this.totals.push(total)
    }
  }

  /** The longest order that was seen; −1 for an empty source. */
  get top(): number {
    return this.totals.length - 1
  }

  /**
   * The probability of `token`, every order smoothed with the one below it (MacKay and Peto 1995); sets `order` to the
   * longest at which it was seen (−1: never), and `share` to its share there.
   */
  probability(token: number): number {
    let seen = this.#seen.get(token)
    if (!seen) this.#seen.set(token, (seen = this.#see(token)))
    this.order = seen.order
    this.share = seen.share
    this.count = seen.count
    return seen.probability
  }

  #see(token: number): Seen {
    const seen: Seen = { probability: unseen, order: -1, share: 0, count: 0 }
    for (let at = 0; at < this.totals.length; at++) {
      const count = this.#count(at, token)
      if (count <= 0) {
        seen.probability *= this.#unseenFrom(at)
        break
      }
      const total = this.totals[at]!
      seen.order = at
      seen.share = count / total
      seen.count = count
      seen.probability = (count + trust[at]! * seen.probability) / (total + trust[at]!)
    }
    return seen
  }

  /** What is left of a probability where the token was not seen at this order and all longer ones. */
  #unseenFrom(at: number): number {
    if (this.#left.length === 0) {
      let left = 1
      for (let order = this.top; order >= 0; order--) {
        left *= trust[order]! / (this.totals[order]! + trust[order]!)
        this.#left[order] = left
      }
    }
    return this.#left[at]!
  }

  /**
   * Adds tokens that were seen here to `into`: those of longer contexts first, the frequent first, then by `compare`, until
   * `limit` are new. Numbers of tokens say nothing of their order: they depend on which text was read first.
   */
  collect(
    into: Set<number>,
    filter: Filter,
    compare: (one: number, other: number) => number,
    limit: number,
    lowest: number,
  ): void {
    const most = into.size + limit
    for (let at = this.top; at >= lowest && into.size < most; at--) {
      const counts = new Map<number, number>()
      this.#source.forEach(({ part, sign }, index) => {
        eachAfter(part, this.#ranges[at]![index]!, orders[at]!, filter, (token, count) => {
          if (!into.has(token)) counts.set(token, (counts.get(token) ?? 0) + sign * count)
        })
      })
      const best = [...counts].filter(([, count]) => count > 0)
      const room = most - into.size
      if (best.length > room) best.sort((a, b) => b[1] - a[1] || compare(a[0], b[0]))
      for (const [token] of best.slice(0, room)) into.add(token)
    }
  }

  /** What came after the latest occurrence of the longest context, in the last part that has one; 0 where that is not known. */
  latest(): number {
    if (this.top < 1) return 0
    for (let index = this.#source.length - 1; index >= 0; index--) {
      const { low, high } = this.#ranges[this.top]![index]!
      if (low === high) continue
      if (high - low > 256) return 0
      const { tokens, array } = this.#source[index]!.part
      let place = -1
      for (let at = low; at < high; at++) place = Math.max(place, array.places[at]!)
      return tokens[place + orders[this.top]!]!
    }
    return 0
  }

  #count(at: number, token: number): number {
    let tally = this.#tallies[at]
    if (tally === undefined) tally = this.#tallies[at] = this.#tally(at)
    if (tally) return tally.get(token) ?? 0
    let count = 0
    const ranges = this.#ranges[at]!
    for (let index = 0; index < ranges.length; index++) {
      const { part, sign } = this.#source[index]!
      const range = ranges[index]!
      if (range.high > range.low) count += sign * countAfter(part, range, orders[at]!, token)
    }
    return count
  }

  #tally(at: number): Map<number, number> | null {
    const ranges = this.#ranges[at]!
    if (ranges.reduce((sum, { low, high }) => sum + high - low, 0) > fewEnough) return null
    const tally = new Map<number, number>()
    ranges.forEach(({ low, high }, index) => {
      const { part, sign } = this.#source[index]!
      for (let place = low; place < high; place++) {
        const token = part.tokens[part.array.places[place]! + orders[at]!]!
        tally.set(token, (tally.get(token) ?? 0) + sign)
      }
    })
    return tally
  }
}

/** Counting so many at once is cheaper than searching for each candidate. */
const fewEnough = 64

/** What a reading says of a token. */
interface Seen {
  probability: number
  order: number
  share: number
  count: number
}

/** Some sources' readings, kept from key to key: while a piece is typed, what stands before it is the same. */
export class Readings {
  readonly #sources: readonly Source[]
  readonly #known = new Map<string, readonly Reading[]>()

  constructor(sources: readonly Source[]) {
    this.#sources = sources
  }

  /** Whether they are those of the same parts. */
  areOf(sources: readonly Source[]): boolean {
    return sources.every((source, index) => isSame(source, this.#sources[index]!))
  }

  /** One for each source: of the first, as many as there are `literal` ones, after `context`, of the others after `shapes`. */
  after(context: Int32Array, shapes: Int32Array, literal: number): readonly Reading[] {
    const key = `${context.slice(-longestContext).join(' ')}\n${shapes.slice(-longestContext).join(' ')}`
    let readings = this.#known.get(key)
    if (!readings) {
      if (this.#known.size >= mostKept) this.#known.clear()
      readings = this.#sources.map((source, index) => new Reading(source, index < literal ? context : shapes))
      this.#known.set(key, readings)
    }
    return readings
  }
}

const mostKept = 64

const isSame = (a: Source, b: Source) =>
  a.length === b.length && a.every(({ part, sign }, index) => part === b[index]!.part && sign === b[index]!.sign)
