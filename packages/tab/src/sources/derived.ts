import type { TokenIndex } from '@caret/patterns'

/** Words that something becomes of, by number, with what. */
export type Derived = readonly (readonly [number: number, word: string])[]

/**
 * The words of the codebase of which something is made: those that have the rarest of some parts in lower case are tried. More
 * come as the codebase grows, and none go, so that for the same `key` only those are tried that are new since it was asked last.
 */
export function derivedWords(
  key: object,
  parts: readonly string[],
  index: TokenIndex,
  make: (word: string) => string | undefined,
): Derived {
  let looked = known.get(key)
  if (!looked) {
    const rarest = parts.toSorted((a, b) => index.related(a).length - index.related(b).length)[0]!
    known.set(key, (looked = { rarest, tried: 0, words: [] }))
  }
  for (const related = index.related(looked.rarest); looked.tried < related.length; looked.tried++) {
    const number = related[looked.tried]!
    const word = make(index.token(number))
    if (word !== undefined) looked.words.push([number, word])
  }
  return looked.words
}

const known = new WeakMap<object, { rarest: string; tried: number; words: [number, string][] }>()
