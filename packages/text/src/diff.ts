import { DefaultLinesDiffComputer } from 'vscode-diff'
import type { Edit } from './edit.ts'
import { lineStarts, linesOf, type LineSpan } from './lines.ts'

/** Lines of one text that stand for lines of another; either may be none. */
export interface Hunk {
  before: LineSpan
  after: LineSpan
}

/** In milliseconds: then hunks may be larger than they need be, and still make one text of the other. */
const longest = 500
/** UTF-16 units: up to here a comparison needs no clock. Looking at it costs a third of the time, and the result hangs on it. */
const short = 20_000

/** Where two texts differ, line by line as the workbench's own diffs do, in order. Hunks never touch. */
export function diffLines(before: string, after: string): Hunk[] {
  if (before === after) return []
  return diffOf(linesOf(before), linesOf(after))
}

/** Lines that do not differ and are compared all the same: among equal ones the best place for a hunk is found. */
const margin = 50

function diffOf(before: string[], after: string[]): Hunk[] {
  const most = Math.min(before.length, after.length)
  let head = 0
  while (head < most && before[head] === after[head]) head++
  let tail = 0
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++
  const [start, end] = [Math.max(0, head - margin), Math.max(0, tail - margin)]
  const inside = (lines: string[]) => lines.slice(start, lines.length - end)
  return diffInside(inside(before), inside(after)).map((hunk) => ({
    before: { start: hunk.before.start + start, end: hunk.before.end + start },
    after: { start: hunk.after.start + start, end: hunk.after.end + start },
  }))
}

function diffInside(before: string[], after: string[]): Hunk[] {
  const size = [...before, ...after].reduce((sum, line) => sum + line.length + 1, 0)
  const options = {
    ...{ ignoreTrimWhitespace: false, computeMoves: false },
    // 0 is without an end.
    maxComputationTimeMs: size <= short ? 0 : longest,
  }
  const hunks: Hunk[] = []
  for (const { original, modified } of new DefaultLinesDiffComputer().computeDiff(before, after, options).changes) {
    const last = hunks.at(-1)
    const [own, other] = [spanOf(original), spanOf(modified)]
    if (last && (last.before.end >= own.start || last.after.end >= other.start)) {
      last.before.end = own.end
      last.after.end = other.end
    } else hunks.push({ before: own, after: other })
  }
  return hunks
}

const spanOf = ({
  startLineNumber,
  endLineNumberExclusive,
}: {
  startLineNumber: number
  endLineNumberExclusive: number
}) => ({
  start: startLineNumber - 1,
  end: endLineNumberExclusive - 1,
})

/** The edits that make some hunks in the text before them. */
export function editsOf(before: string, after: string, hunks: readonly Hunk[]): Edit[] {
  const lines = linesOf(after)
  const starts = lineStarts(linesOf(before))
  return hunks.map(({ before: { start, end }, after: its }) => {
    const offset = starts[start]!
    const insert = lines.slice(its.start, its.end).map((line) => `${line}\n`)
    // The last line has no break: there, that of the line before comes and goes.
    const isLast = end === starts.length - 1
    if (isLast && (start === end || insert.length === 0))
      return {
        offset: offset - 1,
        remove: starts[end]! - offset,
        insert: insert.map((line) => `\n${line.slice(0, -1)}`).join(''),
      }
    const remove = starts[end]! - offset
    return isLast
      ? { offset, remove: remove - 1, insert: insert.join('').slice(0, -1) }
      : { offset, remove, insert: insert.join('') }
  })
}
