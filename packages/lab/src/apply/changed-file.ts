import type { LineChange } from '@caret/workspace'

/** A file before and after a commit, as lines, and what differs. */
export interface ChangedFile {
  path: string
  before: readonly string[]
  after: readonly string[]
  changes: readonly LineChange[]
}

/** Lines `start` up to `end` of the text after. */
export interface Region {
  start: number
  end: number
}

export const isBlank = (line: string | undefined): boolean => line === undefined || line.trim() === ''

export const depthOf = (line: string): number => line.length - line.trimStart().length

/** Each change with so many lines around it that are not blank, in the text after; those that touch are one. */
export function regionsAround({ after, changes }: ChangedFile, context: number): Region[] {
  return joined(
    changes.map(({ newStart, newEnd }) => {
      let [start, end] = [newStart, newEnd]
      for (let left = context; start > 0 && left > 0; start--) if (!isBlank(after[start - 1])) left--
      for (let left = context; end < after.length && left > 0; end++) if (!isBlank(after[end])) left--
      return { start, end }
    }),
    after,
  )
}

/** The block that each change is in, with the line that it begins with and the one that closes it; undefined where one is in none. */
export function blocksAround(file: ChangedFile, largest: number): Region[] | undefined {
  const blocks = file.changes.map((change) => blockAround(file.after, change, largest))
  return blocks.every((block) => block !== undefined) ? joined(blocks, file.after) : undefined
}

function blockAround(lines: readonly string[], { newStart, newEnd }: LineChange, largest: number): Region | undefined {
  const inside = lines.slice(newStart, newEnd).filter((line) => !isBlank(line))
  const below = lines.slice(newEnd).find((line) => !isBlank(line)) ?? ''
  let depth = Math.min(...(inside.length > 0 ? inside : [below]).map(depthOf))
  let found: Region | undefined
  let start = newStart
  while (depth > 0) {
    start--
    while (start >= 0 && (isBlank(lines[start]) || depthOf(lines[start]!) >= depth)) start--
    if (start < 0 || !/[\p{L}\p{N}]/u.test(lines[start]!)) return found
    depth = depthOf(lines[start]!)
    let end = newEnd
    while (end < lines.length && (isBlank(lines[end]) || depthOf(lines[end]!) > depth)) end++
    if (end < lines.length && depthOf(lines[end]!) === depth && /^\s*[)\]}]|^\s*end\b/.test(lines[end]!)) end++
    while (end > newEnd && isBlank(lines[end - 1])) end--
    if (end - start > largest) return found
    found = { start, end }
  }
  return found
}

/** The line that opens the block that a line is in. */
export function headerOf(lines: readonly string[], at: number): string | undefined {
  const depth = depthOf(lines[at] ?? '')
  for (let line = at - 1; line >= 0; line--) {
    if (!isBlank(lines[line]) && depthOf(lines[line]!) < depth && /[\p{L}\p{N}]{2}/u.test(lines[line]!))
      return lines[line]
  }
  return undefined
}

function joined(regions: readonly Region[], lines: readonly string[]): Region[] {
  const result: Region[] = []
  for (const region of [...regions].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1)
    const touches = last && lines.slice(last.end, region.start).every(isBlank)
    if (touches) last.end = Math.max(last.end, region.end)
    else result.push({ ...region })
  }
  return result
}
