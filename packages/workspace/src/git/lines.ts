import type { LineChange } from './model.ts'

/**
 * Takes from `after` only these changes and leaves the rest of `before` as it is, byte for byte. Both are the texts that
 * the changes were computed between.
 */
export function takeChanges(before: Uint8Array, after: Uint8Array, changes: LineChange[]): Uint8Array {
  const old = splitLines(before)
  const fresh = splitLines(after)
  const result: Uint8Array[] = []
  let at = 0
  for (const change of changes.toSorted((a, b) => a.oldStart - b.oldStart)) {
    result.push(...old.slice(at, change.oldStart), ...fresh.slice(change.newStart, change.newEnd))
    at = change.oldEnd
  }
  result.push(...old.slice(at))
  return joinLines(result)
}

/** The same changes seen from the other side. */
export const invert = (change: LineChange): LineChange => ({
  oldStart: change.newStart,
  oldEnd: change.newEnd,
  newStart: change.oldStart,
  newEnd: change.oldEnd,
})

/**
 * Reads the hunks of `git diff --unified=0`. git ends a line by its line feed, an editor separates lines by it: where one
 * text ends in a line feed and the other does not, the empty last line is part of the change.
 */
export function parseHunks(patch: string): LineChange[] {
  const changes: LineChange[] = []
  let sign = ''
  let open = { old: false, new: false }
  const close = () => {
    const last = changes.at(-1)
    if (!last || !(open.old || open.new)) return
    if (!open.old) last.oldEnd++
    if (!open.new) last.newEnd++
    open = { old: false, new: false }
  }
  for (const line of patch.split('\n')) {
    const header = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line)
    if (header) {
      close()
      const [oldStart, oldEnd] = range(header[1]!, header[2])
      const [newStart, newEnd] = range(header[3]!, header[4])
      changes.push({ oldStart, oldEnd, newStart, newEnd })
    } else if (line.startsWith('\\')) {
      // "\ No newline at end of file", about the line before.
      open[sign === '-' ? 'old' : 'new'] = true
    }
    sign = line[0] ?? ''
  }
  close()
  return changes
}

/** git counts from one, and names the line before an empty range. */
function range(start: string, count = '1'): [number, number] {
  const size = Number(count)
  const from = size === 0 ? Number(start) : Number(start) - 1
  return [from, from + size]
}

const lineFeed = 10

function splitLines(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = []
  let start = 0
  for (let at = bytes.indexOf(lineFeed); at !== -1; at = bytes.indexOf(lineFeed, start)) {
    lines.push(bytes.subarray(start, at))
    start = at + 1
  }
  lines.push(bytes.subarray(start))
  return lines
}

function joinLines(lines: Uint8Array[]): Uint8Array {
  if (lines.length === 0) return new Uint8Array()
  const result = new Uint8Array(lines.reduce((size, line) => size + line.length + 1, -1)).fill(lineFeed)
  let offset = 0
  for (const line of lines) {
    result.set(line, offset)
    offset += line.length + 1
  }
  return result
}
