import { align, type Alignment, type AlignmentProblem, type Worth } from './align.ts'
import { longestIncreasing } from './longest-increasing.ts'
import { heldRows, isHeld, onlyInserts } from './held.ts'
import { nameIn } from './names.ts'
import type { LineRange } from './result.ts'
import { type LineRow, type Row, segmentsOf } from './rows.ts'
import { pureInsertion } from './insertions.ts'
import type { FileLines } from './file-lines.ts'
import { depthMapping, worthOf } from './worth.ts'

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
  const insertions = segmentsOf(rows).map((segment) => pureInsertion(file, rows, segment, depthOf))
  const certain = insertions.filter((insertion) => insertion?.certain)
  const fast = anchors(
    file,
    rows,
    depthOf,
    certain.flatMap((each) => each?.anchors ?? []),
  )
  let placement = placeAround(file, rows, fast)
  // Whole definitions do not go unsaid: a placement that keeps them is likelier.
  if (placement && dropsDefinition(file, rows, placement)) {
    const sparing = placeAround(file, rows, fast, dear)
    if (sparing && !dropsDefinition(file, rows, sparing)) placement = sparing
  }
  if (placement && segmentsOf(rows).some((segment) => !isHeld(file, rows, segment, placement))) {
    const other = keepingAll(
      file,
      rows,
      placement,
      certain.flatMap((each) => each?.anchors ?? []),
    )
    if (other) return other
  }
  const uncertain = insertions.filter((insertion) => insertion && !insertion.certain)
  if (!placement || uncertain.length === 0) return placement
  const all = insertions.flatMap((insertion) => insertion?.anchors ?? [])
  const other = placeAround(file, rows, anchors(file, rows, depthOf, all))
  if (!other) return placement
  const [line, row] = uncertain[0]!.anchors[0]!
  const part = { rows: { start: segmentOf(rows, row), end: row + 1 }, region: { start: line, end: line + 1 } }
  return { ...placement, rivals: [...placement.rivals, { ...other, ...part }] }
}

/** How dear deletions are where they should be spared, and where there shall be none. */
const [dear, keeping] = [4, 1000]

/** Whether a stretch that is not held loses a line that defines something. */
function dropsDefinition(file: FileLines, rows: readonly Row[], { match, at }: Placement): boolean {
  return segmentsOf(rows).some((segment) => {
    const held = heldRows(file, rows, segment, match)
    let done = segment.start > 0 ? at[segment.start - 1]! : 0
    for (let row = segment.start; row < segment.end; row++) {
      const line = match[row]!
      const inside = held !== undefined && row > held.start && row <= held.end
      const end = line >= 0 ? line : at[row]!
      for (; done < end; done++) if (!inside && nameIn(file.norms[done]!) !== undefined) return true
      if (line >= 0) done = line + 1
    }
    return false
  })
}

/**
 * The placement, but with stretches that change something without telling where only inserting, where they can: who shows no
 * more than a bracket beside a change shows it for an insertion's sake.
 */
function keepingAll(
  file: FileLines,
  rows: readonly Row[],
  placement: Placement,
  known: readonly [number, number][],
): Placement | undefined {
  const depthOf = depthMapping(file, rows)
  const other = placeAround(file, rows, anchors(file, rows, depthOf, known), keeping)
  if (!other) return undefined
  const [match, at] = [placement.match.slice(), placement.at.slice()]
  const settled: LineRange[] = []
  for (const segment of segmentsOf(rows)) {
    if (isHeld(file, rows, segment, placement) || !onlyInserts(file, rows, segment, other)) continue
    const start = Math.max(0, segment.start - 1)
    match.set(other.match.subarray(start, segment.end), start)
    at.set(other.at.subarray(start, segment.end), start)
    settled.push(segment)
  }
  if (settled.length === 0) return undefined
  let last = -1
  for (const line of match) {
    if (line >= 0 && line <= last) return undefined
    if (line >= 0) last = line
  }
  const rivals = placement.rivals.filter(
    ({ rows: own }) => !settled.some(({ start, end }) => own.start >= start && own.end <= end),
  )
  return { score: placement.score, match, at, rivals }
}

