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

/** Each change with so many lines around it that are not blank, in the text after, and as it takes to be placed. Regions that touch are one. */
export function regionsAround(file: ChangedFile, context: number): Region[] {
  const { after, changes } = file
  const once = linesOnce(file)
  return joined(
    changes.map((change) => {
      const region = { start: change.newStart, end: change.newEnd }
      for (let left = context; left > 0; left--) {
        if (region.start > 0) up(region, after)
        if (region.end < after.length) down(region, after)
      }
      return placeable(file, once, change, region)
    }),
    after,
  )
}

/**
 * A region with as many lines more as it takes to tell where it belongs: on either side of the change a line that the file has once.
 * With but one side, what comes before an entry that is like it could as well take that one's place.
 */
function placeable(
  { after }: ChangedFile,
  once: ReadonlySet<string>,
  { newStart, newEnd }: LineChange,
  region: Region,
): Region {
  const { start, end } = region
  const grown = { start, end }
  if (grown.start > 0 && after.slice(grown.start, newStart).every(isBlank)) up(grown, after)
  if (grown.end < after.length && after.slice(newEnd, grown.end).every(isBlank)) down(grown, after)
  const above = () => grown.start <= 0 || after.slice(grown.start, newStart).some((line) => once.has(line))
  const below = () => grown.end >= after.length || after.slice(newEnd, grown.end).some((line) => once.has(line))
  for (let left = reach; left > 0; left--) {
    const [known, other] = [above(), below()]
    if (known && other) break
    if (!known) up(grown, after)
    if (!other) down(grown, after)
  }
  return grown
}

function up(region: Region, lines: readonly string[]): void {
  do region.start--
  while (region.start > 0 && isBlank(lines[region.start]))
}

function down(region: Region, lines: readonly string[]): void {
  do region.end++
  while (region.end < lines.length && isBlank(lines[region.end - 1]))
}

/** Nobody shows more lines than this for the sake of a place. */
const reach = 12

/** Lines that are not blank and stand once in the text before, and not more often in the text after. */
function linesOnce({ before, after }: ChangedFile): Set<string> {
  const counts = new Map<string, number>()
  for (const lines of [before, after]) {
    const own = new Map<string, number>()
    for (const line of lines) if (!isBlank(line)) own.set(line, (own.get(line) ?? 0) + 1)
    for (const [line, count] of own) counts.set(line, Math.max(counts.get(line) ?? 0, count))
  }
  const known = new Set(before)
  return new Set([...counts].filter(([line, count]) => count === 1 && known.has(line)).map(([line]) => line))
}

/**
 * The block that each change is in, with the line that it begins with and the one that closes it, and as much more as it takes to be
 * placed; undefined where one is in none.
 */
export function blocksAround(file: ChangedFile, largest: number): Region[] | undefined {
  const once = linesOnce(file)
  const blocks = file.changes.map((change) => {
    const block = blockAround(file.after, change, largest)
    return block && placeable(file, once, change, block)
  })
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

/** Regions in order; nobody writes a marker for a line or two: what is that near to another, or to the file's end, is one with it. */
function joined(regions: readonly Region[], lines: readonly string[]): Region[] {
  const result: Region[] = []
  const near = (from: number, to: number) => lines.slice(from, to).filter((line) => !isBlank(line)).length <= 2
  for (const region of [...regions].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1)
    if (last && near(last.end, region.start)) last.end = Math.max(last.end, region.end)
    else result.push({ ...region })
  }
  const [first, last] = [result[0], result.at(-1)]
  if (first && near(0, first.start)) first.start = 0
  if (last && near(last.end, lines.length)) last.end = lines.length
  return result
}
