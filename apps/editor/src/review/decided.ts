import type { FileChange } from '@caret/text'

/** UTF-16 units of all texts that are remembered. */
const most = 10_000_000

/** What was decided on while a file had this or that text, so that undo and redo come back to it. */
export interface Decided {
  remember(change: FileChange): void
  /** The change as it was when the file had this text the last time; undefined if that is not known, or forgotten. */
  recall(path: string, after: string): FileChange | undefined
}

export function createDecided(limit = most): Decided {
  /** The latest last. */
  const known = new Map<string, FileChange>()
  let size = 0
  const forget = (key: string) => {
    const change = known.get(key)
    if (change) size -= sizeOf(change)
    known.delete(key)
  }
  return {
    remember(change) {
      if (change.after === undefined) return
      const key = keyOf(change.path, change.after)
      forget(key)
      known.set(key, change)
      size += sizeOf(change)
      for (const oldest of known.keys()) {
        if (size <= limit) break
        forget(oldest)
      }
    },
    recall: (path, after) => known.get(keyOf(path, after)),
  }
}

const keyOf = (path: string, after: string) => `${path}\n${after}`
const sizeOf = ({ before = '', after = '' }: FileChange) => before.length + 2 * after.length
