import { align, type Alignment, type AlignmentProblem, type Worth } from './align.ts'
import { longestIncreasing } from './diff-lines.ts'
import type { LineRange } from './result.ts'
import type { Row } from './rows.ts'
import { depthMapping, type FileLines, worthOf } from './worth.ts'

/** Where all rows stand, and where else some of them could. */
export interface Placement extends Alignment {
  rivals: Rival[]
}

/** Another alignment that is nearly as good. */
export interface Rival extends Alignment {
  /** The rows that are in doubt, and where they could be. */
  rows: LineRange
  region: LineRange
}

/** Aligns a sketch with a file. Pairs of lines that both have once hold fast; what is between them is searched for the best. */
export function place(file: FileLines, rows: readonly Row[]): Placement | undefined {
  const depthOf = depthMapping(file, rows)
  const fast = anchors(file, rows)
  const worth = worthOf(file, rows, depthOf, fast)
  const gapDepth = (at: number) => {
    const row = rows[at]!
    return row.kind === 'gap' && row.indent > 0 ? depthOf(row.indent) : -1
  }
  const anchored = new Set(fast.map(([, row]) => segmentOf(rows, row)))
  const whole: Alignment = { score: 0, match: new Int32Array(rows.length).fill(-1), at: new Int32Array(rows.length) }
  const found: { problem: AlignmentProblem; best: Alignment }[] = []
  let [rowFrom, from] = [0, 0]
  for (const [line, row] of [...fast, [file.lines.length, rows.length] as const]) {
    const problem = { rows, rowFrom, rowTo: row, from, to: line, worth, gapDepth, depth: file.depth }
    if ((row - rowFrom) * (line - from) > largest) return undefined
    const best = align(problem)
    put(whole, problem, best)
    found.push({ problem, best })
    if (row < rows.length) {
      whole.match[row] = line
      whole.at[row] = line + 1
      whole.score += valueOf(worth[row]!, line)
    }
    rowFrom = row + 1
    from = line + 1
  }
  const rivals = found.flatMap(({ problem, best }) => [
    ...rivalsIn(problem, best, anchored, whole),
    ...sparing(problem, best, whole),
  ])
  return { ...whole, rivals }
}

/** Where much is deleted, the alignment that would be the best if deletions were dearer: it should be the same. */
function sparing(problem: AlignmentProblem, best: Alignment, whole: Alignment): Rival[] {
  const { rows, rowFrom, rowTo, from } = problem
  let most = { count: 0, row: rowFrom }
  for (let row = rowFrom; row < rowTo; row++) {
    if (rows[row]!.kind === 'gap') continue
    const before = row > rowFrom ? best.at[row - rowFrom - 1]! : from
    const line = best.match[row - rowFrom]!
    const count = (line >= 0 ? line : best.at[row - rowFrom]!) - before
    if (count > most.count) most = { count, row }
  }
  if (most.count <= 5) return []
  const other = align({ ...problem, dearness: 4 })
  const rival: Alignment = { score: 0, match: whole.match.slice(), at: whole.at.slice() }
  put(rival, problem, other)
  const end = best.at[most.row - rowFrom]!
  return [
    {
      ...rival,
      rows: { start: segmentOf(rows, most.row), end: most.row + 1 },
      region: { start: end - most.count, end },
    },
  ]
}

const valueOf = ({ lines, values }: Worth, line: number) => values[lines.indexOf(line)] ?? 0

const largest = 30_000_000
/** An alignment that is worse by less could be meant as well. */
const margin = 0.75

function put(whole: Alignment, { rowFrom }: AlignmentProblem, part: Alignment): void {
  whole.match.set(part.match, rowFrom)
  whole.at.set(part.at, rowFrom)
  whole.score += part.score
}

/** Neighbouring lines that stand together just once, in the sketch and in the file, and in the same order: `[line, row]`. */
function anchors(file: FileLines, rows: readonly Row[]): [number, number][] {
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
  const held = new Map<number, number>()
  for (const { row, other, key } of pairs) {
    if (inSketch.get(key) !== 1) continue
    const [first, second] = [rows[row] as { norm: string }, rows[other] as { norm: string }]
    if (!/[\p{L}\p{N}]{2}/u.test(first.norm) && !/[\p{L}\p{N}]{2}/u.test(second.norm)) continue
    const places = (file.where.get(first.norm) ?? []).filter((line) => {
      const after = next[line]!
      return after >= 0 && file.norms[after] === second.norm
    })
    if (places.length !== 1) continue
    held.set(row, places[0]!)
    held.set(other, next[places[0]!]!)
  }
  const chain = longestIncreasing(
    [...held].sort((a, b) => a[0] - b[0]).map(([row, line]): [number, number] => [line, row]),
  )
  return plausible(chain, rows)
}

/**
 * Without those between which much would have to be deleted: new code may have lines that stand elsewhere. The comparison of
 * everything decides about them.
 */
function plausible(chain: readonly [number, number][], rows: readonly Row[]): [number, number][] {
  const doubtful = new Set<number>()
  for (let at = 1; at < chain.length; at++) {
    const [line, row] = chain[at]!
    const [lineBefore, rowBefore] = chain[at - 1]!
    const gone = line - lineBefore - (row - rowBefore)
    if (gone <= 8 || segmentOf(rows, row) !== segmentOf(rows, rowBefore)) continue
    doubtful.add(at - 1)
    doubtful.add(at)
  }
  if (doubtful.size === 0) return [...chain]
  const segments = new Set([...doubtful].map((at) => segmentOf(rows, chain[at]![1])))
  return chain.filter(([, row]) => !segments.has(segmentOf(rows, row)))
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

/** The first row of the stretch without a gap that a row is in. */
function segmentOf(rows: readonly Row[], row: number): number {
  while (row > 0 && rows[row - 1]!.kind === 'line') row--
  return row
}

/** For each stretch that nothing holds fast: the best alignment in which its strongest line is not where it is. */
function rivalsIn(
  problem: AlignmentProblem,
  best: Alignment,
  anchored: ReadonlySet<number>,
  whole: Alignment,
): Rival[] {
  const { rows, rowFrom, rowTo, worth } = problem
  const strongest = new Map<number, { row: number; line: number; value: number }>()
  for (let row = rowFrom; row < rowTo; row++) {
    const line = best.match[row - rowFrom]!
    if (line < 0 || (rows[row] as { blank?: boolean }).blank) continue
    const segment = segmentOf(rows, row)
    if (anchored.has(segment)) continue
    const value = valueOf(worth[row]!, line)
    if (value > (strongest.get(segment)?.value ?? 0)) strongest.set(segment, { row, line, value })
  }
  const rivals: Rival[] = []
  for (const banned of strongest.values()) {
    const other = align({ ...problem, banned })
    if (best.score - other.score > margin) continue
    const rival: Alignment = { score: 0, match: whole.match.slice(), at: whole.at.slice() }
    put(rival, problem, other)
    const elsewhere = other.match[banned.row - rowFrom]!
    const lines = [banned.line, elsewhere < 0 ? banned.line : elsewhere]
    rivals.push({
      ...rival,
      rows: { start: segmentOf(rows, banned.row), end: banned.row + 1 },
      region: { start: Math.min(...lines), end: Math.max(...lines) + 1 },
    })
  }
  return rivals
}
