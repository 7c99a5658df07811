import { align, type Alignment, type Worth } from './align.ts'
import type { FileLines } from '../reading/file-lines.ts'
import { tells } from '../lines.ts'
import type { LineRange } from '../result.ts'
import { type LineRow, type Row, solidRows } from '../reading/rows.ts'

/** What a stretch is aligned with: the lines between the stretches before and after it, and what each pair is worth. */
export interface Surroundings {
  file: FileLines
  rows: readonly Row[]
  worth: readonly Worth[]
  depthOf: (columns: number) => number
}

/** The lines that the neighbours of a stretch leave to it. */
export function windowOf(rows: readonly Row[], segment: LineRange, { at }: Alignment): LineRange {
  const start = segment.start > 1 ? at[segment.start - 2]! : 0
  return { start, end: at[Math.min(segment.end, rows.length - 1)]! }
}

/**
 * The alignments of a stretch that come into question while its neighbours stay where they are: with its first line, or its last, at
 * another place where the file has such a line, with nothing deleted, or with little.
 */
export function alternatives(around: Surroundings, placement: Alignment, segment: LineRange): Alignment[] {
  const { file, rows, worth, depthOf } = around
  const { match, at } = placement
  const range = windowOf(rows, segment, placement)
  const [opens, closes] = [segment.start === 0, segment.end === rows.length]
  const [rowFrom, rowTo] = [opens ? 0 : segment.start - 1, closes ? rows.length : segment.end + 1]
  const solid = solidRows(rows, segment)
  const reach = 3 * solid.length + 200
  const gapDepth = (row: number) => {
    const { kind, indent } = rows[row]!
    return kind === 'gap' && indent > 0 ? depthOf(indent) : -1
  }
  const solve = (start: number, end: number, dearness: number, ...held: Held[]) => {
    const own = worth.slice()
    for (const { row, line } of held) own[row] = { lines: [line], values: [certain] }
    const from = opens ? range.start : Math.max(range.start, start - reach)
    const to = closes ? range.end : Math.min(range.end, end + reach)
    const part = align({ rows, rowFrom, rowTo, from, to, worth: own, gapDepth, depth: file.depth, dearness })
    if (part.score === -Infinity || held.some(({ row, line }) => part.match[row - rowFrom] !== line)) return []
    const whole = { score: part.score, match: match.slice(), at: at.slice() }
    whole.match.set(part.match, rowFrom)
    whole.at.set(part.at, rowFrom)
    // The gap after the stretch ends where the next one begins.
    if (!closes) whole.at[segment.end] = range.end
    return [whole]
  }
  const elsewhere = (row: number, own: number) => {
    const { norm, indent } = rows[row] as LineRow
    const lines = (file.where.get(norm) ?? []).filter(
      (line) =>
        line >= range.start &&
        line < range.end &&
        line !== match[row] &&
        // A bracket is another one at another depth.
        (tells(norm) || file.depth[line] === depthOf(indent)),
    )
    return lines
      .sort((a, b) => Math.abs(a - own) - Math.abs(b - own))
      .slice(0, nearest)
      .flatMap((line) => [
        ...solve(line, line, 1, { row, line }),
        ...ends.flatMap((end) => (inOrder({ row, line }, end) ? solve(line, line, 1, { row, line }, end) : [])),
      ])
  }
  const [head, tail] = [solid[0]!, solid.at(-1)!]
  // With the other end where it is, what is between goes.
  const ends = [head, tail].flatMap((row) => (match[row]! >= 0 ? [{ row, line: match[row]! }] : []))
  const inOrder = (a: Held, b: Held) => (a.row - b.row) * (a.line - b.line) > 0 && Math.abs(a.line - b.line) <= reach
  const [top, bottom] = [opens ? 0 : at[segment.start - 1]!, at[segment.end - 1]!]
  return [
    ...(opens ? [] : elsewhere(head, top)),
    ...(closes || tail === head ? [] : elsewhere(tail, bottom)),
    ...solve(top, bottom, keeping),
    ...solve(top, bottom, sparing),
  ]
}

/** A row that is a line. */
interface Held {
  row: number
  line: number
}

/** So many places are tried for a line. */
const nearest = 6
/** More than any other pair is worth. */
const certain = 100
/** How dear deletions are where there shall be none, and where there shall be few. */
const [keeping, sparing] = [1000, 4]
