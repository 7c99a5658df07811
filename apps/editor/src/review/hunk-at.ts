import type { Hunk } from '@caret/text'

/** Which hunk a line is in or beside, counted from one; −1 for none. */
export const hunkAt = (hunks: readonly Hunk[], line: number): number =>
  hunks.findIndex(
    ({ after: { start, end } }) => line > start - (start === end ? 1 : 0) && line <= Math.max(end, start + 1),
  )

/** The hunk after a line, or before it. */
export const hunkFrom = (hunks: readonly Hunk[], line: number, direction: 'next' | 'previous'): Hunk | undefined =>
  direction === 'next'
    ? hunks.find(({ after }) => after.start + 1 > line)
    : hunks.findLast(({ after }) => after.start + 1 < line)

/** From one of several things to the next, around the end, and to that one last; to the first from what is none of them. */
export function following<T>(all: readonly T[], from: T | undefined, direction: 'next' | 'previous'): T | undefined {
  const ordered = direction === 'next' ? all : all.toReversed()
  return ordered[(ordered.indexOf(from!) + 1) % ordered.length]
}
