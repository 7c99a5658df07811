/** Why something is cut. */
export type Why =
  /** It did not fit beside what is more important. */
  | 'budget'
  /** What it stands in is cut. */
  | 'around'
  /** Another of the alternatives was taken. */
  | 'alternative'
  /** It stands for something that is kept. */
  | 'placeholder'

const [open, kept] = [0, 1]
/** A cut has the code of its reason. */
const reasons: readonly (Why | undefined)[] = [undefined, undefined, 'budget', 'around', 'alternative', 'placeholder']
const codeOf = new Map(reasons.map((why, code) => [why, code]))

/**
 * What is decided of each unit of a plan. It is kept apart from the units, by their indices: these lie all over the memory, and are
 * decided about in another order than that in which they were made.
 */
export class Decisions {
  readonly #codes: Uint8Array

  constructor(units: number) {
    this.#codes = new Uint8Array(units)
  }

  /** Opens all again. */
  clear(): void {
    this.#codes.fill(open)
  }

  isOpen = (index: number): boolean => this.#codes[index] === open
  isKept = (index: number): boolean => this.#codes[index] === kept
  isCut = (index: number): boolean => this.#codes[index]! > kept

  keep(index: number): void {
    this.#codes[index] = kept
  }

  cut(index: number, why: Why): void {
    this.#codes[index] = codeOf.get(why)!
  }

  /** Why it is cut, if it is. */
  why(index: number): Why | undefined {
    return reasons[this.#codes[index]!]
  }
}
