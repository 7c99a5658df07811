/** A stretch of lines that differs; zero-based, half-open, as the editor counts lines. */
export interface LineChange {
  oldStart: number
  oldEnd: number
  newStart: number
  newEnd: number
}

/** Half-open, zero-based lines. */
export interface LineSpan {
  start: number
  end: number
}

/** The changes that touch the span, whole. A deletion lies between lines and touches both. */
export function touching(changes: LineChange[], { start, end }: LineSpan): LineChange[] {
  return changes.filter((change) =>
    change.newStart === change.newEnd
      ? change.newStart >= start && change.newStart <= end
      : change.newStart < end && change.newEnd > start,
  )
}

/**
 * What of the changes lies within the span. Where a change replaces lines one by one, the old lines are cut alike; else the
 * old lines go with whatever part of the new ones is taken.
 */
export function within(changes: LineChange[], span: LineSpan): LineChange[] {
  return touching(changes, span).map((change) => {
    const newStart = Math.max(change.newStart, Math.min(span.start, change.newEnd))
    const newEnd = Math.min(change.newEnd, Math.max(span.end, newStart))
    const oneByOne = change.oldEnd - change.oldStart === change.newEnd - change.newStart
    if (!oneByOne) return { ...change, newStart, newEnd }
    const shift = change.oldStart - change.newStart
    return { oldStart: newStart + shift, oldEnd: newEnd + shift, newStart, newEnd }
  })
}

/** A replacement in a text, zero-based. */
export interface TextReplacement {
  startLine: number
  startColumn: number
  endLine: number
  endColumn: number
  text: string
}

/** The edit that takes a change back: in the new text, `oldLines` come where the new lines are. */
export function reverting(change: LineChange, oldLines: string[], newLines: string[], eol: string): TextReplacement {
  const { newStart, newEnd } = change
  const text = oldLines.slice(change.oldStart, change.oldEnd).join(eol)
  const end = (line: number) => newLines[line]!.length
  const last = newLines.length - 1
  if (newStart === newEnd) {
    if (newStart <= last) return { ...point(newStart, 0), text: text + eol }
    return { ...point(last, end(last)), text: eol + text }
  }
  if (change.oldStart < change.oldEnd) {
    return { startLine: newStart, startColumn: 0, endLine: newEnd - 1, endColumn: end(newEnd - 1), text }
  }
  if (newEnd <= last) return { startLine: newStart, startColumn: 0, endLine: newEnd, endColumn: 0, text: '' }
  if (newStart === 0) return { startLine: 0, startColumn: 0, endLine: last, endColumn: end(last), text: '' }
  return { startLine: newStart - 1, startColumn: end(newStart - 1), endLine: last, endColumn: end(last), text: '' }
}

const point = (line: number, column: number) => ({
  startLine: line,
  startColumn: column,
  endLine: line,
  endColumn: column,
})
