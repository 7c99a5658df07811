/** Counts of what followed which tokens, in files that may change. */
export interface Ngrams {
  /** A token's number; -1 for one never seen. */
  idOf(text: string): number
  /** Replaces a file's tokens; undefined takes it out. */
  set(path: string, tokens: string[] | undefined): void
  /** What begins with `prefix` and followed `context`, or its end where all of it was never seen, most often. */
  next(context: readonly number[], prefix: string): { id: number; text: string; share: number } | undefined
}

const orders = [5, 4, 3, 2, 1] as const
/** How many occurrences, the latest added, are counted. */
const sample = 64

export function createNgrams(): Ngrams {
  const vocabulary = new Map<string, number>()
  const texts: string[] = []
  /** All tokens of all files, one after the other, each file between numbers that are no token's. */
  let stream = new Int32Array(1 << 16)
  let size = 0
  let alive = new Uint8Array(stream.length)
  /** For each order: where a context was seen last, by its hash, and before each of those where it was seen before. */
  const heads = orders.map(() => new Int32Array(1 << 21).fill(-1))
  let links = orders.map(() => new Int32Array(stream.length))
  const places = new Map<string, [number, number]>()

  const intern = (text: string) => {
    let id = vocabulary.get(text)
    if (id === undefined) {
      vocabulary.set(text, (id = texts.length))
      texts.push(text)
    }
    return id
  }
  const push = (id: number) => {
    if (size === stream.length) {
      stream = grown(stream)
      links = links.map(grown)
      const more = new Uint8Array(stream.length)
      more.set(alive)
      alive = more
    }
    stream[size] = id
    alive[size] = 1
    size++
  }
  const slot = (order: number, at: (back: number) => number) => {
    let hash = order
    for (let back = order; back > 0; back--) hash = Math.imul(hash ^ at(back), 0x9e3779b1) ^ (hash >>> 15)
    return (hash ^ (hash >>> 13)) & ((1 << 21) - 1)
  }

  return {
    idOf: (text) => vocabulary.get(text) ?? -1,
    set: (path, tokens) => {
      const old = places.get(path)
      if (old) alive.fill(0, ...old)
      places.delete(path)
      if (!tokens) return
      push(-2)
      const start = size
      for (const token of tokens) push(intern(token))
      places.set(path, [start, size])
      for (const [which, order] of orders.entries()) {
        for (let at = start + order; at < size; at++) {
          const head = slot(order, (back) => stream[at - back]!)
          links[which]![at] = heads[which]![head]!
          heads[which]![head] = at
        }
      }
    },
    next: (context, prefix) => {
      for (const [which, order] of orders.entries()) {
        if (context.length < order) continue
        const counts = new Map<number, number>()
        let total = 0
        let looked = 0
        let at = heads[which]![slot(order, (back) => context[context.length - back]!)]!
        for (; at !== -1 && total < sample && looked < sample * 8; at = links[which]![at]!) {
          looked++
          if (!alive[at] || !follows(at, context, order)) continue
          const id = stream[at]!
          if (prefix !== '' && (texts[id]!.length <= prefix.length || !texts[id]!.startsWith(prefix))) continue
          counts.set(id, (counts.get(id) ?? 0) + 1)
          total++
        }
        if (total === 0) continue
        const [id, count] = [...counts].reduce((best, each) => (each[1] > best[1] ? each : best))
        return { id, text: texts[id]!, share: count / (total + 1) }
      }
      return undefined
    },
  }

  function follows(at: number, context: readonly number[], order: number): boolean {
    for (let back = 1; back <= order; back++) if (stream[at - back] !== context[context.length - back]) return false
    return true
  }
}

function grown(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const more = new Int32Array(array.length * 2)
  more.set(array)
  return more
}
