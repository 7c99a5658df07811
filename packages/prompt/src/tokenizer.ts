import type { ImagePart } from './message.ts'

/** What counts, of one model. Only `count` is needed; the rest are costs that the model adds beyond texts. */
export interface Tokenizer {
  /** Recordings name it. */
  readonly name?: string
  /** Tokens of a text by itself. The same text must always give the same number. */
  count(text: string): number
  /** Tokens of a message beyond its content (default: 0). */
  readonly perMessage?: number
  /** Tokens of a request beyond its messages (default: 0). */
  readonly perRequest?: number
  /** Tokens of a tool call beyond its name and input (default: 0). */
  readonly perToolCall?: number
  /** Tokens of an image (default: 1,600, the most that common models take). */
  image?(image: ImagePart): number
  /**
   * Whether `text`, behind any text whose last UTF-16 unit is `last`, always has the tokens that both have apart, whatever
   * else stands around them. It may say no when it does not know; the more it knows, the less has to be counted again.
   */
  splits?(last: string, text: string): boolean
}

/** Counts, and remembers: texts come again from request to request. */
export interface Counter {
  count(text: string): number
  /** Of the text with a line break behind it. */
  countLine(text: string): number
}

export function counterOf(tokenizer: Tokenizer): Counter {
  let counter = counters.get(tokenizer)
  if (!counter) {
    const texts = new CountCache((text) => tokenizer.count(text))
    const lines = new CountCache((text) => tokenizer.count(`${text}\n`))
    counters.set(tokenizer, (counter = { count: (text) => texts.count(text), countLine: (text) => lines.count(text) }))
  }
  return counter
}

const counters = new WeakMap<Tokenizer, Counter>()

/** UTF-16 units that one generation of a cache holds. */
const generation = 16_000_000

/** Two generations: what was not asked for while the younger one filled up is forgotten with the older. */
class CountCache {
  #young = new Map<string, number>()
  #old = new Map<string, number>()
  #size = 0
  readonly #count: (text: string) => number

  constructor(count: (text: string) => number) {
    this.#count = count
  }

  count(text: string): number {
    const known = this.#young.get(text)
    if (known !== undefined) return known
    const tokens = this.#old.get(text) ?? this.#count(text)
    this.#young.set(text, tokens)
    this.#size += text.length
    if (this.#size > generation) {
      this.#old = this.#young
      this.#young = new Map()
      this.#size = 0
    }
    return tokens
  }
}
