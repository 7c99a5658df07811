import type { Predictor, RecordedEdit } from '@caret/tab'

/** What pages have open, told to a predictor as soon as that knows the folder. */
export interface Documents {
  has(path: string): boolean
  sync(path: string, text: string): void
  /** False when the edit does not fit the text that is known: nothing of it holds then, and the page must say the text again. */
  edit(path: string, changes: readonly Omit<RecordedEdit, 'path'>[]): boolean
  close(path: string): void
  /** Whether a page that has so many UTF-16 units in a document and the predictor mean the same text. */
  agrees(path: string, length: number): boolean
  /** The folder is read: tells the predictor what is open. */
  begin(): void
}

export function createDocuments(predictor: Predictor): Documents {
  /** The length of each text; undefined for one that must be said again. */
  const lengths = new Map<string, number | undefined>()
  /** Texts that wait for the folder. */
  let waiting: Map<string, string> | undefined = new Map()
  return {
    has: (path) => lengths.has(path),
    sync: (path, text) => {
      lengths.set(path, text.length)
      if (waiting) waiting.set(path, text)
      else predictor.update(path, text)
    },
    edit: (path, changes) => {
      let length = lengths.get(path)
      if (waiting || length === undefined) {
        lengths.set(path, undefined)
        return false
      }
      for (const { offset, remove, insert, accepted } of changes) {
        if (offset < 0 || remove < 0 || offset + remove > length) {
          lengths.set(path, undefined)
          return false
        }
        predictor.record({ path, offset, remove, insert, ...(accepted && { accepted }) })
        length += insert.length - remove
      }
      lengths.set(path, length)
      return true
    },
    close: (path) => {
      lengths.delete(path)
      waiting?.delete(path)
    },
    agrees: (path, length) => waiting === undefined && lengths.get(path) === length,
    begin: () => {
      const texts = waiting ?? new Map()
      waiting = undefined
      for (const [path, text] of texts) predictor.update(path, text)
    },
  }
}
