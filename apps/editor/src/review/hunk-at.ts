import type { Hunk } from '@caret/text'

/** Which hunk a line is in or beside, counted from one; −1 for none. */
export const hunkAt = (hunks: readonly Hunk[], line: number): number =>
  hunks.findIndex(
    ({ after: { start, end } }) => line > start - (start === end ? 1 : 0) && line <= Math.max(end, start + 1),
  )

/** The hunk after a line, or before it, around the end of the file. */
export function hunkFrom(hunks: readonly Hunk[], line: number, direction: 'next' | 'previous'): Hunk | undefined {
  if (direction === 'next') return hunks.find(({ after }) => after.start + 1 > line) ?? hunks[0]
  return hunks.findLast(({ after }) => after.start + 1 < line) ?? hunks.at(-1)
}
