import type { FileEdit } from '../predictor.ts'

/**
 * What is left of an edit that is expected once the user has made a change: less of it where they typed its beginning, the same
 * further on where they changed something before it, and undefined where they did something else there.
 */
export function follow(expected: FileEdit, change: FileEdit): FileEdit | undefined {
  const { path, offset, remove, insert } = expected
  if (change.path !== path) return expected
  if (change.remove === 0 && change.offset === offset && insert.startsWith(change.insert)) {
    const typed = change.insert.length
    return typed === insert.length ? undefined : { path, offset: offset + typed, remove, insert: insert.slice(typed) }
  }
  if (change.offset > offset + remove) return expected
  if (change.offset + change.remove < offset) {
    return { path, offset: offset + change.insert.length - change.remove, remove, insert }
  }
  return undefined
}
