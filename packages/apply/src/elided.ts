import { compose, segmentsOf, textOf } from './compose.ts'
import type { Source } from './lines.ts'
import { type Placement, place } from './place.ts'
import { type Doubt, type Hunk, isDoubt, type LineRange } from './result.ts'
import { type Row, readRows } from './rows.ts'
import { type FileLines, fileLines } from './worth.ts'

export interface Elided {
  form: 'whole' | 'markers' | 'fragment'
  outcome: Hunk[] | Doubt
}

/** A sketch that leaves out what stays: at markers, around a fragment, or nothing at all. */
export function applyElided(source: Source, lines: readonly string[]): Elided {
  const file = fileLines(source.lines)
  const written = readRows(lines, (norm) => file.where.has(norm))
  const gaps = written.filter(({ kind }) => kind === 'gap').length
  if (gaps === 0 && isWhole(file, written)) return { form: 'whole', outcome: [] }
  const rows = bounded(written)
  return { form: gaps > 0 ? 'markers' : 'fragment', outcome: placed(source, file, rows, gaps > 0) }
}

const understood = (): Row => ({ kind: 'gap', indent: -1, implicit: true })

/** Rows with a gap at both ends. */
const bounded = (rows: readonly Row[]): Row[] => [
  ...(rows[0]?.kind === 'gap' ? [] : [understood()]),
  ...rows,
  ...(rows.at(-1)?.kind === 'gap' ? [] : [understood()]),
]

function placed(source: Source, file: FileLines, rows: readonly Row[], marked: boolean): Hunk[] | Doubt {
  const placement = place(file, rows)
  if (!placement)
    return doubt(rows, { start: 0, end: rows.length }, 'The file and the sketch are too large to compare.', file)
  const unsure = openEnds(file, rows, placement, marked) ?? floating(file, rows, placement)
  if (unsure) return unsure
  const hunks = compose(file, rows, placement)
  if (isDoubt(hunks)) return hunks
  for (const rival of placement.rivals) {
    const other = compose(file, rows, rival)
    if (!isDoubt(other) && sameText(source, hunks, other)) continue
    return doubt(rows, rival.rows, 'This part of the sketch fits at several places.', file, rival.region)
  }
  return twice(file, rows, placement) ?? hunks
}

/** What a sketch does not show before its first line or after its last: left out, or deleted? */
function openEnds(file: FileLines, rows: readonly Row[], { match, at }: Placement, marked: boolean): Doubt | undefined {
  const [first, last] = [rows[0]!, rows.at(-1)!]
  const implicitStart = first.kind === 'gap' && first.implicit
  const implicitEnd = last.kind === 'gap' && last.implicit
  const head = { start: 0, end: at[0]! }
  const tail = { start: at[rows.length - 2] ?? 0, end: file.lines.length }
  const [inHead, inTail] = [solidIn(file, head), solidIn(file, tail)]
  const total = solidIn(file, { start: 0, end: file.lines.length })
  const whole = { start: 0, end: rows.length }
  const reason = (what: string) => `The sketch does not say whether the ${what} lines of the file stay.`
  if (marked) {
    if (implicitStart && inHead > 0 && !implicitEnd) return doubt(rows, whole, reason('first'), file, head)
    if (implicitEnd && inTail > 0 && (!implicitStart || inHead === 0))
      return doubt(rows, whole, reason('last'), file, tail)
    return undefined
  }
  void match
  if (inHead === 0 && inTail > 0 && inTail < total * 0.5) return doubt(rows, whole, reason('last'), file, tail)
  if (inTail === 0 && inHead > 0 && inHead < total * 0.2) return doubt(rows, whole, reason('first'), file, head)
  return undefined
}

const solidIn = ({ depth }: FileLines, { start, end }: LineRange) => {
  let count = 0
  for (let at = start; at < end; at++) if (depth[at]! >= 0) count++
  return count
}

