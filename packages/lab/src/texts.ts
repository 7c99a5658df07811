import type { FileEdit, Snapshot } from '@caret/tab'
import { applyEdits } from '@caret/text'

/** The texts of files while edits are made in them. */
export interface Texts {
  of(path: string): Promise<string>
  make(edit: FileEdit): Promise<void>
}

export function textsFrom(before: Snapshot, signal?: AbortSignal): Texts {
  const known = new Map<string, string>()
  const of = async (path: string) => {
    let text = known.get(path)
    if (text === undefined) known.set(path, (text = before.files.has(path) ? await before.read(path, signal) : ''))
    return text
  }
  return {
    of,
    make: async (edit) => void known.set(edit.path, applyEdits(await of(edit.path), [edit])),
  }
}
