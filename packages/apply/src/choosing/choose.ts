import type { Alignment } from '../placing/align.ts'
import { costOf } from './cost.ts'
import type { FileLines } from '../reading/file-lines.ts'
import { pureInsertion } from '../placing/insertions.ts'
import { type Item, itemsOf, trimBlanks } from '../composing/items.ts'
import type { Placement, Rival } from '../placing/place.ts'
import type { LineRange } from '../result.ts'
import { type LineRow, type Row, segmentsOf, solidRows } from '../reading/rows.ts'
import { alternatives, type Surroundings } from '../placing/stretches.ts'
import { depthMapping, worthOf } from '../placing/worth.ts'

/** A placement in which each stretch stands where it is likeliest meant. */
export interface Choice extends Placement {
  /** Where stretches begin that could be nowhere else. */
  settled: ReadonlySet<number>
}

interface Option {
  alignment: Alignment
  cost: number
  own: boolean
}

/** Odds, in nats, at which another place does not come into question, and at which nothing else is to be asked. */
const [close, likely, sure] = [0.5, 3.5, 3.5]

/** Compares what each stretch would change at all places where it could stand, while the others stay where they are. */
export function choose(file: FileLines, rows: readonly Row[], placement: Placement): Choice {
  const depthOf = depthMapping(file, rows)
  const around: Surroundings = {
    file,
    rows,
    depthOf,
    worth: worthOf(file, rows, depthOf, knownIn(file, rows, placement), true),
  }
  const chosen: Choice = { ...placement, match: placement.match.slice(), at: placement.at.slice(), settled: new Set() }
  const settled = new Set<number>()
  const rivals: Rival[] = []
  for (const segment of segmentsOf(rows)) {
    // Without a gap before it, or after it, the file's own end is the border.
    if (segment.start === 0 || segment.end === rows.length) continue
    // Empty lines alone stand nowhere.
    if (solidRows(rows, segment).length === 0) continue
    const insertion = pureInsertion(file, rows, segment, depthOf)
    if (insertion?.certain && insertion.anchors.every(([line, row]) => placement.match[row] === line)) {
      settled.add(segment.start)
      continue
    }
    const [best, next] = optionsOf(around, placement, segment)
    const odds = next ? next.cost - best!.cost : Infinity
    if (odds >= sure) settled.add(segment.start)
    if (!best!.own) {
      const start = Math.max(0, segment.start - 1)
      chosen.match.set(best!.alignment.match.subarray(start, segment.end), start)
      chosen.at.set(best!.alignment.at.subarray(start, segment.end), start)
    }
    if (odds < (best!.own ? close : likely)) rivals.push(rivalOf(next!.alignment, segment, placement))
  }
  if (!isInOrder(chosen.match)) return { ...placement, settled: new Set(), rivals: [...placement.rivals, ...rivals] }
  const others = placement.rivals.filter(
    ({ rows: own }) =>
      !settled.has(segmentsOf(rows).find((each) => each.start < own.end && each.end >= own.end)?.start ?? -1),
  )
  return { ...chosen, settled, rivals: [...others, ...rivals] }
}

/** Pairs of lines that are the same, in order. */
function knownIn(file: FileLines, rows: readonly Row[], { match }: Alignment): [line: number, row: number][] {
  const known: [number, number][] = []
  for (const [index, line] of match.entries()) {
    const row = rows[index] as LineRow
    if (line > (known.at(-1)?.[0] ?? -1) && !row.blank && row.norm === file.norms[line]) known.push([line, index])
  }
  return known
}

/** The different results that a stretch could have, the likeliest first. */
function optionsOf(around: Surroundings, placement: Alignment, segment: LineRange): Option[] {
  const results = new Map<string, Option>()
  for (const alignment of [placement, ...alternatives(around, placement, segment)]) {
    const own = alignment === placement
    const cost = costOf(around, alignment, segment)
    const result = resultOf(around.file, trimBlanks(itemsOf(around.file, around.rows, alignment, segment), around.file))
    const known = results.get(result)
    if (!known || cost < known.cost)
      results.set(result, {
        alignment: known?.own ? known.alignment : alignment,
        cost,
        own: own || (known?.own ?? false),
      })
  }
  return [...results.values()].sort((a, b) => a.cost - b.cost)
}

/** What a stretch changes, the same for all alignments that make the same of the file: lines `from` up to `to`, and what they become. */
function resultOf({ lines }: FileLines, items: readonly Item[]): string {
  const [first, last] = [items[0], items.at(-1)]
  if (!first || !last) return ''
  let from = first.kind === 'new' ? first.at : first.line
  let to = last.kind === 'new' ? last.at : last.line + 1
  let text = items.flatMap((item) =>
    item.kind === 'gone' ? [] : [item.kind === 'new' ? item.text : lines[item.line]!],
  )
  let [head, tail] = [0, 0]
  while (head < text.length && from + head < to && text[head] === lines[from + head]) head++
  const left = Math.min(text.length, to - from) - head
  while (tail < left && text.at(-1 - tail) === lines[to - 1 - tail]) tail++
  text = text.slice(head, text.length - tail)
  ;[from, to] = [from + head, to - tail]
  // Lines that only come, or only go, can slide over lines like them.
  while (from > 0 && (text.length === 0) !== (from === to)) {
    if ((text.at(-1) ?? lines[to - 1]) !== lines[from - 1]) break
    if (text.length > 0) text = [lines[from - 1]!, ...text.slice(0, -1)]
    ;[from, to] = [from - 1, to - 1]
  }
  return text.length === 0 && from === to ? '' : [`${from} ${to}`, ...text].join('\n')
}

const isInOrder = (match: Int32Array) => {
  let last = -1
  return match.every((line) => line < 0 || (line > last && ((last = line), true)))
}

function rivalOf(alignment: Alignment, segment: LineRange, { at }: Alignment): Rival {
  const top = Math.min(...[at, alignment.at].map((each) => (segment.start > 0 ? each[segment.start - 1]! : 0)))
  const bottom = Math.max(at[segment.end - 1]!, alignment.at[segment.end - 1]!)
  return { ...alignment, rows: segment, region: { start: top, end: Math.max(bottom, top + 1) } }
}
