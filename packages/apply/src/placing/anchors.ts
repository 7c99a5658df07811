import type { FileLines } from '../reading/file-lines.ts'
import { tells } from '../lines.ts'
import { longestIncreasing } from './longest-increasing.ts'
import { type LineRow, type Row, segmentOf } from '../reading/rows.ts'

/** What is known, and neighbouring lines that stand together just once, in the sketch and in the file, and in the same order: `[line, row]`. */
export function anchors(
  file: FileLines,
  rows: readonly Row[],
  depthOf: (columns: number) => number,
  known: readonly [number, number][],
): [number, number][] {
  const next = nextSolid(file)
  const inSketch = new Map<string, number>()
  const pairs: { row: number; other: number; key: string }[] = []
  let before = -1
  for (const [at, row] of rows.entries()) {
    if (row.kind === 'gap') before = -1
    else if (!row.blank) {
      const last = before >= 0 ? rows[before] : undefined
      if (last?.kind === 'line') {
        const key = `${last.norm}\n${row.norm}`
        inSketch.set(key, (inSketch.get(key) ?? 0) + 1)
        pairs.push({ row: before, other: at, key })
      }
      before = at
    }
  }
  const held = new Map<number, number>(known.map(([line, row]) => [row, line]))
  const settled = new Set(known.map(([, row]) => segmentOf(rows, row)))
  for (const { row, other, key } of pairs) {
    if (inSketch.get(key) !== 1 || settled.has(segmentOf(rows, row))) continue
    const [first, second] = [rows[row] as { norm: string }, rows[other] as { norm: string }]
    if (!tells(first.norm) && !tells(second.norm)) continue
    const places = (file.where.get(first.norm) ?? []).filter((line) => {
      const after = next[line]!
      return after >= 0 && file.norms[after] === second.norm
    })
    // A bracket is another one at another depth.
    const apart = (at: number, line: number) => {
      const { norm, indent } = rows[at] as LineRow
      return !tells(norm) && depthOf(indent) !== file.depth[line]!
    }
    if (places.length !== 1 || apart(row, places[0]!) || apart(other, next[places[0]!]!)) continue
    held.set(row, places[0]!)
    held.set(other, next[places[0]!]!)
  }
  const all = [...held].sort((a, b) => a[0] - b[0]).map(([row, line]): [number, number] => [line, row])
  return consistent(all, rows, settled)
}

/**
 * Those of stretches in which all of them agree: in order, with nothing deleted between them. New code may have lines that
 * stand elsewhere; about such a stretch the comparison of everything decides.
 */
function consistent(
  held: readonly [number, number][],
  rows: readonly Row[],
  settled: ReadonlySet<number>,
): [number, number][] {
  const doubtful = new Set<number>()
  for (let at = 1; at < held.length; at++) {
    const [line, row] = held[at]!
    const [lineBefore, rowBefore] = held[at - 1]!
    const segment = segmentOf(rows, row)
    if (segment !== segmentOf(rows, rowBefore) || settled.has(segment)) continue
    if (line < lineBefore || line - lineBefore - (row - rowBefore) > 2) doubtful.add(segment)
  }
  const trusted = held.filter(([, row]) => !doubtful.has(segmentOf(rows, row)))
  const chain = longestIncreasing(trusted)
  if (chain.length === trusted.length) return chain
  const kept = new Set(chain)
  const crossing = new Set(trusted.filter((anchor) => !kept.has(anchor)).map(([, row]) => segmentOf(rows, row)))
  return chain.filter(([, row]) => !crossing.has(segmentOf(rows, row)))
}

function nextSolid({ depth }: FileLines): Int32Array {
  const next = new Int32Array(depth.length)
  let after = -1
  for (let at = depth.length - 1; at >= 0; at--) {
    next[at] = after
    if (depth[at]! >= 0) after = at
  }
  return next
}
