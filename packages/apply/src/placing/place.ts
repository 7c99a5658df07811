import { anchors } from './anchors.ts'
import { borders } from './borders.ts'
import { align, type Alignment, type AlignmentProblem, type Worth } from './align.ts'
import { heldRows, isHeld, onlyInserts } from './held.ts'
import { nameIn } from '../reading/names.ts'
import type { LineRange } from '../result.ts'
import { type Row, segmentOf, segmentsOf } from '../reading/rows.ts'
import { pureInsertion } from './insertions.ts'
import type { FileLines } from '../reading/file-lines.ts'
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
  const known = merged(
    certain.flatMap((each) => each?.anchors ?? []),
    borders(file, rows, depthOf),
    rows,
  )
  const fast = anchors(file, rows, depthOf, known)
  let placement = placeAround(file, rows, fast)
  // A marker stands for something: if it does not, neighbours have been moved away from what is around it.
  if (placement && fast.length > 0 && hasEmptyGap(file, rows, placement)) {
    const freed = placeAround(file, rows, [])
    if (freed && !hasEmptyGap(file, rows, freed)) placement = freed
  }
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
  const worse = other ? placement.score - other.score : Infinity
  if (!other || (worse > margin && uncertain.every((insertion) => insertion?.doubles))) return placement
  const [line, row] = uncertain[0]!.anchors[0]!
  const part = { rows: { start: segmentOf(rows, row), end: row + 1 }, region: { start: line, end: line + 1 } }
  return { ...placement, rivals: [...placement.rivals, { ...other, ...part }] }
}

/** What is certain, and what else is known of other stretches, if it is in order. */
function merged(
  certain: readonly [number, number][],
  others: readonly [number, number][],
  rows: readonly Row[],
): readonly [number, number][] {
  const settled = new Set(certain.map(([, row]) => segmentOf(rows, row)))
  const all = [...certain, ...others.filter(([, row]) => !settled.has(segmentOf(rows, row)))].sort(
    (a, b) => a[1] - b[1],
  )
  return all.every(([line], at) => at === 0 || line > all[at - 1]![0]) ? all : certain
}

/** Whether a marker between two stretches stands for no line. */
function hasEmptyGap(file: FileLines, rows: readonly Row[], { at }: Alignment): boolean {
  return rows.some((row, index) => {
    if (row.kind !== 'gap' || row.implicit || index === 0 || index === rows.length - 1) return false
    return file.solidAt[at[index - 1]!] === file.solidAt[at[index]!]
  })
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
  return { ...whole, rivals: rivals.filter(({ rows: own }) => !isInside(file, rows, whole, own)) }
}

/** Whether the row in doubt, the last of some, is between rows that hold fast, or one of a stretch all of which does. */
function isInside(file: FileLines, rows: readonly Row[], whole: Alignment, { end }: LineRange): boolean {
  const segment = segmentsOf(rows).find((each) => each.start < end && each.end >= end)
  if (!segment) return false
  if (isHeld(file, rows, segment, whole)) return true
  const held = heldRows(file, rows, segment, whole.match)
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
