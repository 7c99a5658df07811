import type { Alignment } from './align.ts'
import { type Dialect, learnDialect, type Pair } from './dialect.ts'
import { indentOf, isBlank } from './lines.ts'
import { type Doubt, type Hunk, isDoubt, type LineRange, type Slip } from './result.ts'
import { type LineRow, type Row, segmentsOf } from './rows.ts'
import { similarity, wordsOf } from './similarity.ts'
import type { FileLines } from './file-lines.ts'

/**
 * What an alignment changes in the file. Lines that sketch and file have in common stay as they are in the file, where the
 * sketch's stretch has other changes: a model copies loosely. In a stretch that says nothing else, the difference is the change.
 */
export function compose(file: FileLines, rows: readonly Row[], alignment: Alignment): Composed | Doubt {
  const composed: Composed = { hunks: [], slips: [] }
  const segments = segmentsOf(rows)
  const all = segments.flatMap((segment) => pairsOf(file, rows, alignment, segment))
  for (const segment of segments) {
    const part = composeSegment(file, rows, alignment, segment, all)
    if (isDoubt(part)) return part
    composed.hunks.push(...part.hunks)
    composed.slips.push(...part.slips)
  }
  return composed
}

export interface Composed {
  hunks: Hunk[]
  slips: Slip[]
}

type Item =
  | { kind: 'same'; line: number; text: string }
  /** The line, written otherwise. */
  | { kind: 'loose'; line: number; text: string; how: 'blanks' | 'quotes' | 'indent' }
  | { kind: 'gone'; line: number }
  | { kind: 'new'; text: string; at: number }

function composeSegment(
  file: FileLines,
  rows: readonly Row[],
  alignment: Alignment,
  segment: LineRange,
  all: readonly Pair[],
): Composed | Doubt {
  const items = trimBlanks(itemsOf(file, rows, alignment, segment), file)
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
  const runs = runsOf(items, file)
  const real = runs.filter((run) => run.some((item) => isReal(item, file)))
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
    else if (why === 'unsure') {
      const { line } = slipOf(run, file)
      return unsure('The sketch words a comment otherwise, near other changes: that may be meant, or a slip.', line)
    } else meant.push(run)
  }
  const idle = runs.filter((run) => run[0]!.kind !== 'loose' && !real.includes(run))
  if (real.length === 0) {
    const ways = new Set(runs.map(([first]) => (first!.kind === 'loose' ? first!.how : 'lines')))
    if (ways.size > 1) return unsure(blanksDiffer, slipOf(runs[0]!, file).line)
    return { hunks: meant.map((run) => hunkOf(run, file, dialect)), slips }
  }
  for (const run of idle) {
    if (idle.length === 1 && isStray(run, file, apart(run, real, file, items))) slips.push(slipOf(run, file))
    else return unsure(blanksDiffer, slipOf(run, file).line)
  }
  return { hunks: meant.map((run) => hunkOf(run, file, dialect)), slips }
}

const blanksDiffer = 'The sketch has other empty lines, or blanks, beside its changes: they may be meant, or slips.'

/** How a run of changes is written otherwise than the file has it. */
function slipOf(run: readonly Item[], file: FileLines): Slip {
  const [first] = run
  const at = first!.kind === 'new' ? first!.at : first!.line
  const sketch = run.flatMap((item) => (item.kind === 'gone' ? [] : [item.text])).join('\n')
  const own = run.flatMap((item) => (item.kind === 'gone' ? [file.lines[item.line]!] : [])).join('\n')
  return { line: Math.min(at, file.lines.length - 1), sketch, file: own }
}

/**
 * Whether a comment that the sketch words otherwise is a slip in copying: it is the only one, it stands apart from the changes,
 * and they have nothing to do with the words that differ.
 */
function copied(
  run: Item[],
  real: readonly Item[][],
  file: FileLines,
  items: readonly Item[],
): 'slip' | 'unsure' | undefined {
  const others = real.filter((each) => each !== run)
  if (!isReworded(run, file) || others.length === 0) return undefined
  if (apart(run, others, file, items) === 0) return undefined
  const wording = (each: Item[]) => {
    const { sketch, file: own } = slipOf(each, file)
    return wordsApart(own, sketch)
  }
  const differ = wording(run)
  const alike = others.filter((other) => isReworded(other, file)).map(wording)
  if (alike.some((words) => words.join(' ') === differ.join(' '))) return undefined
  const changed = others.flat().filter((item) => item.kind === 'new' || item.kind === 'gone')
  const parts = (text: string) => wordsOf(text.replaceAll(/([a-z])(?=[A-Z])/g, '$1 ').toLowerCase())
  const words = new Set(changed.flatMap((item) => parts(item.kind === 'new' ? item.text : file.lines[item.line]!)))
  if (differ.some((word) => parts(word).some((part) => words.has(part)))) return undefined
  return differ.length === 1 && alike.length === 0 ? 'slip' : 'unsure'
}

/** The words that one of two texts has more often. */
function wordsApart(a: string, b: string): string[] {
  const counts = new Map<string, number>()
  for (const [text, step] of [
    [a, 1],
    [b, -1],
  ] as const) {
    for (const word of wordsOf(text)) if (/[\p{L}\p{N}]/u.test(word)) counts.set(word, (counts.get(word) ?? 0) + step)
  }
  return [...counts].flatMap(([word, count]) => Array.from({ length: Math.abs(count) }, () => word))
}

/**
 * Whether an empty line that the sketch has more than the file is a slip: where nobody sets one on purpose, within an expression
 * or a comment or inside of a bracket, or with lines of the file between it and the changes.
 */
