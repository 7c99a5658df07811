/**
 * Pieces by number. Number 0 ends a file. The first `sorted` numbers are in the order of their text, so that all pieces with
 * a common beginning are neighbours there; pieces that came later follow in the order in which they came.
 */
export class Vocabulary {
  readonly names: string[]
  readonly sorted: number
  /** The numbers of pieces that came later, and of those that were looked for: of all of them, they would take as much as their names. */
  readonly #ids = new Map<string, number>()

  /** `names` starts with '' for number 0, then the pieces in order. */
  constructor(names: string[]) {
    this.names = names
    this.sorted = names.length
  }

  get size(): number {
    return this.names.length
  }

  /** The number of a piece, given to it now if it has none. */
  add(name: string): number {
    let id = this.find(name)
    if (id === undefined) {
      id = this.names.length
      this.names.push(name)
      this.#ids.set(name, id)
    }
    return id
  }

  /** Orders pieces by their text. */
  readonly compare = (one: number, other: number): number => {
    const [a, b] = [this.names[one]!, this.names[other]!]
    return a < b ? -1 : a > b ? 1 : 0
  }

  find(name: string): number | undefined {
    const known = this.#ids.get(name)
    if (known !== undefined) return known
    const id = name === '' ? 0 : this.#lowerBound(name)
    if (id >= this.sorted || this.names[id] !== name) return undefined
    this.#ids.set(name, id)
    return id
  }

  /** The numbers among the sorted ones whose pieces begin with `prefix`, as `[from, to)`. */
  withPrefix(prefix: string): [from: number, to: number] {
    return prefix === '' ? [1, this.sorted] : [this.#lowerBound(prefix), this.#lowerBound(`${prefix}\uFFFF`)]
  }

  #lowerBound(text: string): number {
    let low = 1
    let high = this.sorted
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.names[middle]! < text) low = middle + 1
      else high = middle
    }
    return low
  }
}
