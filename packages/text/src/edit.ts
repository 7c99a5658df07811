/** One replaced stretch of a text: `remove` UTF-16 units at `offset` give way to `insert`. */
export interface Edit {
  offset: number
  remove: number
  insert: string
}

/** The text after `edits`, whose offsets all count in `text`. Throws `RangeError` where they overlap or leave it. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = ''
  let end = 0
  for (const { offset, remove, insert } of [...edits].sort((a, b) => a.offset - b.offset)) {
    if (offset < end || remove < 0 || offset + remove > text.length) {
      throw new RangeError(
        `An edit at ${offset} (−${remove}) does not fit a text of ${text.length} after one up to ${end}.`,
      )
    }
    result += text.slice(end, offset) + insert
    end = offset + remove
  }
  return result + text.slice(end)
}

/** The edit that takes `edit` back, in the text that it makes of `text`. */
export function invertEdit(text: string, { offset, remove, insert }: Edit): Edit {
  return { offset, remove: insert.length, insert: text.slice(offset, offset + remove) }
}

/** The same change without what it removes only to insert it again at its ends. */
export function trimEdit(text: string, { offset, remove, insert }: Edit): Edit {
  const most = Math.min(remove, insert.length)
  let head = 0
  while (head < most && text.charCodeAt(offset + head) === insert.charCodeAt(head)) head++
  let tail = 0
  while (
    tail < most - head &&
    text.charCodeAt(offset + remove - 1 - tail) === insert.charCodeAt(insert.length - 1 - tail)
  ) {
    tail++
  }
  return { offset: offset + head, remove: remove - head - tail, insert: insert.slice(head, insert.length - tail) }
}

/** The one edit that makes `after` of `before`, as short as a single edit can be; undefined where they are equal. */
export function editBetween(before: string, after: string): Edit | undefined {
  if (before === after) return undefined
  return trimEdit(before, { offset: 0, remove: before.length, insert: after })
}

/**
 * Where an offset in the text before `edit` is in the text after it. One inside the removed stretch, or at its end, goes to
 * the end of what was inserted.
 */
export function mapOffset(offset: number, edit: Edit): number {
  if (offset < edit.offset || (offset === edit.offset && edit.remove > 0)) return offset
  return Math.max(offset, edit.offset + edit.remove) + edit.insert.length - edit.remove
}
