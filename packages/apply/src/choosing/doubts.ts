import { textOf } from '../composing/compose.ts'
import { tells } from '../lines.ts'
import type { Choice } from './choose.ts'
import type { Placement } from '../placing/place.ts'
import type { Doubt, LineRange } from '../result.ts'
import { heldRows, isHeld } from '../placing/held.ts'
import { type LineRow, type Row, segmentsOf, solidRows } from '../reading/rows.ts'
import { wordsOf } from '../reading/similarity.ts'
import { windowOf } from '../placing/stretches.ts'
import { nameIn } from '../reading/names.ts'
import type { FileLines } from '../reading/file-lines.ts'

/** What a sketch does not show before its first line or after its last: left out, or deleted? */
export function openEnds(file: FileLines, rows: readonly Row[], { at }: Placement, marked: boolean): Doubt | undefined {
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
    const empty = rows.findIndex((row, index) => {
      const inside = index > 0 && index < rows.length - 1 && row.kind === 'gap'
      return inside && solidIn(file, { start: at[index - 1]!, end: at[index]! }) === 0
    })
    if (empty >= 0) {
      const place = { start: Math.max(0, at[empty]! - 1), end: at[empty]! }
      return doubt(
        rows,
        { start: empty - 1, end: empty + 2 },
        'A marker of the sketch stands for nothing.',
        file,
        place,
      )
    }
    const shallow = rows.some((row) => row.kind === 'gap' && !row.implicit && row.indent === 0)
    if (implicitStart && implicitEnd && shallow && inHead + inTail > 0) {
      return doubt(rows, whole, reason('first or last'), file, inHead > 0 ? head : tail)
    }
    if (implicitStart && inHead > 0 && !implicitEnd) return doubt(rows, whole, reason('first'), file, head)
    if (implicitEnd && inTail > 0 && (!implicitStart || inHead === 0))
      return doubt(rows, whole, reason('last'), file, tail)
    return undefined
  }
  if (inHead === 0 && inTail > 0 && inTail < total * 0.5) return doubt(rows, whole, reason('last'), file, tail)
  if (inTail === 0 && inHead > 0 && inHead < total * 0.2) return doubt(rows, whole, reason('first'), file, head)
  return undefined
}

export const solidIn = ({ depth }: FileLines, { start, end }: LineRange) => {
  let count = 0
  for (let at = start; at < end; at++) if (depth[at]! >= 0) count++
  return count
}

