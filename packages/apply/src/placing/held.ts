import type { Alignment } from './align.ts'
import { tells } from '../lines.ts'
import { nameIn } from '../reading/names.ts'
import type { LineRange } from '../result.ts'
import { type LineRow, type Row, solidRows } from '../reading/rows.ts'
import type { FileLines } from '../reading/file-lines.ts'

/**
 * The rows of a stretch, `end` included, that are held: between the first and the last that the file has once, with those that go
 * on from them in sketch and file alike. What is between them stands in the file just so, however lines inside are aligned, for
 * there is no marker that would leave something out. Undefined where no row tells its place.
 */
export function heldRows(
  file: FileLines,
  rows: readonly Row[],
  segment: LineRange,
  match: Int32Array,
): LineRange | undefined {
  const solid = solidRows(rows, segment)
  const counts = new Map<string, number>()
  const normAt = (order: number) => (rows[solid[order]!] as LineRow).norm
  for (const order of solid.keys()) counts.set(normAt(order), (counts.get(normAt(order)) ?? 0) + 1)
  const same = (order: number) => {
    const line = match[solid[order] ?? -1] ?? -1
    return line >= 0 && file.norms[line] === normAt(order) ? file.solidAt[line]! : -2
  }
  const placed = (order: number) =>
    same(order) >= 0 && tellsPlace(file, normAt(order)) && counts.get(normAt(order)) === 1
  const told = [...solid.keys()].filter(placed)
  const orders = [...solid.keys()]
  const from = match.subarray(0, segment.start).findLast((line) => line >= 0) ?? 0
  const to = match.subarray(segment.end).find((line) => line >= 0) ?? file.lines.length
  // Where the sketch begins or ends without a gap, so does the file.
  const starts = segment.start === 0 || endTold(orders, same, file, from, to)
  const ends = segment.end === rows.length || endTold(orders.toReversed(), same, file, from, to)
  let first = starts ? 0 : (told[0] ?? -1)
  let last = ends ? solid.length - 1 : (told.at(-1) ?? -1)
  if (first < 0 || last < 0) return undefined
  // What is put in between neighbours stands there just as well.
  for (let at = first - 1; at >= 0 && same(first) >= 0; at--) {
    if (same(at) === same(first) - 1) first = at
    else if (match[solid[at]!]! >= 0) break
  }
  for (let at = last + 1; at < solid.length && same(last) >= 0; at++) {
    if (same(at) === same(last) + 1) last = at
    else if (match[solid[at]!]! >= 0) break
  }
  // A line further in may be one that new code happens to have, too.
  if (first > border || solid.length - 1 - last > border) return undefined
  return first <= last ? { start: solid[first]!, end: solid[last]! } : undefined
}

/**
 * Whether the rows that a stretch begins with (or, in reverse, ends with) are neighbours in the file that stand together but once, of
 * the lines `from` up to `to` that the other stretches leave.
 */
function endTold(
  orders: readonly number[],
  same: (order: number) => number,
  file: FileLines,
  from: number,
  to: number,
): boolean {
  const [first, second] = orders
  if (first === undefined || second === undefined || same(first) < 0) return false
  const [start, step] = [same(first), second - first]
  let length = 1
  while (length < orders.length && same(orders[length]!) === start + length * step) length++
  const run = orders.slice(0, length).map((_, index) => file.norms[file.solid[start + index * step]!]!)
  if (length < 2 || !run.some((norm) => tells(norm))) return false
  const others = file.where.get(run[0]!)!.filter((line) => line >= from && line < to && file.solidAt[line] !== start)
  return !others.some((line) =>
    run.every((norm, index) => file.norms[file.solid[file.solidAt[line]! + index * step] ?? -1] === norm),
  )
}

/** So many lines at most are shown beside a change. */
const border = 8

const tellsPlace = ({ where }: FileLines, norm: string) => tells(norm) && where.get(norm)?.length === 1

/** Whether all of a stretch is held. */
export function isHeld(file: FileLines, rows: readonly Row[], segment: LineRange, { match }: Alignment): boolean {
  const held = heldRows(file, rows, segment, match)
  const solid = solidRows(rows, segment)
  return held !== undefined && held.start === solid[0] && held.end === solid.at(-1)
}

/** Whether a stretch only inserts, between lines of the file that are neighbours, and one of its lines is there once. */
export function onlyInserts(file: FileLines, rows: readonly Row[], segment: LineRange, { match }: Alignment): boolean {
  const solid = solidRows(rows, segment)
  const own = solid.filter((row) => match[row]! >= 0)
  if (own.length < 2 || own.length === solid.length || own[0] !== solid[0] || own.at(-1) !== solid.at(-1)) return false
  const places = own.map((row) => file.solidAt[match[row]!]!)
  const together = own.every((row, order) => {
    const same = (rows[row] as LineRow).norm === file.norms[match[row]!]
    return same && (order === 0 || places[order] === places[order - 1]! + 1)
  })
  // Much that the file has already is no insertion, nor is a definition that it has.
  const fresh = solid.filter((row) => match[row]! < 0 && tells((rows[row] as LineRow).norm))
  const known = fresh.filter((row) => file.where.has((rows[row] as LineRow).norm))
  const brought =
    known.some((row) => nameIn((rows[row] as LineRow).norm) !== undefined) || known.length > fresh.length * 0.7
  return together && !brought && own.some((row) => tellsPlace(file, (rows[row] as LineRow).norm))
}
