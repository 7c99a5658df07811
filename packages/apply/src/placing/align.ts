import type { Row } from '../reading/rows.ts'

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
const insertOpenCost = 0.8
const borderCost = 1.4
const openCost = 1.2
const deleteCost = 0.15
const blankCost = 0.01
const togetherBonus = 0.15
const emptyGapCost = 3
const shallowGapCost = 1

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
  const inserting = new Float32Array(width).fill(-Infinity)
  let scores = new Float32Array(width).fill(-Infinity)
  scores[0] = 0
  let next = new Float32Array(width)
  deletions(scores, 0)
  for (let r = 0; r < height; r++) {
    const row = rows[rowFrom + r]!
    const base = (r + 1) * width
    if (row.kind === 'gap') {
      // New lines seldom border on what is left out: sketches show a line of the file there.
      if (r > 0) chargeBorders(scores, r)
      gapSources.set(r, overGap(scores, next, rowFrom + r, row.implicit))
      steps.fill(gapStep, base, base + width)
      inserting.fill(-Infinity)
    } else {
      const cost = row.blank ? 0.02 : insertCost
      const openInsert = insertOpenCost + (r > 0 && rows[rowFrom + r - 1]!.kind === 'gap' ? borderCost : 0)
      const { lines, values } = worth[rowFrom + r]!
      const bannedLine = banned?.row === rowFrom + r ? banned.line : -1
      for (let k = 0; k < lines.length; k++) {
        const line = lines[k]!
        if (line >= from && line < to && line !== bannedLine) worths[line - from + 1] = values[k]!
      }
      for (let c = 0; c < width; c++) {
        const fresh = scores[c]! - openInsert - cost
        const longer = inserting[c]! - cost
        let step = insertStep
        if (fresh >= longer) step |= insertOpened
        let best = Math.max(fresh, longer)
        inserting[c] = best
        const value = worths[c]!
        if (value > 0) {
          worths[c] = 0
          // What stands together stays together.
          const follows = r > 0 && (steps[r * width + c - 1]! & kind) === matchStep && c > 1
          const score = scores[c - 1]! + value + (follows ? togetherBonus : 0)
          if (score >= best) {
            best = score
            step = (step & insertOpened) | matchStep
          }
        }
        next[c] = best
        steps[base + c] = step
      }
      deletions(next, base)
    }
    ;[scores, next] = [next, scores]
  }
  return trace()

  /** Blank lines go for next to nothing; with others among them, the whole run has its price. */
  function deletions(row: Float32Array, base: number): void {
    let open = -Infinity
    let blanks = -Infinity
    for (let c = 1; c < width; c++) {
      let flags = 0
      if (depth[from + c - 1]! < 0) {
        open -= blankCost
        if (row[c - 1]! - 0.02 > blanks) {
          blanks = row[c - 1]! - 0.02
          flags |= blanksOpened
        }
        blanks -= blankCost
      } else {
        const source = Math.max(row[c - 1]!, blanks)
        const cost = deleteCost * dearness
        if (source - openCost > open) {
          open = source - openCost
          flags |= source === row[c - 1]! ? opened : openedByBlanks
        }
        open -= cost
        blanks = -Infinity
      }
      const best = Math.max(open, blanks)
      if (blanks > open) flags |= isBlanks
      steps[base + c]! |= flags
      if (best > row[c]!) {
        row[c] = best
        steps[base + c] = (steps[base + c]! & ~kind) | deleteStep
      }
    }
  }

  function chargeBorders(row: Float32Array, r: number): void {
    for (let c = 0; c < width; c++) {
      const step = steps[r * width + c]! & kind
      if (step === insertStep || step === deleteStep) row[c]! -= borderCost
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
        let blanks = (step & isBlanks) !== 0
        for (let more = true; more; c--) {
          step = steps[r * width + c]!
          if (blanks) more = (step & blanksOpened) === 0
          else if ((step & openedByBlanks) !== 0) blanks = true
          else more = (step & opened) === 0
        }
        continue
      }
      if ((step & kind) === insertStep) {
        do {
          step = steps[r * width + c]!
          at[r - 1] = from + c
          r--
        } while ((step & insertOpened) === 0)
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
const insertOpened = 8
const openedByBlanks = 16
const blanksOpened = 32
const isBlanks = 64