/** A stretch of the sketch that has nothing in common with the file has no place, but at the file's ends. */
export function floating(file: FileLines, rows: readonly Row[], { match, at }: Placement): Doubt | undefined {
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

/**
 * New lines that border on a gap, where the file goes on deeper than the gap stands: the rest of a block that the sketch
 * replaces, or one that it keeps?
 */
export function openSide(file: FileLines, rows: readonly Row[], { match, at, settled }: Choice): Doubt | undefined {
  for (const segment of segmentsOf(rows)) {
    if (settled.has(segment.start)) continue
    let last = segment.end - 1
    while (last > segment.start && (rows[last] as LineRow).blank) last--
    const gap = rows[segment.end]
    const next = file.solid[file.solidAt[at[last]!] ?? file.solid.length]
    if (gap?.kind !== 'gap' || next === undefined || next >= at[segment.end]!) continue
    const own = match[last]!
    const { norm, indent } = rows[last] as LineRow
    if (own < 0 && gap.implicit && next === at[last]! && file.depth[next]! >= indent) {
      const region = { start: Math.max(0, next - 1), end: next + 1 }
      return doubt(rows, segment, 'The sketch does not say whether the line after its last one stays.', file, region)
    }
    const fresh = own < 0 || norm !== file.norms[own]
    if (fresh && next === at[last]! && holds(norm, file.norms[next]!)) {
      const region = { start: Math.max(0, next - 1), end: next + 1 }
      return doubt(rows, segment, 'The last new line has the words of the next: does that one stay?', file, region)
    }
    const head = headAbove(file, rows, match, last, file.depth[next]!)
    if (head < segment.start) continue
    const first = match[head]!
    const shift = file.depth[first]! - (rows[head] as LineRow).indent
    // A line of the file, where it was.
    const known = own >= 0 && norm === file.norms[own]
    if (known && (file.depth[own]! - indent === shift || heldRows(file, rows, segment, match)?.end === last)) continue
    const opens = shallowest(file, first + 1, next) > file.depth[first]!
    if (opens && (known || gap.indent <= (rows[head] as LineRow).indent)) {
      const region = { start: first, end: next + 1 }
      return doubt(rows, segment, 'The sketch does not say whether the rest of this block stays.', file, region)
    }
  }
  return undefined
}

/** Many lines that go without a word: what stands before and after them in the sketch must stand there alone. */
export function weakDeletion(file: FileLines, rows: readonly Row[], { match, settled }: Choice): Doubt | undefined {
  for (const segment of segmentsOf(rows)) {
    if (settled.has(segment.start)) continue
    const solid = solidRows(rows, segment)
    const held = heldRows(file, rows, segment, match)
    const brings = solid.some((row) => match[row]! < 0)
    let before = -1
    for (const row of solid) {
      if (match[row]! < 0) continue
      if (before >= 0) {
        const between = { start: match[before]! + 1, end: match[row]! }
        const gone = solidIn(file, between)
        const fresh = solid.filter((each) => each > before && each < row).length
        const edge = Math.min(file.depth[match[before]!]!, file.depth[match[row]!]!)
        // Something as high up as what stands around it goes: a whole definition, perhaps.
        const whole = shallowest(file, between.start, between.end) <= edge
        const inside = held !== undefined && held.start <= before && held.end >= row
        const definition = file.norms.slice(between.start, between.end).some((norm) => nameIn(norm) !== undefined)
        const much = gone > 5 && (whole || gone - fresh > 5)
        // Of entries that are all alike between their brackets, another may be the one that goes.
        const bare =
          fresh === 0 && gone > 1 && brings && [before, row].every((each) => !tells((rows[each] as LineRow).norm))
        if (bare || (!inside && (much || (gone > fresh && (definition || held === undefined))))) {
          const region = { start: match[before]!, end: match[row]! + 1 }
          return doubt(
            rows,
            segment,
            'The sketch leaves out lines without a marker: are they to be deleted?',
            file,
            region,
          )
        }
      }
      before = row
    }
  }
  return undefined
}

/** A definition that is like one of the file, but for its name: is it that one, or a new one beside it? */
export function renamed(file: FileLines, rows: readonly Row[], { match }: Choice): Doubt | undefined {
  for (const segment of segmentsOf(rows)) {
    for (const row of solidRows(rows, segment)) {
      const line = match[row]!
      if (line < 0 || (rows[row] as LineRow).norm === file.norms[line]) continue
      const [before, after] = [nameIn(file.norms[line]!), nameIn((rows[row] as LineRow).norm)]
      if (before === after || before === undefined || after === undefined) continue
      const held = heldRows(file, rows, segment, match)
      if (held && held.start < row && held.end > row) continue
      const region = { start: line, end: line + 1 }
      return doubt(rows, segment, `Does ${after} take the place of ${before}, or come beside it?`, file, region)
    }
  }
  return undefined
}

/** A stretch without a change, one end of which stands further out, too: there may be a deletion that it is to show. */
export function idle(file: FileLines, rows: readonly Row[], placement: Placement): Doubt | undefined {
  const { match } = placement
  for (const segment of segmentsOf(rows)) {
    const solid = solidRows(rows, segment)
    const [first, last] = [solid[0], solid.at(-1)]
    if (first === undefined || last === undefined || first === last) continue
    const changes = solid.some((row, order) => {
      const before = order > 0 ? match[solid[order - 1]!]! : -1
      const line = match[row]!
      const blanks = order > 0 ? row - solid[order - 1]! : 0
      return (
        line < 0 ||
        (rows[row] as LineRow).norm !== file.norms[line] ||
        (order > 0 && (before < 0 || line - before !== blanks))
      )
    })
    const window = windowOf(rows, segment, placement)
    const weak = (own: readonly number[], from: number, to: number) => {
      const row = own.find((each) => tells((rows[each] as LineRow).norm))
      if (row === undefined) return true
      return file.where.get((rows[row] as LineRow).norm)!.some((line) => line >= from && line < to)
    }
    const gap = (row: Row | undefined) => row?.kind === 'gap' && !row.implicit
    if (
      changes ||
      !(weak(solid, window.start, match[first]!) || weak(solid.toReversed(), match[last]! + 1, window.end)) ||
      !gap(rows[segment.start - 1]) ||
      !(segment.end === rows.length || gap(rows[segment.end]))
    )
      continue
    const region = { start: match[first]!, end: match[last]! + 1 }
    return doubt(rows, segment, 'This part of the sketch changes nothing where it fits best.', file, region)
  }
  return undefined
}

/** Whether a line has all the words of another. */
function holds(norm: string, other: string): boolean {
  const words = wordsOf(other).filter((word) => tells(word))
  const own = new Set(wordsOf(norm))
  return words.length > 0 && words.every((word) => own.has(word))
}

/** The nearest row above that is a line of the file less deep than `depth`; -1 where there is none. */
function headAbove(file: FileLines, rows: readonly Row[], match: Int32Array, row: number, depth: number): number {
  while (row >= 0 && rows[row]!.kind === 'line') {
    const line = match[row]!
    if (line >= 0 && file.depth[line]! >= 0 && file.depth[line]! < depth) return row
    row--
  }
  return -1
}

/** The least depth of lines that are not blank. */
function shallowest({ depth }: FileLines, start: number, end: number): number {
  let least = Infinity
  for (let at = start; at < end; at++) if (depth[at]! >= 0) least = Math.min(least, depth[at]!)
  return least
}

/**
 * Lines that are put in at one place and stay at another: moved, or copied? Doubtful are several lines together, and a declaration at
 * the border of a stretch, where sketches show what the file has; of what is held, only declarations. A definition at the left margin
 * does not come twice, wherever it is.
 */
export function twice(file: FileLines, rows: readonly Row[], placement: Choice): Doubt | undefined {
  const { match, settled } = placement
  const taken = new Set(match)
  for (const segment of segmentsOf(rows)) {
    const sure = settled.has(segment.start)
    const solid = solidRows(rows, segment)
    const held = heldRows(file, rows, segment, match)
    const whole = isHeld(file, rows, segment, placement)
    let run = 0
    let declared = false
    let defined = false
    let previous = -2
    for (const [order, index] of solid.entries()) {
      const { norm, indent } = rows[index] as LineRow
      const places = match[index]! < 0 && tells(norm) ? file.where.get(norm) : undefined
      const [place = -2] = places?.length === 1 ? places : []
      const line = place >= 0 && !taken.has(place) && isKept(rows, placement, place) ? place : -2
      const follows = line > previous && previous >= 0 && solidIn(file, { start: previous + 1, end: line }) === 0
      run = line < 0 ? 0 : follows ? run + 1 : 1
      previous = line
      const inside = held !== undefined && held.start < index && held.end > index
      const border = Math.min(order, solid.length - 1 - order) < 3
      declared = run > 0 && (declares(norm) || (run > 1 && declared))
      defined = run > 0 && (nameIn(norm) !== undefined || (run > 1 && defined))
      const again = run > 0 && indent === 0 && nameIn(norm) !== undefined
      if (
        again ||
        (!sure && ((run >= 3 && !inside) || (run > 0 && (run >= 3 || border) && (defined || (declared && !whole)))))
      ) {
        const region = { start: line, end: line + 1 }
        const reason = 'The sketch brings lines that the file has elsewhere: they may be moved or copied.'
        return doubt(rows, segment, reason, file, region)
      }
    }
  }
  return undefined
}

/** Whether a line declares something, which it cannot do twice. */
const declares = (norm: string) =>
  nameIn(norm) !== undefined || /^(?:import|from|export|use|pub|using|package|#include|require)\b/.test(norm)

function isKept(rows: readonly Row[], { at }: Pick<Placement, 'match' | 'at'>, line: number): boolean {
  for (const [index, row] of rows.entries()) {
    if (row.kind === 'gap' && line < at[index]! && line >= (index > 0 ? at[index - 1]! : 0)) return true
  }
  return false
}

export function doubt(
  rows: readonly Row[],
  part: LineRange,
  reason: string,
  file: FileLines,
  region: LineRange = { start: 0, end: file.lines.length },
): Doubt {
  return { reason, region, sketch: textOf(rows, part) }
}
