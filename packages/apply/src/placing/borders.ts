import type { FileLines } from '../reading/file-lines.ts'
import { tells } from '../lines.ts'
import { type LineRow, type Row, segmentsOf, solidRows } from '../reading/rows.ts'

/** Pairs of a line and the row that is it. */
export type Pairs = readonly (readonly [line: number, row: number])[]

/**
 * Where stretches begin and end, told by the run of lines that they share with the file there: sketches show what is around a
 * change. A run counts where no other of the file is as long; of copied code, the stretches before and after tell which copy it
 * is. Stretches that would lose much more than they bring are left out: what looks like their border may be code that was moved.
 */
export function borders(
  file: FileLines,
  rows: readonly Row[],
  depthOf: (columns: number) => number,
): [line: number, row: number][] {
  // Without a gap before it, or after it, the file's own end is the border.
  const segments = segmentsOf(rows).map((segment) =>
    segment.start === 0 || segment.end === rows.length ? [] : solidRows(rows, segment),
  )
  const found = segments.map((solid) => bordersOf(file, rows, solid, depthOf, 0, file.lines.length))
  for (const at of segments.keys()) {
    if (found[at] || !inOrder(found)) continue
    const from =
      found
        .slice(0, at)
        .findLast((each) => each)
        ?.at(-1)?.[0] ?? -1
    const to = found.slice(at + 1).find((each) => each)?.[0]?.[0] ?? file.lines.length
    found[at] = bordersOf(file, rows, segments[at]!, depthOf, from + 1, to)
  }
  return inOrder(found) ? found.flatMap((each) => each ?? []) : []
}

type Found = [line: number, row: number][] | undefined

const inOrder = (found: readonly Found[]) => {
  const lines = found.flatMap((each) => each ?? []).map(([line]) => line)
  return lines.every((line, at) => at === 0 || line > lines[at - 1]!)
}

function bordersOf(
  file: FileLines,
  rows: readonly Row[],
  solid: readonly number[],
  depthOf: (columns: number) => number,
  from: number,
  to: number,
): Found {
  const head = runOf(file, rows, solid, depthOf, from, to, 1)
  const tail = runOf(file, rows, solid.toReversed(), depthOf, from, to, -1)
  if (!head || !tail) return undefined
  const [last, first] = [head.at(-1)!, tail.at(-1)!]
  if (first[1] <= last[1]) return head.length === solid.length ? head : undefined
  const lost = file.solidAt[first[0]]! - file.solidAt[last[0]]! - 1
  const fresh = solid.filter((row) => row > last[1] && row < first[1]).length
  // A single line may be one that was moved here.
  const single = solid.length > 1 && (head.length === 1 || tail.length === 1)
  return lost < 0 || lost > (single ? fresh : 2 * fresh + most) ? undefined : [...head, ...tail.toReversed()]
}

/** So many lines more than it brings a stretch may lose. */
const most = 6

/** The longest run of the file that rows begin with, in one direction, if there is but one. */
function runOf(
  file: FileLines,
  rows: readonly Row[],
  solid: readonly number[],
  depthOf: (columns: number) => number,
  from: number,
  to: number,
  step: 1 | -1,
): Found {
  const rowAt = (order: number) => rows[solid[order]!] as LineRow
  const same = (order: number, line: number | undefined) => {
    if (line === undefined || line < from || line >= to || order >= solid.length) return false
    const { norm, indent } = rowAt(order)
    // A bracket is another one at another depth.
    return file.norms[line] === norm && (tells(norm) || depthOf(indent) === file.depth[line])
  }
  let best: { start: number; length: number } | undefined
  let ties = 0
  for (const line of solid.length === 0 ? [] : (file.where.get(rowAt(0).norm) ?? [])) {
    const start = file.solidAt[line]!
    let length = 0
    while (same(length, file.solid[start + length * step])) length++
    if (length > (best?.length ?? 0)) {
      best = { start, length }
      ties = 0
    } else if (length === best?.length) ties++
  }
  if (!best || ties > 0) return undefined
  const { start, length } = best
  const pairs = solid.slice(0, length).map((row, order): [number, number] => [file.solid[start + order * step]!, row])
  return pairs.some(([line]) => tells(file.norms[line]!)) ? pairs : undefined
}
