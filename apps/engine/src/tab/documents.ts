import type { Predictor, RecordedEdit } from '@caret/tab'

/** What pages have open, told to a predictor. Until that knows the folder, all of it waits. */
export interface Documents {
  /** Whether the folder is read. */
  readonly ready: boolean
  /** Does something as soon as the folder is read. */
  soon(action: () => void): void
  has(path: string): boolean
  sync(path: string, text: string): void
  edit(path: string, changes: readonly Omit<RecordedEdit, 'path'>[]): void
  close(path: string): void
  /** Whether a page that has so many UTF-16 units in a document and the predictor mean the same text. */
  agrees(path: string, length: number): boolean
  /** The folder is read. */
  begin(): void
}

/** @param onLost an edit does not fit the text that is known: nothing of it holds, and the page must say the text again. */
export function createDocuments(predictor: Predictor, onLost: (path: string) => void): Documents {
  /** The length of each text; undefined for one that must be said again. */
  const lengths = new Map<string, number | undefined>()
  let waiting: (() => void)[] | undefined = []

  const soon = (action: () => void) => {
    if (waiting) waiting.push(action)
    else action()
  }
  const record = (path: string, changes: readonly Omit<RecordedEdit, 'path'>[]) => {
    for (const change of changes) {
      const length = lengths.get(path)
      if (length === undefined || change.offset < 0 || change.remove < 0 || change.offset + change.remove > length) {
        lengths.set(path, undefined)
        return onLost(path)
      }
      predictor.record({ path, ...change, together: changes.length })
      lengths.set(path, length + change.insert.length - change.remove)
    }
  }
  return {
    get ready() {
      return waiting === undefined
    },
    soon,
    has: (path) => lengths.has(path),
    sync: (path, text) =>
      soon(() => {
        lengths.set(path, text.length)
        predictor.update(path, text)
      }),
    edit: (path, changes) => soon(() => record(path, changes)),
    close: (path) => soon(() => lengths.delete(path)),
    agrees: (path, length) => lengths.get(path) === length,
    begin: () => {
      const actions = waiting ?? []
      waiting = undefined
      for (const action of actions) action()
    },
  }
}
