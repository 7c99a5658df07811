import type { TabEdit } from '@caret/protocol'

interface Change {
  offset: number
  remove: number
  insert: string
}

/** Whether the changes, one after the other, do to `path` what the suggestion would have done; `text` gives what they made. */
export function takes(suggestion: TabEdit, path: string, changes: readonly Change[], text: () => string): boolean {
  const { offset, remove, insert } = suggestion
  if (suggestion.path !== path || changes.length === 0) return false
  const growth = changes.reduce((sum, change) => sum + change.insert.length - change.remove, 0)
  const within = changes.every(
    (change) => change.offset >= offset && change.offset <= offset + Math.max(remove, insert.length),
  )
  return within && growth === insert.length - remove && text().startsWith(insert, offset)
}

/** Which suggestions the user has seen since the last edit. */
export interface Shown {
  add(suggestion: TabEdit): void
  /** The one that the changes take, if any; after an edit, all others are history. */
  take(path: string, changes: readonly Change[], text: () => string): TabEdit | undefined
}

export function createShown(): Shown {
  let seen: TabEdit[] = []
  return {
    add: (suggestion) => void seen.push(suggestion),
    take: (path, changes, text) => {
      const taken = seen.find((suggestion) => takes(suggestion, path, changes, text))
      seen = []
      return taken
    },
  }
}
