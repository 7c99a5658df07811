import { Shapes } from './abstraction.ts'
import { type Corpus, GrowingStream, sortCorpus } from './corpus.ts'
import { type Part, partOf } from './part.ts'
import { cutPieces } from './pieces.ts'
import type { Source } from './reading.ts'
import { concatenate, Tiers } from './tiers.ts'
import { Vocabulary } from './vocabulary.ts'

const mostCurrent = 4

/**
 * The codebase's texts as they are now, as parts to count in: the corpus as it was built; what was added since; and what is
 * gone, whose counts are taken away again, so that the large part need not change.
 */
export class Texts {
  readonly vocabulary: Vocabulary
  readonly shapes: Shapes
  readonly #corpus: Corpus
  readonly #whole: Part
  readonly #indexOf: Map<string, number>
  /** Files that changed last, in that order, apart from all others: they change again. */
  readonly #current = new Map<string, Part>()
  /** Other files that are no longer as in the corpus; null where their last known text is taken out. */
  readonly #settled = new Map<string, Int32Array<ArrayBuffer> | null>()
  readonly #added = new Tiers()
  readonly #gone = new Tiers()
  /** Parts of single files, made when they are asked for. */
  readonly #ofFiles = new Map<string, Part>()
  readonly #shapeParts = new WeakMap<Part, Part>()

  constructor(corpus: Corpus) {
    this.#corpus = corpus
    this.vocabulary = new Vocabulary(corpus.names)
    this.shapes = new Shapes(this.vocabulary)
    this.#whole = { tokens: corpus.tokens, array: corpus.array, frequent: new Map() }
    this.#indexOf = new Map(corpus.paths.map((path, index) => [path, index]))
  }

  get changed(): number {
    return (this.#added.size + this.#gone.size) / Math.max(1, this.#corpus.tokens.length)
  }

  replace(path: string, text: string): void {
    this.remove(path)
    this.#current.set(path, this.partOf([text]))
    if (this.#current.size <= mostCurrent) return
    const [oldest, { tokens }] = this.#current.entries().next().value!
    this.#current.delete(oldest)
    this.#settled.set(oldest, tokens)
    this.#added.add(tokens, this.vocabulary.size)
  }

  remove(path: string): void {
    this.#ofFiles.delete(path)
    if (this.#current.delete(path)) return
    const tokens = this.#tokensOf(path)
    if (!tokens) return
    this.#gone.add(tokens, this.vocabulary.size)
    this.#settled.set(path, null)
  }

  /** The texts as a corpus of their own. */
  compact(): Corpus {
    const files = new Map<string, Int32Array<ArrayBuffer>>()
    for (const path of [...this.#indexOf.keys(), ...this.#settled.keys()]) {
      const tokens = this.#tokensOf(path)
      if (tokens) files.set(path, tokens)
    }
    for (const [path, { tokens }] of this.#current) files.set(path, tokens)
    const starts = [0]
    for (const { length } of files.values()) starts.push(starts.at(-1)! + length)
    return sortCorpus(this.vocabulary.names, concatenate([...files.values()]), [...files.keys()], starts)
  }

  codebase(): Source {
    return [
      { part: this.#whole, sign: 1 },
      ...[...this.#added.parts, ...this.#current.values()].map((part) => ({ part, sign: 1 as const })),
      ...this.#gone.parts.map((part) => ({ part, sign: -1 as const })),
    ]
  }

  file(path: string): Part | undefined {
    let part = this.#current.get(path) ?? this.#ofFiles.get(path)
    if (!part) {
      const tokens = this.#tokensOf(path)
      if (!tokens) return undefined
      if (this.#ofFiles.size > mostCurrent) this.#ofFiles.clear()
      this.#ofFiles.set(path, (part = partOf(tokens, this.vocabulary.size)))
    }
    return part
  }

  /** A part of `texts`, each as if it were a file. */
  partOf(texts: readonly string[]): Part {
    const tokens = new GrowingStream()
    for (const text of texts) {
      cutPieces(text, (name) => tokens.push(this.vocabulary.add(name)))
      tokens.push(0)
    }
    return partOf(tokens.end(), this.vocabulary.size)
  }

  /** The same places by their shapes. */
  shapesOf(source: Source): Source {
    return source.map(({ part, sign }) => {
      let shapes = this.#shapeParts.get(part)
      if (!shapes) this.#shapeParts.set(part, (shapes = partOf(this.shapes.of(part.tokens), this.shapes.size)))
      return { part: shapes, sign }
    })
  }

  #tokensOf(path: string): Int32Array<ArrayBuffer> | undefined {
    const settled = this.#settled.get(path)
    if (settled !== undefined) return settled ?? undefined
    const index = this.#indexOf.get(path)
    const { tokens, starts } = this.#corpus
    return index === undefined ? undefined : tokens.slice(starts[index], starts[index + 1])
  }
}
