import { createHash } from 'node:crypto'
import type { HunkView } from './file-view.ts'

/**
 * Each hunk's id: of its file, of what it is in, and of its lines. Edits elsewhere in the file, and a rebase, leave it as it
 * is; an edit of its lines makes another. Among equal ones in the same place, their order tells them apart.
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

function hashOf({ file, before, after, owner }: HunkView): string {
  const old = file.before.lines.slice(before.start, before.end)
  const fresh = file.after.lines.slice(after.start, after.end)
  // Without lines, what there is to see is that the file is moved, or what is said of it.
  const rest =
    old.length + fresh.length > 0 ? [] : [file.kind, file.from ?? '', ...file.notes.map(({ version }) => version)]
  const parts = [file.path, owner?.qualified ?? '', old.length, ...old, ...fresh, ...rest]
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 16)
}
