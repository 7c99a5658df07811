import { counterOf, type Tokenizer } from './tokenizer.ts'

/**
 * The tokens of texts joined. Tokens are not additive: they merge across a joint. Where the tokenizer knows a joint that they
 * never cross, what is on both sides is counted apart, and most of it has been counted before.
 */
export function countJoined(pieces: readonly string[], tokenizer: Tokenizer): number {
  const run = new TokenRun(tokenizer)
  for (const piece of pieces) run.add(piece)
  return run.end()
}

/** The same, piece by piece. */
export class TokenRun {
  readonly #count: (text: string) => number
  readonly #splits: ((before: string, after: string) => boolean) | undefined
  #done = 0
  #run = ''
  #known: number | undefined = 0
  #last = ''

  constructor(tokenizer: Tokenizer) {
    this.#count = counterOf(tokenizer)
    this.#splits = tokenizer.splits && ((before, after) => tokenizer.splits!(before, after))
  }

  /** @param tokens those of `piece`, where they are known */
  add(piece: string, tokens?: number): void {
    if (piece === '') return
    if (this.#run === '' || this.#splits?.(this.#last, piece)) {
      this.#flush()
      this.#run = piece
      this.#known = tokens
    } else {
      this.#run += piece
      this.#known = undefined
    }
    this.#last = piece
  }

  /** The tokens of all that was added since the last end. */
  end(): number {
    this.#flush()
    const total = this.#done
    this.#done = 0
    return total
  }

  #flush(): void {
    if (this.#run !== '') this.#done += this.#known ?? this.#count(this.#run)
    this.#run = ''
  }
}
