import type { Alignment } from '../placing/align.ts'
import { type Dialect, learnDialect, type Pair } from './dialect.ts'
import { isReal, type Item, itemsOf, runsOf, trimBlanks } from './items.ts'
import { indentOf, normalize } from '../lines.ts'
import { type Doubt, type Hunk, isDoubt, type LineRange, type Slip } from '../result.ts'
import { type LineRow, type Row, segmentsOf } from '../reading/rows.ts'
import { apart, copied, keepsEmptyLine, slipOf, strayOrMeant, trailsOff, withoutComment } from './slips.ts'
import type { FileLines } from '../reading/file-lines.ts'

/**
 * What an alignment changes in the file. Lines that sketch and file have in common stay as they are in the file, where the
 * sketch's stretch has other changes: a model copies loosely. In a stretch that says nothing else, the difference is the change.
 */
export function compose(file: FileLines, rows: readonly Row[], alignment: Alignment): Composed | Doubt {
  const composed: Composed = { hunks: [], slips: [] }
  const segments = segmentsOf(rows)
  const all = segments.flatMap((segment) => pairsOf(file, rows, alignment, segment))
  const parts = segments.map((segment) => trimBlanks(itemsOf(file, rows, alignment, segment), file))
  const changing = parts.filter((items) => runsOf(items, file).some((run) => run.some((item) => isReal(item, file))))
  const spaced = parts.some((items) => keepsEmptyLine(items, file))
  const left: Slip[] = []
  for (const [order, segment] of segments.entries()) {
    const items = parts[order]!
    const elsewhere = changing.some((other) => other !== items)
    const part = composeSegment(file, rows, alignment, segment, items, { all, elsewhere, spaced })
    if (isDoubt(part)) return part
    composed.hunks.push(...part.hunks)
    left.push(...part.left)
    composed.slips.push(...part.slips)
    // One is a slip, several are a way.
    const slip = part.slips[0] ?? part.left[0]
    if (slip && composed.slips.length + Number(left.length > 0) > 1) {
      const { line } = slip
      return { reason: slipsDiffer, region: { start: line, end: line + 1 }, sketch: textOf(rows, segment) }
    }
  }
  return { hunks: composed.hunks, slips: [...composed.slips, ...left] }
}

export interface Composed {
  hunks: Hunk[]
  slips: Slip[]
}

/** What the whole sketch says about each of its stretches. */
interface Manner {
  all: readonly Pair[]
  /** Whether other stretches change something. */
  elsewhere: boolean
  /** Whether the sketch has empty lines between lines that it copies. */
  spaced: boolean
}

interface Part extends Composed {
  /** Empty lines that the sketch leaves out, as it leaves out all of them. */
  left: Slip[]
}

