import type { FileLines } from './file-lines.ts'
import { tells } from '../lines.ts'
import type { LineRow, Row } from './rows.ts'

/** A gap that is not written, but understood. */
export const understood = (): Row => ({ kind: 'gap', indent: -1, implicit: true })

/**
 * Rows of a sketch without markers, with a gap between its parts: where an empty line follows on a part that is complete by its
 * brackets and its indentation, and the file has something else, as high up as both, before the next line. It stays.
 */
export function parted(file: FileLines, rows: readonly Row[]): Row[] {
  const result: Row[] = []
  let part: LineRow[] = []
  let open = 0
  for (const row of rows) {
    if (row.kind === 'line' && !row.blank) {
      if (isBlankRow(result.at(-1)) && part.length > 0 && open === 0 && closes(part, row) && isApart(file, part, row)) {
        while (isBlankRow(result.at(-1))) result.pop()
        result.push(understood())
        part = []
      }
      part.push(row)
      for (const character of row.text) open += opening.includes(character) ? 1 : closing.includes(character) ? -1 : 0
    }
    result.push(row)
  }
  return result
}

const [opening, closing] = ['([{', ')]}']

const isBlankRow = (row: Row | undefined) => row?.kind === 'line' && row.blank

/** Whether a row cannot be inside of what a part began with, nor go on from its last line. */
function closes(part: readonly LineRow[], next: LineRow): boolean {
  const last = part.at(-1)!
  return next.indent <= part[0]!.indent || (next.indent > last.indent && !/[:=\\]$/.test(last.norm))
}

/** Whether the file has a row, and wherever it does, a line that is not of the part between that and where the part begins. */
function isApart({ where, norms, depth }: FileLines, part: readonly LineRow[], { norm }: LineRow): boolean {
  const shown = new Set(part.map((row) => row.norm))
  const starts = where.get(part[0]!.norm) ?? []
  const places = where.get(norm) ?? []
  const follows = (line: number) => {
    const start = starts.findLast((each) => each < line)
    if (start === undefined) return false
    const least = Math.min(depth[start]!, depth[line]!)
    for (let at = start + 1; at < line; at++) {
      if (depth[at]! >= 0 && depth[at]! <= least && tells(norms[at]!) && !shown.has(norms[at]!)) return false
    }
    return true
  }
  return starts.length > 0 && places.length > 0 && !places.some(follows)
}
