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
  readonly #splits: (last: string, text: string) => boolean
  #done = 0
  /** What may still change with what follows. */
  #run = ''
  /** Its tokens, where they are known. */
  #known: number | undefined
  #last = ''

  constructor(tokenizer: Tokenizer) {
    this.#count = counterOf(tokenizer).count
    this.#splits = tokenizer.splits ? (last, text) => tokenizer.splits!(last, text) : () => false
  }

  /**
   * @param breaks a line break follows
   * @param tokens those of the piece with its line break, where they are known
   */
  add(piece: string, breaks = false, tokens?: number): void {
    if (piece === '') return
    if (this.#last === '') this.#begin(piece, breaks, tokens)
    else if (this.#splits(this.#last, piece)) {
      this.#flush()
      this.#begin(piece, breaks, tokens)
    } else {
      this.#run += breaks ? `${piece}\n` : piece
      this.#known = undefined
    }
    this.#last = breaks ? '\n' : piece.charAt(piece.length - 1)
  }

  /** The tokens of all that was added since the last end. */
  end(): number {
    this.#flush()
    const total = this.#done
    this.#done = 0
    this.#last = ''
    return total
  }

  #begin(piece: string, breaks: boolean, tokens: number | undefined): void {
    this.#known = tokens
    this.#run = breaks ? `${piece}\n` : piece
  }

  #flush(): void {
    if (this.#last !== '') this.#done += this.#known ?? this.#count(this.#run)
  }
}
