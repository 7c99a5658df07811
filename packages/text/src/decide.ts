import { type FileChange, hunksOf } from './change-set.ts'
import { editsOf, type Hunk } from './diff.ts'
import { applyEdits, type Edit } from './edit.ts'
import { lineStarts, linesOf } from './lines.ts'
import { lowerBound } from './lower-bound.ts'

/*
 * A change that waits for a decision is a `FileChange` between the text that was decided on (`before`) and the text in the
 * editor (`after`). What is accepted goes into `before`, what is rejected comes out of `after`, and what the user types goes
 * into both, unless it is within what is proposed. Decided is what no longer differs.
 */

/** The change once a hunk of it is accepted. */
export function accept(change: FileChange, hunk: Hunk): FileChange {
  const { before = '', after = '' } = change
  const text = applyEdits(before, editsOf(before, after, [hunk]))
  if (change.after === undefined && text === '') return withTexts(change, undefined, undefined)
  return withTexts(change, text, change.after)
}

/** The change once a hunk of it is rejected. */
export function reject(change: FileChange, hunk: Hunk): FileChange {
  const { before = '', after = '' } = change
  const text = applyEdits(after, editsOf(after, before, [{ before: hunk.after, after: hunk.before }]))
  if (change.before === undefined && text === '') return withTexts(change, undefined, undefined)
  return withTexts(change, change.before, text)
}

/** The change once the user has edited the text in the editor: `edit` counts in `after`. */
export function edited(change: FileChange, edit: Edit): FileChange {
  const { before, after = '' } = change
  const own = before === undefined ? undefined : inBefore(change, edit)
  return withTexts(change, own ? applyEdits(before!, [own]) : before, applyEdits(after, [edit]))
}

/** The same edit in the text that was decided on; undefined where it touches what is proposed. */
function inBefore(change: FileChange, { offset, remove, insert }: Edit): Edit | undefined {
  const { before = '', after = '' } = change
  const starts = lineStarts(linesOf(after))
  const first = lineAt(starts, offset)
  const last = lineAt(starts, offset + remove)
  let moved = 0
  for (const hunk of hunksOf(change)) {
    if (hunk.after.start > last) break
    if (hunk.after.end >= first) return undefined
    moved = hunk.before.end - hunk.after.end
  }
  const line = lineStarts(linesOf(before))[first + moved]!
  return { offset: line + offset - starts[first]!, remove, insert }
}

/** The line that an offset is in. */
const lineAt = (starts: readonly number[], offset: number): number => lowerBound(starts, offset + 1) - 1

function withTexts({ path, to }: FileChange, before: string | undefined, after: string | undefined): FileChange {
  return {
    path,
    ...(to !== undefined && { to }),
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
  }
}