/** A stretch of the sketch that has nothing in common with the file has no place, but at the file's ends. */
function floating(file: FileLines, rows: readonly Row[], { match, at }: Placement): Doubt | undefined {
  for (const segment of segmentsOf(rows)) {
    const known = rows.slice(segment.start, segment.end).some((row, offset) => {
      return row.kind === 'line' && !row.blank && match[segment.start + offset]! >= 0
    })
    if (known) continue
    const [before, after] = [rows[segment.start - 1], rows[segment.end]]
    const marks = (row: Row | undefined) => row?.kind === 'gap' && !row.implicit
    // New code after "the rest of the file", or before it.
    if (marks(before) && !marks(after) && at[segment.start - 1] === file.lines.length) continue
    if (marks(after) && !marks(before) && at[segment.end - 1] === 0) continue
    return doubt(rows, segment, 'This part of the sketch has no line in common with the file.', file)
  }
  return undefined
}

/** Lines that are put in at one place and stay at another: moved, or copied? */
function twice(file: FileLines, rows: readonly Row[], { match, at }: Placement): Doubt | undefined {
  const taken = new Set(match)
  for (const segment of segmentsOf(rows)) {
    let run = 0
    let previous = -2
    for (let index = segment.start; index < segment.end; index++) {
      const row = rows[index]!
      if (row.kind !== 'line' || row.blank) continue
      const places = match[index]! < 0 ? file.where.get(row.norm) : undefined
      const line =
        places?.length === 1 && !taken.has(places[0]!) && isKept(rows, { match, at }, places[0]!) ? places[0]! : -2
      const follows =
        line >= 0 && previous >= 0 && solidIn(file, { start: previous + 1, end: line }) === 0 && line > previous
      run = line < 0 ? 0 : follows ? run + 1 : 1
      previous = line
      if (run >= 3) {
        const region = { start: line, end: line + 1 }
        return doubt(
          rows,
          segment,
          'The sketch brings lines that the file has elsewhere: they may be moved or copied.',
          file,
          region,
        )
      }
    }
  }
  return undefined
}

function isKept(rows: readonly Row[], { at }: Pick<Placement, 'match' | 'at'>, line: number): boolean {
  for (const [index, row] of rows.entries()) {
    if (row.kind === 'gap' && line < at[index]! && line >= (index > 0 ? at[index - 1]! : 0)) return true
  }
  return false
}

/** Whether a sketch without markers is the whole file: most of the file is in it, and it begins and ends as the file does. */
function isWhole(file: FileLines, rows: readonly Row[]): boolean {
  const solid = rows.flatMap((row) => (row.kind === 'line' && !row.blank ? [row.norm] : []))
  const total = solidIn(file, { start: 0, end: file.lines.length })
  if (total === 0 || solid.length === 0) return true
  const shown = new Set(solid)
  let common = 0
  for (const [at, norm] of file.norms.entries()) if (file.depth[at]! >= 0 && shown.has(norm)) common++
  const head = file.depth.findIndex((depth) => depth >= 0)
  const tail = file.depth.findLastIndex((depth) => depth >= 0)
  const starts = shown.has(file.norms[head]!) && solid.indexOf(file.norms[head]!) < solid.length / 2
  const ends = solid.lastIndexOf(file.norms[tail]!) >= solid.length / 2
  const share = common / total
  if (starts && ends) return share > 0.5
  return share > 0.8 && (starts || ends) && solid.length > total * 0.85
}

function sameText(source: Source, a: readonly Hunk[], b: readonly Hunk[]): boolean {
  return textWith(source, a) === textWith(source, b)
}

function textWith({ lines }: Source, hunks: readonly Hunk[]): string {
  const result: string[] = []
  let done = 0
  for (const { from, to, lines: fresh } of hunks) {
    for (; done < from; done++) result.push(lines[done]!)
    for (const line of fresh) result.push(line)
    done = Math.max(done, to)
  }
  for (; done < lines.length; done++) result.push(lines[done]!)
  return result.join('\n')
}

function doubt(
  rows: readonly Row[],
  part: LineRange,
  reason: string,
  file: FileLines,
  region: LineRange = { start: 0, end: file.lines.length },
): Doubt {
  return { reason, region, sketch: textOf(rows, part) }
}
