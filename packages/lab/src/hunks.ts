import { type Edit, trimEdit } from '@caret/text'
import type { LineChange } from '@caret/workspace'

/** Each change of lines as the shortest edit that makes it, with offsets in `before`, from top to bottom. */
export function editsOf(before: string, after: string, changes: readonly LineChange[]): Edit[] {
  const old = lineStarts(before)
  const fresh = lineStarts(after)
  return changes.map((change) => {
    const [oldFrom, oldTo] = stretch(before, old, change.oldStart, change.oldEnd, change)
    const [newFrom, newTo] = stretch(after, fresh, change.newStart, change.newEnd, change)
    return trimEdit(before, { offset: oldFrom, remove: oldTo - oldFrom, insert: after.slice(newFrom, newTo) })
  })

  /** Lines with the break after them, or where a text's last line is touched, with the break before them. */
  function stretch(text: string, starts: number[], from: number, to: number, change: LineChange): [number, number] {
    const last = change.oldEnd >= old.length || change.newEnd >= fresh.length
    if (!last) return [starts[from]!, starts[to]!]
    const head = Math.min(change.oldStart, change.newStart) > 0 ? 1 : 0
    const start = (starts[from] ?? text.length + 1) - head
    return [start, to >= starts.length ? text.length : starts[to]! - head]
  }
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}