function placeAround(
  file: FileLines,
  rows: readonly Row[],
  fast: readonly [number, number][],
  dearness = 1,
): Placement | undefined {
  const depthOf = depthMapping(file, rows)
  const worth = worthOf(file, rows, depthOf, fast, dearness < keeping)
  const gapDepth = (at: number) => {
    const row = rows[at]!
    return row.kind === 'gap' && row.indent > 0 ? depthOf(row.indent) : -1
  }
  const anchored = new Set(fast.map(([, row]) => segmentOf(rows, row)))
  const whole: Alignment = { score: 0, match: new Int32Array(rows.length).fill(-1), at: new Int32Array(rows.length) }
  const found: { problem: AlignmentProblem; best: Alignment }[] = []
  let [rowFrom, from] = [0, 0]
  for (const [line, row] of [...fast, [file.lines.length, rows.length] as const]) {
    const problem = { rows, rowFrom, rowTo: row, from, to: line, worth, gapDepth, depth: file.depth, dearness }
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
  if (dearness === keeping) return { ...whole, rivals: [] }
  const rivals = found.flatMap(({ problem, best }) => [
    ...rivalsIn(problem, best, anchored, whole),
    ...sparing(problem, best, whole),
  ])
  return { ...whole, rivals: rivals.filter(({ rows: own }) => !isInside(file, rows, whole.match, own)) }
}

/** Whether the row in doubt, the last of some, is between rows that hold fast. */
function isInside(file: FileLines, rows: readonly Row[], match: Int32Array, { end }: LineRange): boolean {
  const segment = segmentsOf(rows).find((each) => each.start < end && each.end >= end)
  const held = segment && heldRows(file, rows, segment, match)
  return held !== undefined && held.start < end - 1 && held.end > end - 1
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
  const other = align({ ...problem, dearness: dear })
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

interface Match {
  row: number
  line: number
  value: number
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

/** What is known, and neighbouring lines that stand together just once, in the sketch and in the file, and in the same order: `[line, row]`. */
function anchors(
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
    if (!/[\p{L}\p{N}]{2}/u.test(first.norm) && !/[\p{L}\p{N}]{2}/u.test(second.norm)) continue
    const places = (file.where.get(first.norm) ?? []).filter((line) => {
      const after = next[line]!
      return after >= 0 && file.norms[after] === second.norm
    })
    // A bracket is another one at another depth.
    const apart = (at: number, line: number) => {
      const { norm, indent } = rows[at] as LineRow
      return !/[\p{L}\p{N}]{2}/u.test(norm) && depthOf(indent) !== file.depth[line]!
    }
    if (places.length !== 1 || apart(row, places[0]!) || apart(other, next[places[0]!]!)) continue
    held.set(row, places[0]!)
    held.set(other, next[places[0]!]!)
  }
  const all = [...held].sort((a, b) => a[0] - b[0]).map(([row, line]): [number, number] => [line, row])
  return consistent(all, rows)
}

/**
 * Those of stretches in which all of them agree: in order, with nothing deleted between them. New code may have lines that
 * stand elsewhere; about such a stretch the comparison of everything decides.
 */
function consistent(held: readonly [number, number][], rows: readonly Row[]): [number, number][] {
  const doubtful = new Set<number>()
  for (let at = 1; at < held.length; at++) {
    const [line, row] = held[at]!
    const [lineBefore, rowBefore] = held[at - 1]!
    const segment = segmentOf(rows, row)
    if (segment !== segmentOf(rows, rowBefore)) continue
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

/** The first row of the stretch without a gap that a row is in. */
function segmentOf(rows: readonly Row[], row: number): number {
  while (row > 0 && rows[row - 1]!.kind === 'line') row--
  return row
}

/**
 * The best alignments in which a line that decides is not where it is: the strongest of a stretch that nothing holds fast, and
 * the first and the last of any, where the file has such a line elsewhere too.
 */
function rivalsIn(
  problem: AlignmentProblem,
  best: Alignment,
  anchored: ReadonlySet<number>,
  whole: Alignment,
): Rival[] {
  const { rows, rowFrom, rowTo, worth } = problem
  const strongest = new Map<number, Match>()
  const borders = new Map<string, Match>()
  for (let row = rowFrom; row < rowTo; row++) {
    const line = best.match[row - rowFrom]!
    if (line < 0 || (rows[row] as { blank?: boolean }).blank) continue
    const segment = segmentOf(rows, row)
    const value = valueOf(worth[row]!, line)
    if (!anchored.has(segment) && value > (strongest.get(segment)?.value ?? 0))
      strongest.set(segment, { row, line, value })
    const first = whole.match.subarray(segment, row).every((match) => match < 0)
    if (worth[row]!.lines.length > 1) {
      if (first) borders.set(`${segment} first`, { row, line, value })
      borders.set(`${segment} last`, { row, line, value })
    } else borders.delete(`${segment} last`)
  }
  const doubtful = new Map([...strongest.values(), ...borders.values()].map((match) => [match.row, match]))
  const rivals: Rival[] = []
  for (const banned of doubtful.values()) {
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
