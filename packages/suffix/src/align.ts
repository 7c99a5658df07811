import { isBreakName } from './pieces.ts'
import type { Vocabulary } from './vocabulary.ts'

/** What a text that resembles the context says next. */
export interface Aligned {
  /** 0 for nothing. */
  token: number
  /** How much resembles, above 0. */
  score: number
}

const compared = 24
const longestStream = 600
// Other names at the same place are the rule, pieces more or less the exception.
const mismatch = -1
const gap = -2

const matrix = new Int16Array((compared + 1) * (longestStream + 1))

/**
 * Aligns the end of `context` with any stretch of `stream` (Smith and Waterman 1981, with a fixed end) and tells what
 * follows there, a piece that the context has otherwise put as it has it. With `before`, the stream is the context itself, and
 * each of its pieces is compared only with earlier ones.
 */
export function align(vocabulary: Vocabulary, context: Int32Array, given: Int32Array, before = false): Aligned {
  const stream = given.length > longestStream ? given.subarray(given.length - longestStream) : given
  const rows = Math.min(compared, context.length)
  const columns = stream.length
  const first = context.length - rows
  const shift = given.length - columns
  const width = columns + 1
  if (rows === 0 || columns < 2) return { token: 0, score: 0 }
  matrix.fill(0, 0, width)
  for (let row = 1; row <= rows; row++) {
    const token = context[first + row - 1]!
    const match = weigh(vocabulary, token)
    const at = row * width
    matrix[at] = 0
    const end = before ? Math.min(columns, first + row - 1 - shift) : columns
    let diagonal = 0
    let left = 0
    for (let column = 1; column <= end; column++) {
      const other = stream[column - 1]!
      const up = matrix[at - width + column]!
      let best = diagonal + (other === token ? match : mismatch)
      const skipped = (up > left ? up : left) + gap
      if (skipped > best) best = skipped
      left = other !== 0 && best > 0 ? best : 0
      diagonal = up
      matrix[at + column] = left
    }
    if (before) matrix.fill(0, at + end + 1, at + width)
  }
  let column = 0
  let score = 0
  // Of equals the latest.
  for (let at = 1; at < columns; at++) {
    if (matrix[rows * width + at]! >= Math.max(1, score) && stream[at] !== 0) {
      score = matrix[rows * width + at]!
      column = at
    }
  }
  if (score === 0) return { token: 0, score }
  return { token: substitute(vocabulary, context, stream, rows, column, width, stream[column]!), score }
}

/** What stands in the context for the piece `next` of the stream, going back along the alignment. */
function substitute(
  vocabulary: Vocabulary,
  context: Int32Array,
  stream: Int32Array,
  rows: number,
  end: number,
  width: number,
  next: number,
): number {
  const first = context.length - rows
  let row = rows
  let column = end
  while (row > 0 && column > 0) {
    const score = matrix[row * width + column]!
    if (score === 0) return next
    const token = context[first + row - 1]!
    const step = stream[column - 1] === token ? weigh(vocabulary, token) : mismatch
    if (score === matrix[(row - 1) * width + column - 1]! + step) {
      if (stream[column - 1] === next) return token
      row--
      column--
    } else if (score === matrix[row * width + column - 1]! + gap) column--
    else row--
  }
  return next
}

function weigh(vocabulary: Vocabulary, token: number): number {
  const name = vocabulary.names[token]!
  if (isBreakName(name)) return 2
  return /\w/.test(name) ? 4 : 2
}
