import type { FileEdit } from '@caret/tab'

/** Edits that are still to be made, with offsets kept in the texts as they are. */
export interface Remaining {
  readonly edits: readonly FileEdit[]
  /** Takes one out as made, and moves those behind it in its file. */
  take(edit: FileEdit): void
}

/** @param edits each in the text after those before it */
export function remaining(edits: readonly FileEdit[]): Remaining {
  // Undone from the last to the first, all are in the text before any of them.
  const left: FileEdit[] = []
  for (const edit of edits.toReversed()) {
    const shift = edit.insert.length - edit.remove
    for (const later of left) {
      if (later.path === edit.path && later.offset >= edit.offset + edit.insert.length) later.offset -= shift
    }
    left.unshift({ ...edit })
  }
  return {
    edits: left,
    take: (edit) => {
      left.splice(left.indexOf(edit), 1)
      const shift = edit.insert.length - edit.remove
      for (const other of left) {
        if (other.path === edit.path && other.offset >= edit.offset + edit.remove) other.offset += shift
      }
    },
  }
}