function isStray(run: readonly Item[], file: FileLines, distance: number): boolean {
  const [first, other] = run
  if (first?.kind !== 'new' || other) return false
  const [above, below] = [file.lines[first.at - 1], file.lines[first.at]]
  if (above === undefined || below === undefined || isBlank(above) || isBlank(below)) return false
  return distance > 1 || /[([{,=+|&?:]$|^\s*(?:\/\/|\/?\*|#(?![a-z!])|<!--)/.test(above) || /^\s*[.?:|&*]/.test(below)
}

/** How many lines of the file, empty ones too, stand between a run and the nearest of others. */
function apart(
  run: readonly Item[],
  others: readonly (readonly Item[])[],
  file: FileLines,
  items: readonly Item[],
): number {
  const orders = new Map(items.map((item, order) => [item, order]))
  const between = (from: number, to: number) => {
    let count = 0
    for (let at = from + 1; at < to; at++) {
      const item = items[at]!
      if (item.kind !== 'new' && item.kind !== 'gone') count++
    }
    return count
  }
  const [start, end] = [orders.get(run[0]!)!, orders.get(run.at(-1)!)!]
  return Math.min(
    ...others.map((other) => {
      const [first, last] = [orders.get(other[0]!)!, orders.get(other.at(-1)!)!]
      return first > end ? between(end, first) : between(last, start)
    }),
  )
}

export const textOf = (rows: readonly Row[], { start, end }: LineRange): string =>
  rows
    .slice(start, end)
    .map((row) => (row.kind === 'line' ? row.text : '…'))
    .join('\n')

function itemsOf(file: FileLines, rows: readonly Row[], { match, at }: Alignment, segment: LineRange): Item[] {
  const items: Item[] = []
  let done = segment.start > 0 ? at[segment.start - 1]! : 0
  for (let index = segment.start; index < segment.end; index++) {
    const row = rows[index] as LineRow
    const line = match[index]!
    const end = line >= 0 ? line : at[index]!
    for (; done < end; done++) items.push({ kind: 'gone', line: done })
    const known = line >= 0 && row.norm === file.norms[line]
    // Blanks inside of a line are set with care, in columns say.
    if (known && unquoted(row.text) === unquoted(file.lines[line]!)) {
      const own = file.lines[line]!
      if (row.blank || row.text === own) items.push({ kind: 'same', line, text: row.text })
      else items.push({ kind: 'loose', line, text: row.text, how: 'blanks' })
    } else {
      if (line >= 0) items.push({ kind: 'gone', line })
      items.push({ kind: 'new', text: row.text, at: at[index]! })
    }
    if (line >= 0) done = line + 1
  }
  // A sketch that ends without a gap ends as the file shall.
  for (; segment.end === rows.length && done < file.lines.length; done++) items.push({ kind: 'gone', line: done })
  return items
}

const unquoted = (line: string) => line.trim().replaceAll("'", '"')

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

/** Empty lines between a gap and a line of the file say nothing. */
function trimBlanks(items: Item[], file: FileLines): Item[] {
  const idle = (item: Item | undefined) =>
    item !== undefined &&
    ((item.kind === 'new' && isBlank(item.text)) || (item.kind === 'gone' && file.depth[item.line]! < 0))
  let [start, end] = [0, items.length]
  while (idle(items[start])) start++
  while (end > start && idle(items[end - 1])) end--
  const held = (item: Item | undefined) => item?.kind === 'same' || item?.kind === 'loose'
  return items.slice(held(items[start]) ? start : 0, held(items[end - 1]) ? end : items.length)
}

/** Changes next to each other, with the empty lines between them. */
function runsOf(items: readonly Item[], file: FileLines): Item[][] {
  const runs: Item[][] = []
  let run: Item[] = []
  let blanks: Item[] = []
  const finish = () => {
    if (run.length > 0) runs.push(run)
    run = []
    blanks = []
  }
  for (const item of items) {
    const loose = item.kind === 'loose' && item.how !== 'indent'
    if (item.kind === 'same' && file.depth[item.line]! >= 0) finish()
    else if (loose) {
      // A line that is only written otherwise is no part of the changes beside it.
      finish()
      runs.push([item])
    } else if (item.kind === 'same') {
      if (run.length > 0) blanks.push(item)
    } else {
      run.push(...blanks, item)
      blanks = []
    }
  }
  finish()
  return runs
}

const isReal = (item: Item, file: FileLines) =>
  item.kind === 'new'
    ? !isBlank(item.text)
    : item.kind === 'gone'
      ? file.depth[item.line]! >= 0
      : item.kind === 'loose' && item.how === 'indent'

const commentLine = /^\s*(?:\/\/|#(?!include|define|if|else|endif|[![])|\/\*|\*(?: |$)|--\s|<!--|;;)/

function isReworded(run: readonly Item[], file: FileLines): boolean {
  const solid = run.filter((item) => isReal(item, file))
  const [a, b] = solid
  if (solid.length !== 2 || a?.kind !== 'gone' || b?.kind !== 'new') return false
  const before = file.lines[a.line]!
  return commentLine.test(before) && commentLine.test(b.text) && similarity(wordsOf(before), wordsOf(b.text)) >= 0.5
}

function hunkOf(run: readonly Item[], file: FileLines, dialect: Dialect): Hunk {
  const first = run[0]!
  const from = first.kind === 'new' ? first.at : first.line
  let to = from
  const lines: string[] = []
  for (const item of run) {
    if (item.kind === 'new') lines.push(dialect.translate(item.text))
    else if (item.kind === 'loose') lines.push(item.how === 'indent' ? dialect.translate(item.text) : item.text)
    else if (item.kind === 'same') lines.push(file.lines[item.line]!)
    if (item.kind !== 'new') to = item.line + 1
  }
  return { from, to, lines }
}
