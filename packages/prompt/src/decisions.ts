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

/** What is decided of each unit of a plan. */
export class Decisions {
  readonly #codes: Uint8Array

  constructor(units: number) {
    this.#codes = new Uint8Array(units)
  }

  /** Opens all again. */
  clear(): void {
    this.#codes.fill(open)
  }

  isOpen(unit: number): boolean {
    return this.#codes[unit] === open
  }

  isKept(unit: number): boolean {
    return this.#codes[unit] === kept
  }

  isCut(unit: number): boolean {
    return this.#codes[unit]! > kept
  }

  keep(unit: number): void {
    this.#codes[unit] = kept
  }

  cut(unit: number, why: Why): void {
    this.#codes[unit] = reasons.indexOf(why)
  }

  /** Why it is cut, if it is. */
  why(unit: number): Why | undefined {
    return reasons[this.#codes[unit]!]
  }
}
