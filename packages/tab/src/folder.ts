import { applyEdits } from '@caret/text'
import type { FileEdit, Snapshot } from './predictor.ts'

/** The texts of a folder, kept as they are edited. */
export interface Folder {
  readonly texts: ReadonlyMap<string, string>
  /** Takes over a snapshot, reading only what differs. Gives the paths whose text is another now, or gone. */
  open(snapshot: Snapshot, signal?: AbortSignal): Promise<string[]>
  /** A file that was not there comes into being. Throws `RangeError` for an edit outside its text. */
  edit(edit: FileEdit): void
  set(path: string, text: string | undefined): void
}

export function createFolder(): Folder {
  const texts = new Map<string, string>()
  /** What the snapshot called the text of a file that was not edited since. */
  const ids = new Map<string, string>()
  return {
    texts,
    open: async (snapshot, signal) => {
      const gone = [...texts.keys()].filter((path) => !snapshot.files.has(path))
      const differing = [...snapshot.files].filter(([path, id]) => ids.get(path) !== id)
      const read: [string, string, string][] = []
      for (let at = 0; at < differing.length; at += batch) {
        signal?.throwIfAborted()
        const some = differing.slice(at, at + batch)
        read.push(
          ...(await Promise.all(
            some.map(
              async ([path, id]): Promise<[string, string, string]> => [path, id, await snapshot.read(path, signal)],
            ),
          )),
        )
      }
      for (const path of gone) {
        texts.delete(path)
        ids.delete(path)
      }
      const changed = read.filter(([path, , text]) => texts.get(path) !== text).map(([path]) => path)
      for (const [path, id, text] of read) {
        texts.set(path, text)
        ids.set(path, id)
      }
      return [...gone, ...changed]
    },
    edit: (edit) => {
      texts.set(edit.path, applyEdits(texts.get(edit.path) ?? '', [edit]))
      ids.delete(edit.path)
    },
    set: (path, text) => {
      if (text === undefined) texts.delete(path)
      else texts.set(path, text)
      ids.delete(path)
    },
  }
}

/** Files read at once. */
const batch = 64
