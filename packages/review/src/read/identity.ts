import { createHash } from 'node:crypto'
import type { LineSpan } from '@caret/text'
import type { HunkView } from './file-view.ts'

/**
 * Each hunk's id: of its file, of its lines before and after, and of the line that opens the block that it is in. Edits
 * elsewhere in the file, and a rebase, leave it as it is; an edit of its lines makes another. Equal ones in one block are
 * told apart by their order.
 */
export function hunkIds(hunks: readonly HunkView[]): Map<HunkView, string> {
  const seen = new Map<string, number>()
  const ids = hunks.map((hunk) => {
    const hash = hashOf(hunk)
    const count = (seen.get(hash) ?? 0) + 1
    seen.set(hash, count)
    return [hunk, count === 1 ? hash : `${hash}-${count}`] as const
  })
  return new Map(ids)
}

function hashOf({ file, before, after }: HunkView): string {
  const old = file.before.lines.slice(before.start, before.end)
  const fresh = file.after.lines.slice(after.start, after.end)
  // Without lines, what there is to see is that the file is moved, or what is said of it.
  const rest =
    old.length + fresh.length > 0 ? [] : [file.kind, file.from ?? '', ...file.notes.map(({ version }) => version)]
  const parts = [file.path, openerOf(file.after.lines, after), old.length, ...old, ...fresh, ...rest]
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 16)
}

/** The nearest line above that is indented less. A tree would say it better, but not of text that is half-typed. */
function openerOf(lines: readonly string[], { start, end }: LineSpan): string {
  const within = lines.slice(start, Math.max(end, start + 1)).filter(isFull)
  const own = Math.min(...within.map(depthOf))
  const depth = Number.isFinite(own) ? own : depthOf(lines.slice(0, start).findLast(isFull) ?? '')
  const isAround = (line: string) => isFull(line) && depthOf(line) < depth
  return depth === 0 ? '' : (lines.slice(0, start).findLast(isAround)?.trim() ?? '')
}

const isFull = (line: string) => /[\p{L}\p{N}]/u.test(line)
const depthOf = (line: string) => line.length - line.trimStart().length
