import { bringsImbalance } from './checking/balance.ts'
import { type Choice, choose } from './choosing/choose.ts'
import { compose, type Composed } from './composing/compose.ts'
import { doubt, floating, idle, openEnds, openSide, renamed, solidIn, twice, weakDeletion } from './choosing/doubts.ts'
import { pureInsertion } from './placing/insertions.ts'
import { type Source, tells } from './lines.ts'
import { nameIn } from './reading/names.ts'
import { parted, understood } from './reading/parts.ts'
import { type Placement, place } from './placing/place.ts'
import { type Doubt, type Hunk, isDoubt, type LineRange } from './result.ts'
import { type LineRow, type Row, readRows, segmentsOf, solidRows, withoutEnds } from './reading/rows.ts'
import { similarity, wordsOf } from './reading/similarity.ts'
import { unshift } from './reading/unshift.ts'
import { type FileLines, fileLines } from './reading/file-lines.ts'
import { depthMapping } from './placing/worth.ts'

export interface Elided {
  form: 'whole' | 'markers' | 'fragment'
  outcome: Composed | Doubt
}

const unchanged: Composed = { hunks: [], slips: [] }

/** A sketch that leaves out what stays: at markers, around a fragment, or nothing at all. */
export function applyElided(source: Source, lines: readonly string[]): Elided {
  const file = fileLines(source.lines)
  const written = readRows(unshift(file, lines), file)
  if (written.some(({ kind }) => kind === 'gap'))
    return { form: 'markers', outcome: applyMarked(source, file, written) }
  if (isWhole(file, written)) return { form: 'whole', outcome: unchanged }
  const rows = bounded(parted(file, written))
  const placement = place(file, rows)
  if (!placement) return { form: 'fragment', outcome: tooLarge(rows, file) }
  if (showsAll(file, rows, placement)) return { form: 'whole', outcome: unchanged }
  return { form: 'fragment', outcome: placed(source, file, rows, placement, false) }
}

/** Mere ends of blocks are shown to make the sketch whole: where they are what is doubtful, it may be certain without. */
function applyMarked(source: Source, file: FileLines, written: readonly Row[]): Composed | Doubt {
  const outcome = applyRows(source, file, written)
  if (!isDoubt(outcome) || tells(outcome.sketch ?? '')) return outcome
  const without = applyRows(source, file, withoutEnds(written))
  return isDoubt(without) ? outcome : without
}

function applyRows(source: Source, file: FileLines, written: readonly Row[]): Composed | Doubt {
  const rows = bounded(written)
  const placement = place(file, rows)
  if (!placement) return tooLarge(rows, file)
  const closed = closedEnds(file, written)
  return placed(source, file, closed?.rows ?? rows, closed?.placement ?? placement, true)
}

/**
 * With no marker before its first line, or after its last, a sketch begins or ends as the file shall, if what must go for that
 * can be what a few lines of the file became.
 */
function closedEnds(file: FileLines, rows: readonly Row[]): { rows: readonly Row[]; placement: Placement } | undefined {
  const start = rows[0]!.kind === 'line'
  const end = rows.at(-1)!.kind === 'line'
  if (!start && !end) return undefined
  const closed = endsClosed(file, rows, start, end)
  if (closed || !start || !end) return closed
  return (
    endsClosed(file, [...rows, understood()], true, false) ?? endsClosed(file, [understood(), ...rows], false, true)
  )
}

function endsClosed(
  file: FileLines,
  rows: readonly Row[],
  start: boolean,
  end: boolean,
): { rows: readonly Row[]; placement: Placement } | undefined {
  const placement = place(file, rows)
  const segments = segmentsOf(rows)
  if (!placement) return undefined
  const fit = [...(start ? [segments[0]!] : []), ...(end ? [segments.at(-1)!] : [])].every((segment) =>
    fits(file, rows, placement, segment),
  )
  return fit ? { rows, placement } : undefined
}

function fits(file: FileLines, rows: readonly Row[], { match, at }: Placement, segment: LineRange): boolean {
  if (pureInsertion(file, rows, segment, depthMapping(file, rows))?.certain) return true
  if (reachesEnd(file, rows, segment, match)) return true
  const own = new Set(match.subarray(segment.start, segment.end))
  const from = segment.start > 0 ? at[segment.start - 1]! : 0
  const to = segment.end < rows.length ? at[segment.end - 1]! : file.lines.length
  const shown = new Set(rows.map((row) => (row.kind === 'line' ? row.norm : '')))
  const gone = file.solid.filter((line) => line >= from && line < to && !own.has(line))
  const lost = gone.filter((line) => !shown.has(file.norms[line]!))
  const fresh = solidRows(rows, segment).filter((row) => match[row]! < 0).length
  const few = lost.length <= 2 * fresh + 1 && !lost.some((line) => isComment(file.lines[line]!))
  // Fewer of a list: lines at the file's start, or end, that begin as those next to them do.
  const [next] = gone.length > 0 ? [segment.start === 0 ? gone.at(-1)! + 1 : gone[0]! - 1] : []
  const listed = lost.every((line) => firstWord(file.norms[line]!) === firstWord(file.norms[next!] ?? ''))
  return few && (lost.length === 0 || fresh > 0 || (listed && gone.length === lost.length))
}