function composeSegment(
  file: FileLines,
  rows: readonly Row[],
  alignment: Alignment,
  segment: LineRange,
  items: Item[],
  { all, elsewhere, spaced }: Manner,
): Part | Doubt {
  const pairs = pairsOf(file, rows, alignment, segment)
  const fresh = items.flatMap((item) => (item.kind === 'new' ? [item.text] : []))
  const dialect = learnDialect(pairs, all, fresh)
  const unsure = (reason: string, line: number): Doubt => ({
    reason,
    region: { start: line, end: line + 1 },
    sketch: textOf(rows, segment),
  })
  const place = items.flatMap((item) => (item.kind === 'new' ? [] : [item.line]))[0] ?? 0
  if (dialect.torn) return unsure('The sketch is indented otherwise than the file, but not all of it.', place)
  for (const [at, each] of items.entries()) {
    const moved =
      each.kind === 'same' &&
      file.depth[each.line]! >= 0 &&
      !dialect.indentsAlike({ sketch: each.text, file: file.lines[each.line]! })
    if (each.kind !== 'loose' && !moved) continue
    const item = { ...each, kind: 'loose' as const, how: 'blanks' as 'blanks' | 'quotes' | 'indent' }
    items[at] = item
    const pair = { sketch: item.text, file: file.lines[item.line]! }
    if (!dialect.indentsAlike(pair)) item.how = 'indent'
    else if (item.text.trim().replaceAll(/\s+/g, ' ') === pair.file.trim().replaceAll(/\s+/g, ' ')) item.how = 'blanks'
    else item.how = 'quotes'
    if (indentOf(item.text) !== indentOf(pair.file) && item.how !== 'indent') {
      items[at] = { ...item, text: dialect.translate(item.text) }
    }
  }
  const found = runsOf(items, file).flatMap((run) => withoutComment(run, file))
  const real = found.filter((run) => run.some((item) => isReal(item, file)))
  // What only says where the changes of other stretches are is copied as loosely as what is around changes.
  const runs = real.length === 0 && elsewhere ? found.filter((run) => !isCopied(run, items, file)) : found
  const chosen = real.length > 0 ? real : runs
  const quoted = items.filter((item) => item.kind === 'loose' && item.how === 'quotes').length
  if (real.length > 0 && quoted > 2 && fresh.some((line) => /["']/.test(line)) && dialect.requotes) {
    return unsure('The sketch has other quotes than the file, in new lines too: that may be meant.', place)
  }
  const meant: Item[][] = []
  const slips: Slip[] = []
  for (const run of chosen) {
    const why = real.length > 0 ? copied(run, real, file, items) : undefined
    if (why === 'slip') slips.push(slipOf(run, file))
    else if (why === 'unsure' || trailsOff(run, file)) {
      const { line } = slipOf(run, file)
      return unsure('The sketch words a comment otherwise, near other changes: that may be meant, or a slip.', line)
    } else meant.push(run)
  }
  const idle = runs.filter((run) => run[0]!.kind !== 'loose' && !real.includes(run))
  if (real.length === 0) {
    const ways = new Set(runs.map(([first]) => (first!.kind === 'loose' ? first!.how : 'lines')))
    if (ways.size > 1) return unsure(blanksDiffer, slipOf(runs[0]!, file).line)
    return { hunks: meant.map((run) => hunkOf(run, file, dialect)), slips, left: [] }
  }
  const left: Slip[] = []
  for (const run of idle) {
    const why = strayOrMeant(run, file, apart(run, real, file, items), spaced)
    if (why === 'meant') meant.push(run)
    else if (why === 'left') left.push(slipOf(run, file))
    else if (why === 'slip' && idle.filter(([item]) => item!.kind === 'new').length === 1) slips.push(slipOf(run, file))
    else return unsure(blanksDiffer, slipOf(run, file).line)
  }
  return { hunks: meant.map((run) => hunkOf(run, file, dialect)), slips, left }
}

/** Whether a line is only written otherwise, with no line of the file on one of its sides, or with blanks at its end. */
function isCopied([item]: readonly Item[], items: readonly Item[], file: FileLines): boolean {
  if (item?.kind !== 'loose') return false
  if (item.text.trimEnd() === file.lines[item.line]!) return true
  const at = items.indexOf(item)
  const known = (other: Item) => other.kind === 'same' && file.depth[other.line]! >= 0
  return !items.slice(0, at).some(known) || !items.slice(at + 1).some(known)
}

const slipsDiffer =
  'The sketch has several empty lines, or comments, otherwise than the file: they may be meant, or slips.'

const blanksDiffer = 'The sketch has other empty lines, or blanks, beside its changes: they may be meant, or slips.'

export const textOf = (rows: readonly Row[], { start, end }: LineRange): string =>
  rows
    .slice(start, end)
    .map((row) => (row.kind === 'line' ? row.text : '…'))
    .join('\n')

function pairsOf(
  file: FileLines,
  rows: readonly Row[],
  { match }: Pick<Alignment, 'match'>,
  { start, end }: LineRange,
): Pair[] {
  const pairs: Pair[] = []
  for (let index = start; index < end; index++) {
    const row = rows[index] as LineRow
    const line = match[index]!
    if (line >= 0 && !row.blank && row.norm === file.norms[line])
      pairs.push({ sketch: row.text, file: file.lines[line]! })
  }
  return pairs
}

function hunkOf(run: readonly Item[], file: FileLines, dialect: Dialect): Hunk {
  const first = run[0]!
  const from = first.kind === 'new' ? first.at : first.line
  let to = from
  const lines: string[] = []
  for (const item of run) {
    if (item.kind === 'new') lines.push(unpadded(dialect.translate(item.text), file))
    else if (item.kind === 'loose') lines.push(item.how === 'indent' ? dialect.translate(item.text) : item.text)
    else if (item.kind === 'same') lines.push(file.lines[item.line]!)
    if (item.kind !== 'new') to = item.line + 1
  }
  return { from, to, lines }
}

/** A line that the file has elsewhere too, without the blanks at its end that it has not there. */
function unpadded(line: string, { lines, where }: FileLines): string {
  const trimmed = line.trimEnd()
  if (trimmed === line || trimmed === '') return line
  return where.get(normalize(line))?.some((at) => lines[at] === trimmed) ? trimmed : line
}
