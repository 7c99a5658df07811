import type { HunkView } from '../read/file-view.ts'
import { runsOf } from '../read/token-diff.ts'

/** A name that a hunk has more or less often than before, and where. */
export interface ChangedWord {
  name: string
  /** Its words, in lower case: `resetPassword` has `reset` and `password`. */
  parts: string[]
  side: 'before' | 'after'
  line: number
}

/** Names that a hunk's code, strings and comments apart, puts in or takes out. */
export function changedWords(hunk: HunkView): ChangedWord[] {
  const balance = new Map<string, number>()
  const words: Omit<ChangedWord, 'parts'>[] = []
  for (const { removed, inserted } of runsOf(hunk)) {
    for (const [tokens, side, sign] of [
      [removed, 'before', -1],
      [inserted, 'after', 1],
    ] as const) {
      for (const { text, kind, line } of tokens) {
        if (kind !== 'word') continue
        words.push({ name: text, side, line })
        balance.set(text, (balance.get(text) ?? 0) + sign)
      }
    }
  }
  return words
    .filter(({ name, side }) => (side === 'after' ? balance.get(name)! > 0 : balance.get(name)! < 0))
    .map((word) => ({ ...word, parts: partsOf(word.name) }))
}

const partsOf = (name: string): string[] =>
  (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? []).map((part) => part.toLowerCase())
