import { diffLines } from '@caret/text'

/** Lines `[aFrom, aTo)` of one text stand where `[bFrom, bTo)` stand in another. */
export interface Change {
  aFrom: number
  aTo: number
  bFrom: number
  bTo: number
}

/** What differs between two lists of lines, from top to bottom. */
export function changesBetween(a: readonly string[], b: readonly string[]): Change[] {
  // No lines at all are not one empty line.
  if (a.length === 0 || b.length === 0)
    return a.length + b.length > 0 ? [{ aFrom: 0, aTo: a.length, bFrom: 0, bTo: b.length }] : []
  return diffLines(a.join('\n'), b.join('\n')).map(({ before, after }) => ({
    ...{ aFrom: before.start, aTo: before.end, bFrom: after.start, bTo: after.end },
  }))
}
