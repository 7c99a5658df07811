import { type Edit, mapOffset } from '@caret/text'
import type { Markable } from './ahead.ts'
import type { RecordedEdit } from './predictor.ts'

/** A burst of changes that touch each other, as one edit. */
export interface HistoryEntry {
  path: string
  /** The file's text before the burst. */
  before: string
  /** What the burst did to it. */
  edit: Edit
  /** Where what was inserted begins in the file's text as it is now. */
  offset: number
  /** When the burst ended, in milliseconds since 1970. */
  time: number
  /** It was predicted, and accepted. */
  predicted: boolean
}

/** The last edits, newest first. */
export interface History extends Markable {
  readonly entries: readonly HistoryEntry[]
  /** @param before the file's text before this change */
  add(before: string, change: RecordedEdit): void
  /** Forgets the edits that were undone, since a file has the text from before them again, and gives them, newest first. */
  undo(path: string, text: string): HistoryEntry[]
  /** Puts edits of an earlier session among those of this one. */
  restore(entries: readonly HistoryEntry[]): void
  /** A file has another name. */
  move(path: string, newPath: string): void
  clear(): void
}

/** A log that joins changes which touch the last one, as typing does; with several cursors, the last one of the same cursor. */
export function createHistory(limit = 100): History {
  const entries: HistoryEntry[] = []
  return {
    entries,
    add: (before, change) => {
      const index = entries.slice(0, change.together ?? 1).findIndex((entry) => joins(entry, change))
      const same = entries[index]
      for (const entry of entries) {
        if (entry !== same && entry.path === change.path) entry.offset = mapOffset(entry.offset, change)
      }
      if (same) {
        // So far have other cursors moved it.
        const moved = same.offset - same.edit.offset
        same.edit = joined(same.edit, { ...change, offset: change.offset - moved })
        same.offset = same.edit.offset + moved
        same.time = Date.now()
        entries.unshift(...entries.splice(index, 1))
        return
      }
      const { path, offset, remove, insert, accepted } = change
      entries.unshift({
        ...{ path, before, edit: { offset, remove, insert }, offset },
        ...{ time: Date.now(), predicted: accepted === 'edit' },
      })
      if (entries.length > limit) entries.pop()
    },
    undo: (path, text) => {
      const oldest = entries.findLastIndex((entry) => entry.path === path && entry.before === text)
      const undone = entries.slice(0, oldest + 1).filter((entry) => entry.path === path)
      if (undone.length > 0) entries.splice(0, entries.length, ...entries.filter((entry) => !undone.includes(entry)))
      return undone
    },
    restore: (more) => {
      const all = [...entries, ...more].sort((a, b) => b.time - a.time)
      entries.splice(0, entries.length, ...all.slice(0, limit))
    },
    move: (path, newPath) => {
      for (const entry of entries) if (entry.path === path) entry.path = newPath
    },
    clear: () => void entries.splice(0),
    mark: () => {
      const then = entries.map((entry) => ({ entry, fields: { ...entry } }))
      return () => {
        entries.splice(0, entries.length, ...then.map(({ entry, fields }) => Object.assign(entry, fields)))
      }
    },
  }
}

/** Whether a change goes on where the last one is: it touches what that inserted. An accepted prediction stands alone. */
function joins(last: HistoryEntry, change: RecordedEdit): boolean {
  if (last.path !== change.path || last.predicted || change.accepted === 'edit') return false
  const end = last.offset + last.edit.insert.length
  return change.offset <= end && change.offset + change.remove >= last.offset
}

/** Two edits, the second in the text that the first makes, as one in the text before both. */
function joined(first: Edit, second: Edit): Edit {
  const end = first.offset + first.insert.length
  const before = Math.max(0, first.offset - second.offset)
  const after = Math.max(0, second.offset + second.remove - end)
  const from = second.offset - first.offset
  return {
    offset: first.offset - before,
    remove: first.remove + before + after,
    insert:
      first.insert.slice(0, Math.max(0, from)) +
      second.insert +
      first.insert.slice(Math.min(first.insert.length, Math.max(0, from + second.remove))),
  }
}
