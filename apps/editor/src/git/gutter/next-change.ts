export type Direction = 'next' | 'previous'

/** The part of a change that walking from one to the next needs; lines count from one. */
interface Change {
  change2: { modified: { startLineNumber: number; endLineNumberExclusive: number } }
}

/** The index of the change after, or before, a line, around the end of the text; with `here`, one at the line counts. */
export function nextChange(changes: readonly Change[], line: number, direction: Direction, here: boolean): number {
  const last = ({ change2: { modified } }: Change) =>
    Math.max(modified.startLineNumber, modified.endLineNumberExclusive - 1)
  if (direction === 'next') {
    const found = changes.findIndex((change) =>
      here ? last(change) >= line : change.change2.modified.startLineNumber > line,
    )
    return found === -1 ? 0 : found
  }
  const found = changes.findLastIndex((change) =>
    here ? change.change2.modified.startLineNumber <= line : last(change) < line,
  )
  return found === -1 ? changes.length - 1 : found
}
