import type { Change } from './change.ts'

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
