import type { Change } from './change.ts'
import { nearest, type Paths } from './holders.ts'
import type { TokenIndex } from './token-index.ts'

/**
 * Keeps what was found for a change in a file's tokens, which are others as soon as the file is: it is asked for after every
 * edit. Only for what follows from these two.
 */
export function keepFound<T>(): (change: Change, tokens: Int32Array, find: () => T) => T {
  const byChange = new WeakMap<Change, WeakMap<Int32Array, T>>()
  return (change, tokens, find) => {
    let byTokens = byChange.get(change)
    if (!byTokens) byChange.set(change, (byTokens = new WeakMap()))
    let found = byTokens.get(tokens)
    if (found === undefined) byTokens.set(tokens, (found = find()))
    return found
  }
}

/**
 * Keeps which files are looked into for a change: those that have all of some tokens, the nearest first, so many at most. They are chosen
 * anew once one of the tokens has come to a file, or left one, or others are near. Only for tokens that follow from the change.
 */
export function keepNearest(): ChooseNearest {
  const byChange = new WeakMap<Change, Chosen>()
  return (change, tokens, index, near, most) => {
    const last = byChange.get(change)
    const order = [most, ...near].join('\n')
    const holders = tokens.map((token) => index.holders(token))
    const isAsItWas =
      last && holders.every((paths, at) => paths === last.holders[at] && paths.edition === last.editions[at])
    if (isAsItWas && last.order === order) return last.files
    const all = isAsItWas ? last.all : index.holdersOfAll(tokens)
    const files = nearest(all, near, most)
    byChange.set(change, { holders, editions: holders.map(({ edition }) => edition), all, order, files })
    return files
  }
}

type ChooseNearest = (
  change: Change,
  tokens: readonly number[],
  index: TokenIndex,
  near: readonly string[],
  most: number,
) => readonly string[]

interface Chosen {
  holders: readonly Paths[]
  editions: readonly number[]
  /** The files that have all of the tokens. */
  all: Paths
  /** How many of them were wanted, and which first. */
  order: string
  files: readonly string[]
}

/** Places in files, each once. */
export class Places {
  readonly #byPath = new Map<string, Set<number>>()

  /** Whether it was not among them yet. */
  add(path: string, from: number): boolean {
    let places = this.#byPath.get(path)
    if (!places) this.#byPath.set(path, (places = new Set()))
    if (places.has(from)) return false
    places.add(from)
    return true
  }
}
