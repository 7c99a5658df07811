import type { Vocabulary } from './vocabulary.ts'

/**
 * The shape of code: a token stream in which a name is told by how many other names were used since it was used last, so that
 * `foo(a, a.b)` and `foo(c, c.b)` look alike (a parameterized match: Baker 1996). What is no name, and keywords, stay.
 *
 * Numbers of shapes: 0 ends a file; then names used before, by rank, each without and with a space before it; then a
 * name that was not used lately, likewise; then from `firstLiteral` on the tokens that stay.
 */
export const ranks = 24
const newName = 1 + 2 * ranks
export const firstLiteral = newName + 2

/** What of tokens is a name, remembered by token. */
export class Shapes {
  readonly #vocabulary: Vocabulary
  readonly #words = new Map<string, number>()
  readonly #wordNames: string[] = []
  #ofToken = new Int32Array(1 << 10).fill(unknown)

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary
  }

  get size(): number {
    return firstLiteral + this.#vocabulary.size
  }

  /** Orders shapes: names used before by rank, then a new one, then what stays by its text. */
  readonly compare = (one: number, other: number): number =>
    one >= firstLiteral && other >= firstLiteral
      ? this.#vocabulary.compare(one - firstLiteral, other - firstLiteral)
      : one - other

  /** The shapes of `tokens`, into an array of the same length. */
  of(tokens: Int32Array): Int32Array<ArrayBuffer> {
    const shapes = new Int32Array(tokens.length)
    const recent = new Recent()
    for (let at = 0; at < tokens.length; at++) {
      const token = tokens[at]!
      if (token === 0) recent.clear()
      else shapes[at] = this.#shape(token, recent, true)
    }
    return shapes
  }

  /** The shapes of the last `count` tokens of `context`, and what its names are called by rank. */
  situate(context: Int32Array, count: number): { shapes: Int32Array<ArrayBuffer>; recent: Recent } {
    const recent = new Recent()
    const shapes = new Int32Array(Math.min(count, context.length))
    const from = context.length - shapes.length
    for (let at = Math.max(0, context.length - 300); at < context.length; at++) {
      const shape = this.#shape(context[at]!, recent, true)
      if (at >= from) shapes[at - from] = shape
    }
    return { shapes, recent }
  }

  /** The shape that `token` would have next. */
  next(token: number, recent: Recent): number {
    return this.#shape(token, recent, false)
  }

  /** The text of what has `shape`; undefined for a name that was not used lately. */
  text(shape: number, recent: Recent): string | undefined {
    if (shape >= firstLiteral) return this.#vocabulary.names[shape - firstLiteral]
    const word = recent.at((shape - 1) >> 1)
    if (word === undefined) return undefined
    return (shape - 1) % 2 === 1 ? ` ${this.#wordNames[word]!}` : this.#wordNames[word]
  }

  #shape(token: number, recent: Recent, use: boolean): number {
    if (token >= this.#ofToken.length) {
      const more = new Int32Array(Math.max(this.#vocabulary.size + 1, this.#ofToken.length * 2)).fill(unknown)
      more.set(this.#ofToken)
      this.#ofToken = more
    }
    let word = this.#ofToken[token]!
    if (word === unknown) word = this.#ofToken[token] = this.#wordOf(this.#vocabulary.names[token]!)
    if (word < 0) return firstLiteral + token
    const rank = recent.rank(word >> 1)
    if (use) recent.use(word >> 1, rank)
    return (rank === -1 ? newName : 1 + 2 * rank) + (word & 1)
  }

  /** Twice the number of the name, plus one with a space before it; -1 for what stays. */
  #wordOf(name: string): number {
    const spaced = name.charCodeAt(0) === 32 ? 1 : 0
    const text = name.slice(spaced)
    if (!/^[A-Za-z_$\u0080-\uFFFB]/.test(text) || keywords.has(text)) return -1
    let word = this.#words.get(text)
    if (word === undefined) {
      this.#words.set(text, (word = this.#wordNames.length))
      this.#wordNames.push(text)
    }
    return word * 2 + spaced
  }
}

const unknown = -2

/** The names that were used last, the latest first. */
export class Recent {
  readonly #words = new Int32Array(ranks)
  #length = 0

  at(rank: number): number | undefined {
    return rank < this.#length ? this.#words[rank] : undefined
  }

  rank(word: number): number {
    for (let rank = 0; rank < this.#length; rank++) if (this.#words[rank] === word) return rank
    return -1
  }

  use(word: number, rank: number): void {
    let at = rank
    if (at === -1) {
      if (this.#length < ranks) this.#length++
      at = this.#length - 1
    }
    this.#words.copyWithin(1, 0, at)
    this.#words[0] = word
  }

  clear(): void {
    this.#length = 0
  }
}

const keywords = new Set(
  `abstract and any as assert async await bool boolean break case catch char class const constructor continue crate def
   default defer del delete do double elif else enum err except export extends extern false final finally float fn for from
   func function go if impl implements import in instanceof int interface is keyof lambda let long loop match mod module mut
   namespace new nil None not null number object of ok or override package pass private protected pub public raise range
   readonly ref return self Self short static str string struct super switch this throw throws trait true True False try
   type typeof undefined unsafe unsigned use using var virtual void where while with yield expect it test describe assert
   len Some Ok Err None Option Result Vec String`.split(/\s+/),
)
