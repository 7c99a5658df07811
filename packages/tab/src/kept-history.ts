import { createHash } from 'node:crypto'
import { type Edit, mapOffset } from '@caret/text'
import type { HistoryEntry } from './history.ts'

/** One file's last edits, newest first, without the texts before them: those follow from the text after them all. */
export interface KeptFile {
  path: string
  /** Of the text after all of the edits. */
  hash: string
  edits: KeptEdit[]
}

export interface KeptEdit {
  offset: number
  removed: string
  inserted: string
  time: number
  predicted: boolean
}

const mostEdits = 100
/** UTF-16 units, of all files. */
const mostText = 256 * 1024

/** The edits of a file that lead to its text; undefined where something else has changed it since. */
export function keepFile(path: string, entries: readonly HistoryEntry[], text: string): KeptFile | undefined {
  const edits: KeptEdit[] = []
  let after = text
  for (const entry of entries) {
    if (entry.path !== path) continue
    const { before, edit, time, predicted } = entry
    if (!makes(before, edit, after)) break
    const { offset, remove, insert } = edit
    edits.push({ offset, removed: before.slice(offset, offset + remove), inserted: insert, time, predicted })
    after = before
  }
  return edits.length > 0 ? { path, hash: hashOf(text), edits } : undefined
}

/** The newest edits of all files, as many as are worth keeping. */
export function newestOf(files: readonly KeptFile[]): KeptFile[] {
  const counts = new Map<KeptFile, number>()
  const all = files.flatMap((file) => file.edits.map((edit) => ({ file, edit })))
  let text = 0
  for (const { file, edit } of all.toSorted((a, b) => b.edit.time - a.edit.time).slice(0, mostEdits)) {
    text += edit.removed.length + edit.inserted.length
    if (text > mostText) break
    counts.set(file, (counts.get(file) ?? 0) + 1)
  }
  return [...counts].map(([file, count]) => ({ ...file, edits: file.edits.slice(0, count) }))
}

/** The entries of a file that has this text; none if it is not the text that the edits made. */
export function restoreFile({ path, hash, edits }: KeptFile, text: string): HistoryEntry[] {
  if (hashOf(text) !== hash) return []
  const entries: HistoryEntry[] = []
  let after = text
  for (const { offset, removed, inserted, time, predicted } of edits) {
    if (!after.startsWith(inserted, offset)) break
    const before = after.slice(0, offset) + removed + after.slice(offset + inserted.length)
    const now = entries.reduceRight((at, { edit }) => mapOffset(at, edit), offset)
    const edit = { offset, remove: removed.length, insert: inserted }
    entries.push({ path, before, edit, offset: now, time, predicted })
    after = before
  }
  return entries
}

function makes(before: string, { offset, remove, insert }: Edit, after: string): boolean {
  return (
    after.length === before.length - remove + insert.length &&
    after.startsWith(insert, offset) &&
    after.slice(0, offset) === before.slice(0, offset) &&
    after.slice(offset + insert.length) === before.slice(offset + remove)
  )
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('base64url')
