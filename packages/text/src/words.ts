import { DefaultLinesDiffComputer } from 'vscode-diff'
import { lineStarts, linesOf } from './lines.ts'

/** UTF-16 units of a text. */
export interface Span {
  start: number
  end: number
}

/** In milliseconds. */
const longest = 50

/** Where more than this share of a side differs, it says nothing to mark its words. */
const most = 0.6

/** Which words of two versions of some lines differ, as the workbench's own diffs mark them; none where most of them do. */
export function diffWords(before: string, after: string): { before: Span[]; after: Span[] } {
  const [old, fresh] = [linesOf(before), linesOf(after)]
  const options = { ignoreTrimWhitespace: false, maxComputationTimeMs: longest, computeMoves: false }
  const { changes } = new DefaultLinesDiffComputer().computeDiff(old, fresh, options)
  const inner = changes.flatMap(({ innerChanges }) => innerChanges ?? [])
  const spans = {
    before: spansOf(
      inner.map(({ originalRange }) => originalRange),
      lineStarts(old),
    ),
    after: spansOf(
      inner.map(({ modifiedRange }) => modifiedRange),
      lineStarts(fresh),
    ),
  }
  const isOther = share(spans.before, before) > most || share(spans.after, after) > most
  return isOther ? { before: [], after: [] } : spans
}

const share = (spans: readonly Span[], text: string) =>
  spans.reduce((sum, { start, end }) => sum + end - start, 0) / Math.max(1, text.trim().length)

interface Range {
  startLineNumber: number
  startColumn: number
  endLineNumber: number
  endColumn: number
}

function spansOf(ranges: readonly Range[], starts: readonly number[]): Span[] {
  const all = ranges.map(({ startLineNumber, startColumn, endLineNumber, endColumn }) => ({
    start: starts[startLineNumber - 1]! + startColumn - 1,
    end: Math.min(starts[endLineNumber - 1]! + endColumn - 1, starts.at(-1)! - 1),
  }))
  return all.filter(({ start, end }) => start < end)
}
