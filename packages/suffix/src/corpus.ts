import { cutPieces } from './pieces.ts'
import { type SuffixArray, sortSuffixes } from './suffix-array.ts'

/** Files as one stream of tokens with its suffix array: plain values that a worker can hand over (`corpusBuffers`). */
export interface Corpus {
  /** The pieces by number; see `Vocabulary`. */
  names: string[]
  /** All files' pieces, with a 0 after each file. */
  tokens: Int32Array<ArrayBuffer>
  paths: string[]
  /** Where each file starts in `tokens`, and the end of the last one. */
  starts: Int32Array<ArrayBuffer>
  array: SuffixArray
}

/** Reads `files` (path and text, each path once) into a corpus. Pure; the heavy part of making a `SuffixModel`. */
export function buildCorpus(files: Iterable<readonly [path: string, text: string]>): Corpus {
  const names = ['']
  const ids = new Map<string, number>()
  const stream = new GrowingStream()
  const paths: string[] = []
  const starts: number[] = []
  for (const [path, text] of files) {
    paths.push(path)
    starts.push(stream.length)
    cutPieces(text, (name) => {
      let id = ids.get(name)
      if (id === undefined) {
        id = names.length
        names.push(name)
        ids.set(name, id)
      }
      stream.push(id)
    })
    stream.push(0)
  }
  starts.push(stream.length)
  return sortCorpus(names, stream.end(), paths, starts)
}

/** A corpus of `tokens`, which are numbers in `names` in any order; both become others. */
export function sortCorpus(
  names: readonly string[],
  tokens: Int32Array<ArrayBuffer>,
  paths: string[],
  starts: readonly number[],
): Corpus {
  const used = new Uint8Array(names.length)
  used[0] = 1
  for (const token of tokens) used[token] = 1
  const order: number[] = []
  for (let id = 0; id < names.length; id++) if (used[id]) order.push(id)
  order.sort((a, b) => (names[a]! < names[b]! ? -1 : 1))
  const rank = new Int32Array(names.length)
  for (let at = 0; at < order.length; at++) rank[order[at]!] = at
  for (let at = 0; at < tokens.length; at++) tokens[at] = rank[tokens[at]!]!
  const sorted = order.map((id) => names[id]!)
  return { names: sorted, tokens, paths, starts: Int32Array.from(starts), array: sortSuffixes(tokens, sorted.length) }
}

/** What of a corpus can be transferred between threads instead of copied. */
export function corpusBuffers({ tokens, starts, array }: Corpus): ArrayBuffer[] {
  return [tokens.buffer, starts.buffer, array.places.buffer, array.buckets.buffer]
}

/** An `Int32Array` that grows. */
export class GrowingStream {
  length = 0
  #items = new Int32Array(1 << 12)

  push(item: number): void {
    if (this.length === this.#items.length) {
      const larger = new Int32Array(this.#items.length * 2)
      larger.set(this.#items)
      this.#items = larger
    }
    this.#items[this.length++] = item
  }

  /** The last `count` items, or as many as there are. */
  last(count: number): Int32Array<ArrayBuffer> {
    return this.#items.slice(Math.max(0, this.length - count), this.length)
  }

  /** All items. */
  end(): Int32Array<ArrayBuffer> {
    return this.#items.slice(0, this.length)
  }
}
