import { columns, isBlank, normalize, tells } from '../lines.ts'
import { isMarker } from './markers.ts'
import type { LineRange } from '../result.ts'
import type { FileLines } from './file-lines.ts'

/** A line of a sketch, or a gap: what it leaves out. */
export type Row = LineRow | GapRow

export interface LineRow {
  kind: 'line'
  text: string
  norm: string
  blank: boolean
  indent: number
}

export interface GapRow {
  kind: 'gap'
  /** What is left out stands at least as deep, in the sketch's columns; -1 where that is not said. */
  indent: number
  /** Not written, but understood, at the sketch's start or end. */
  implicit: boolean
}

/** The rows of a sketch. A line that the file has too, beside the same line, is no marker, whatever it looks like. */
export function readRows(lines: readonly string[], file: FileLines): Row[] {
  const rows: Row[] = []
  const inFile = (at: number) => {
    const [before, after] = [-1, 1].map((step) => {
      let near = at + step
      while (lines[near] !== undefined && isBlank(lines[near]!)) near += step
      const line = lines[near]
      return line === undefined ? undefined : normalize(line)
    })
    return (file.where.get(normalize(lines[at]!)) ?? []).some((line) => {
      const place = file.solidAt[line]!
      const normAt = (solid: number) => file.norms[file.solid[solid] ?? -1]
      return normAt(place - 1) === before || normAt(place + 1) === after
    })
  }
  const gap = (indent: number) => addRow(rows, { kind: 'gap', indent, implicit: false })
  const line = (text: string) => {
    rows.push({ kind: 'line', text, norm: normalize(text), blank: isBlank(text), indent: columns(text) })
  }
  for (const [at, text] of lines.entries()) {
    const [, head, elided, tail] = inline.exec(text) ?? []
    if (isMarker(text) && !inFile(at)) gap(columns(text))
    else if (head !== undefined && isMarker(elided!) && !inFile(at)) {
      // `function f() { /* … existing code … */ }`
      line(head)
      gap(columns(text) + 1)
      if (tail !== '') line(text.slice(0, text.length - text.trimStart().length) + tail!)
    } else line(text)
  }
  while (rows.at(-1)?.kind === 'line' && (rows.at(-1) as LineRow).blank) rows.pop()
  while (rows[0]?.kind === 'line' && rows[0].blank) rows.shift()
  return rows
}

const inline =
  /^(\s*\S.*[{([:])[ \t]*((?:\/\*|\/\/|#|\{\/\*)?\s*(?:\.{3,}|…)(?:[^{}()[\]'"`]*(?:\.{3,}|…))?\s*(?:\*\/)?\}?)\s*([})\]]*[;,]?)$/

/** The stretches of rows between gaps. */
export function segmentsOf(rows: readonly Row[]): LineRange[] {
  const segments: LineRange[] = []
  for (let start = 0; start < rows.length; start++) {
    if (rows[start]!.kind === 'gap') continue
    let end = start
    while (end < rows.length && rows[end]!.kind === 'line') end++
    segments.push({ start, end })
    start = end
  }
  return segments
}

/** Adds a row behind others; a gap behind a gap makes that one wider. */
function addRow(rows: Row[], row: Row): void {
  const last = rows.at(-1)
  if (last?.kind === 'gap' && row.kind === 'gap')
    rows[rows.length - 1] = { ...last, indent: Math.min(last.indent, row.indent) }
  else rows.push(row)
}

/** The rows but for stretches that only close blocks, the beginnings of which the sketch shows. */
export function withoutEnds(rows: readonly Row[]): Row[] {
  const isEnd = (segment: LineRange) =>
    segment.start > 0 && solidRows(rows, segment).every((row) => closesShown(rows, row))
  const ends = segmentsOf(rows).filter(isEnd)
  const kept: Row[] = []
  for (const [at, row] of rows.entries()) {
    if (!ends.some(({ start, end }) => at >= start && at < end)) addRow(kept, row)
  }
  return kept
}

/** Whether a row is brackets alone, and the next one above it that is no deeper opens a block, as deep as it. */
function closesShown(rows: readonly Row[], at: number): boolean {
  const { norm, indent } = rows[at] as LineRow
  const head = rows.slice(0, at).findLast((row) => row.kind === 'line' && !row.blank && row.indent <= indent)
  return !tells(norm) && head?.kind === 'line' && head.indent === indent && /[([{:]$/.test(head.norm)
}

/** The rows of a stretch that are not blank. */
export function solidRows(rows: readonly Row[], { start, end }: LineRange): number[] {
  const solid: number[] = []
  for (let at = start; at < end; at++) if (!(rows[at] as LineRow).blank) solid.push(at)
  return solid
}

/** The first row of the stretch without a gap that a row is in. */
export function segmentOf(rows: readonly Row[], row: number): number {
  while (row > 0 && rows[row - 1]!.kind === 'line') row--
  return row
}
