import { type Part, partOf } from './part.ts'

/**
 * Token streams that only ever grow in number, in few parts: small ones are merged into larger ones, as in a
 * log-structured merge tree, so that each is sorted again only a few times.
 */
export class Tiers {
  readonly parts: Part[] = []
  /** The tokens in all parts. */
  size = 0

  add(tokens: Int32Array<ArrayBuffer>, vocabulary: number): void {
    this.size += tokens.length
    let merged = tokens
    for (let last = this.parts.at(-1); last && last.tokens.length < 3 * merged.length; last = this.parts.at(-1)) {
      merged = concatenate([last.tokens, merged])
      this.parts.pop()
    }
    this.parts.push(partOf(merged, vocabulary))
  }
}

export function concatenate(streams: readonly Int32Array[]): Int32Array<ArrayBuffer> {
  const all = new Int32Array(streams.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const stream of streams) {
    all.set(stream, at)
    at += stream.length
  }
  return all
}
