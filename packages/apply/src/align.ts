import type { Row } from './rows.ts'

/** Where the rows of a sketch stand in the lines of a file. */
export interface Alignment {
  score: number
  /** For each row, the line that it is; -1 for a new line, and for gaps. */
  match: Int32Array
  /** For each row, how many of the file's lines are done with after it. */
  at: Int32Array
}

/** The lines that a row may be, and what each is worth, above 0. */
export interface Worth {
  lines: readonly number[]
  values: readonly number[]
}

/** What a block of rows is aligned with, and what the pieces are worth. */
export interface AlignmentProblem {
  rows: readonly Row[]
  /** Rows `rowFrom` up to `rowTo` are spread over the lines `from` up to `to`. */
  rowFrom: number
  rowTo: number
  from: number
  to: number
  /** The lines that each row may be, and what that is worth. */
  worth: readonly Worth[]
  /** Depth of each line in columns, -1 for blank ones. */
  depth: Int32Array
  /** The depth below which nothing is left out at a gap. */
  gapDepth: (row: number) => number
  /** A match that may not be. */
  banned?: { row: number; line: number }
  /** How much dearer than usual deletions are; default 1. */
  dearness?: number
}

const insertCost = 0.05
const openCost = 0.9
const deleteCost = 0.12
const togetherBonus = 0.3
const emptyGapCost = 0.3
const shallowGapCost = 2.5

/**
 * The best alignment: rows in order, each a line of the file or new; lines between two rows are deleted, at a cost that grows
 * slowly (Gotoh), or left out at a gap, at none.
 */
export function align(problem: AlignmentProblem): Alignment {
  const { rows, rowFrom, rowTo, from, to, worth, depth, gapDepth, banned, dearness = 1 } = problem
  const [height, width] = [rowTo - rowFrom, to - from + 1]
  const steps = new Uint8Array((height + 1) * width)
  const gapSources = new Map<number, Int32Array>()
  const worths = new Float32Array(width)
  let scores = new Float32Array(width).fill(-Infinity)
  scores[0] = 0
  deletions(scores, 0)
  for (let r = 0; r < height; r++) {
    const row = rows[rowFrom + r]!
    const next = new Float32Array(width).fill(-Infinity)
    const base = (r + 1) * width
    if (row.kind === 'gap') {
      gapSources.set(r, overGap(scores, next, rowFrom + r, row.implicit))
      steps.fill(gapStep, base, base + width)
    } else {
      const cost = row.blank ? 0.02 : insertCost
      const { lines, values } = worth[rowFrom + r]!
      const bannedLine = banned?.row === rowFrom + r ? banned.line : -1
      for (let k = 0; k < lines.length; k++) {
        const line = lines[k]!
        if (line >= from && line < to && line !== bannedLine) worths[line - from + 1] = values[k]!
      }
      for (let c = 0; c < width; c++) {
        let best = scores[c]! - cost
        let step = insertStep
        const value = worths[c]!
        if (value > 0) {
          worths[c] = 0
          // What stands together stays together.
          const follows = r > 0 && (steps[r * width + c - 1]! & kind) === matchStep && c > 1
          const score = scores[c - 1]! + value + (follows ? togetherBonus : 0)
          if (score >= best) {
            best = score
            step = matchStep
          }
        }
        next[c] = best
        steps[base + c] = step
      }
      deletions(next, base)
    }
    scores = next
  }
  return trace()

  function deletions(row: Float32Array, base: number): void {
    let open = -Infinity
    for (let c = 1; c < width; c++) {
      const blank = depth[from + c - 1]! < 0
      const fresh = row[c - 1]! - (blank ? 0.03 : openCost + deleteCost * dearness)
      open -= blank ? 0.01 : deleteCost * dearness
      if (fresh > open) {
        open = fresh
        steps[base + c]! |= opened
      }
      if (open > row[c]!) {
        row[c] = open
        steps[base + c] = (steps[base + c]! & opened) | deleteStep
      }
    }
  }

  function overGap(before: Float32Array, after: Float32Array, row: number, implicit: boolean): Int32Array {
    const sources = new Int32Array(width)
    const least = gapDepth(row)
    let [inside, insideAt, outside, outsideAt] = [-Infinity, 0, -Infinity, 0]
    for (let c = 0; c < width; c++) {
      const passed = c > 0 ? depth[from + c - 1]! : -1
      if (passed >= 0 && passed < least) {
        if (inside - shallowGapCost > outside) {
          outside = inside - shallowGapCost
          outsideAt = insideAt
        }
        inside = -Infinity
      }
      const empty = before[c]! - (implicit ? 0 : emptyGapCost)
      if (inside >= outside) {
        after[c] = inside
        sources[c] = insideAt
      } else {
        after[c] = outside
        sources[c] = outsideAt
      }
      if (empty > after[c]!) {
        after[c] = empty
        sources[c] = c
      }
      if (before[c]! > inside) {
        inside = before[c]!
        insideAt = c
      }
    }
    return sources
  }

  function trace(): Alignment {
    const match = new Int32Array(height).fill(-1)
    const at = new Int32Array(height)
    let c = width - 1
    const score = scores[c]!
    for (let r = height; r > 0; ) {
      let step = steps[r * width + c]!
      if ((step & kind) === deleteStep) {
        do step = steps[r * width + c--]!
        while ((step & opened) === 0)
        continue
      }
      at[r - 1] = from + c
      if ((step & kind) === matchStep) match[r - 1] = from + --c
      else if ((step & kind) === gapStep) c = gapSources.get(r - 1)![c]!
      r--
    }
    return { score, match, at }
  }
}

const [matchStep, insertStep, deleteStep, gapStep] = [0, 1, 2, 3]
const kind = 3
const opened = 4
