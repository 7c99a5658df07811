import type { Paths } from '@caret/patterns'
import type { Caret } from '../predictor.ts'

/** The first files with something, those given before all others; so many at most. */
export function fewOf(paths: Paths, first: readonly string[], most: number): ReadonlySet<string> {
  const few = new Set(first.filter((path) => paths.has(path)))
  for (const path of paths) {
    if (few.size >= most) break
    few.add(path)
  }
  return few
}

/** Where a place is for who is at the caret, as features. */
export function whereabouts(path: string, offset: number, caret: Caret) {
  const here = path === caret.path
  return {
    here: here ? 1 : 0,
    below: here && offset >= caret.offset - 1 ? 1 : 0,
    /** In a file that follows. */
    onward: !here && path > caret.path ? 1 : 0,
    distance: here ? Math.log2(1 + Math.abs(offset - caret.offset) / 40) : 0,
  }
}