/** Whether a stretch at the sketch's end, or start, has the file's last lines there, or its first, and they are no mere brackets. */
function reachesEnd(file: FileLines, rows: readonly Row[], segment: LineRange, match: Int32Array): boolean {
  const solid = solidRows(rows, segment)
  if (segment.end === rows.length) solid.reverse()
  const edge = segment.end === rows.length ? file.solid.toReversed() : file.solid
  for (const [order, row] of solid.entries()) {
    if (match[row] !== edge[order]) return false
    if (tells((rows[row] as LineRow).norm)) return true
  }
  return false
}

const firstWord = (norm: string) => /^[\p{L}_]+/u.exec(norm)?.[0]

const isComment = (line: string) => /^\s*(?:\/\/|#|\/\*|\*|<!--|--|["']use )/.test(line)

/** Whether a sketch without markers begins with the file's first line and ends with its last. */
function showsAll(file: FileLines, rows: readonly Row[], { match, at }: Placement): boolean {
  const end = { start: at[rows.length - 2] ?? 0, end: file.lines.length }
  const left = solidIn(file, { start: 0, end: at[0]! }) + solidIn(file, end)
  const fresh = match.filter((line, index) => line < 0 && index > 0 && index < rows.length - 1).length
  return left === 0 && fresh < rows.length / 2
}

const tooLarge = (rows: readonly Row[], file: FileLines) =>
  doubt(rows, { start: 0, end: rows.length }, 'The file and the sketch are too large to compare.', file)

/** Rows with a gap at both ends. */
const bounded = (rows: readonly Row[]): Row[] => [
  ...(rows[0]?.kind === 'gap' ? [] : [understood()]),
  ...rows,
  ...(rows.at(-1)?.kind === 'gap' ? [] : [understood()]),
]

function placed(
  source: Source,
  file: FileLines,
  rows: readonly Row[],
  placement: Placement,
  marked: boolean,
): Composed | Doubt {
  const choice = choose(file, rows, placement)
  return composed(source, file, rows, choice, marked)
}

function composed(
  source: Source,
  file: FileLines,
  rows: readonly Row[],
  placement: Choice,
  marked: boolean,
): Composed | Doubt {
  const unsure = openEnds(file, rows, placement, marked) ?? floating(file, rows, placement)
  if (unsure) return unsure
  const open = openSide(file, rows, placement) ?? idle(file, rows, placement)
  if (open) return open
  const result = compose(file, rows, placement)
  if (isDoubt(result)) return result
  const { hunks } = result
  const weak = weakDeletion(file, rows, placement) ?? renamed(file, rows, placement)
  if (weak) return weak
  if (hunks.length === 0 && !marked)
    return doubt(rows, { start: 0, end: rows.length }, 'The sketch changes nothing.', file)
  const lost = marked ? undefined : lostBetween(file, rows, hunks)
  if (lost)
    return doubt(rows, { start: 0, end: rows.length }, 'Do the lines between the parts of the sketch stay?', file, lost)
  // Who deletes much has no doubts to spare.
  const bold = hunks.some(({ from, to, lines }) => to - from - lines.length > 5)
  for (const rival of placement.rivals) {
    const other = compose(file, rows, rival)
    if (!isDoubt(other) && (sameText(source, hunks, other.hunks) || (!bold && tears(source, other.hunks)))) continue
    return doubt(rows, rival.rows, 'This part of the sketch fits at several places.', file, rival.region)
  }
  return twice(file, rows, placement) ?? result
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
  const alike = (a: string, b: string) => a === b || similarity(wordsOf(a), wordsOf(b)) >= 0.8
  const starts = solid.slice(0, 3).some((norm) => alike(norm, file.norms[head]!))
  const ends = solid.slice(-3).some((norm) => alike(norm, file.norms[tail]!))
  const share = common / total
  if (starts && ends) return share > 0.4
  return share > 0.8 && (starts || ends) && solid.length > total * 0.85
}

/** Where a sketch that has no markers would take away a definition without a word. */
function lostBetween(file: FileLines, rows: readonly Row[], hunks: readonly Hunk[]): LineRange | undefined {
  const shown = new Set(rows.flatMap((row) => (row.kind === 'line' ? [row.norm] : [])))
  const brought = new Set(rows.map((row) => (row.kind === 'line' ? nameIn(row.norm) : undefined)))
  const found = hunks.find(({ from, to, lines }) => {
    const gone = file.norms.slice(from, to).filter((norm) => norm !== '' && !shown.has(norm))
    const names = gone.flatMap((norm) => nameIn(norm) ?? [])
    const idle = lines.every((line) => line.trim() === '')
    return (names.length > 1 && !names.every((name) => brought.has(name))) || (idle && names.length > 0)
  })
  return found && { start: found.from, end: found.to }
}

function sameText(source: Source, a: readonly Hunk[], b: readonly Hunk[]): boolean {
  return textWith(source, a) === textWith(source, b)
}

/** Whether hunks leave brackets open, which nobody means. */
const tears = (source: Source, hunks: readonly Hunk[]) =>
  bringsImbalance(source, hunks, textWith(source, hunks)) !== undefined

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
