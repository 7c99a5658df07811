import type { Alignment } from '../placing/align.ts'
import type { FileLines } from '../reading/file-lines.ts'
import { isReal, type Item, itemsOf, runsOf, trimBlanks } from '../composing/items.ts'
import { isBlank, normalize, tells } from '../lines.ts'
import { nameIn } from '../reading/names.ts'
import type { LineRange } from '../result.ts'
import { type LineRow, type Row, solidRows } from '../reading/rows.ts'
import { similarity, wordsOf } from '../reading/similarity.ts'
import { type Surroundings, windowOf } from '../placing/stretches.ts'

/**
 * How unlikely it is that a stretch is meant as an alignment has it, in nats, but for what is the same for all alignments of it: a
 * difference of 3 is odds of 20 to 1. The weights come from a logistic regression over the places that sketches of real commits could
 * have, and some were moved by hand after that. A cost is comparable only with others of the same stretch.
 */
export function costOf(around: Surroundings, alignment: Alignment, segment: LineRange): number {
  const { file, rows } = around
  const items = trimBlanks(itemsOf(file, rows, alignment, segment), file)
  return (
    costOfChanges(file, rows, items) +
    costOfCopies(file, rows, alignment, segment, items) +
    costOfEnds(around, alignment, segment) +
    costOfGaps(around, alignment, segment)
  )
}

/** Changes, lines that go without a word, definitions that go, brackets that no longer close. */
function costOfChanges(file: FileLines, rows: readonly Row[], items: readonly Item[]): number {
  const shown = new Set(rows.flatMap((row) => (row.kind === 'line' ? [row.norm] : [])))
  const brackets = [0, 0, 0]
  const count = (line: string, sign: number) => {
    for (const character of line) {
      const at = '([{)]}'.indexOf(character)
      if (at >= 0) brackets[at % 3]! += at < 3 ? sign : -sign
    }
  }
  const gone = new Set<string>()
  const come = new Set<string | undefined>()
  let cost = 0
  for (const run of runsOf(items, file)) {
    if (!run.some((item) => isReal(item, file))) continue
    const old = run.flatMap((item) => (item.kind === 'gone' && file.depth[item.line]! >= 0 ? [item.line] : []))
    const fresh = run.flatMap((item) => (item.kind === 'new' && !isBlank(item.text) ? [item.text] : []))
    for (const line of old) count(file.lines[line]!, -1)
    for (const line of fresh) count(line, 1)
    const words = fresh.map(wordsOf)
    // What is shown elsewhere has moved, and what is written otherwise is no loss.
    const lost = old.filter((line) => {
      const own = wordsOf(file.lines[line]!)
      return (
        tells(file.norms[line]!) && !shown.has(file.norms[line]!) && !words.some((each) => similarity(own, each) >= 0.6)
      )
    }).length
    cost += old.length === 0 ? 1.6 : fresh.length === 0 ? 0.7 : 2.3
    cost += 0.5 * Math.log2(1 + Math.min(lost, fresh.length)) + 1.1 * Math.log2(1 + Math.max(0, lost - fresh.length))
    for (const line of fresh) come.add(nameIn(normalize(line)))
    for (const line of old) {
      const name = shown.has(file.norms[line]!) ? undefined : nameIn(file.norms[line]!)
      if (name !== undefined) gone.add(name)
    }
  }
  const names = [...gone].filter((name) => !come.has(name)).length
  return cost + 0.6 * names + (brackets.some((each) => each !== 0) ? 2.5 : 0)
}

/** New lines that the file has already, and keeps: where several do so in a row, they are likelier copied from there. */
function costOfCopies(
  file: FileLines,
  rows: readonly Row[],
  { match }: Alignment,
  segment: LineRange,
  items: readonly Item[],
): number {
  const gone = new Set(items.flatMap((item) => (item.kind === 'gone' ? [item.line] : [])))
  let cost = 0
  let before: number[] = []
  for (const row of solidRows(rows, segment)) {
    const { norm, indent } = rows[row] as LineRow
    const fresh = match[row]! < 0 || norm !== file.norms[match[row]!]
    if (fresh && !tells(norm)) continue
    const places = fresh ? (file.where.get(norm) ?? []).filter((line) => !gone.has(line)) : []
    const at = places.map((line) => file.solidAt[line]!)
    if (places.length > 0) {
      const follows = at.some((place) => before.includes(place - 1) || before.includes(place - 2))
      cost += (follows ? 0.8 : 3.2) / places.length
      if (places.length === 1 && nameIn(norm) !== undefined) cost += indent === 0 ? 12 : 1.9
    }
    before = at
  }
  return cost
}

/** Sketches show lines of the file at a stretch's ends, about as many at either; one that changes nothing says nothing. */
function costOfEnds({ file, rows, depthOf }: Surroundings, { match }: Alignment, segment: LineRange): number {
  const solid = solidRows(rows, segment)
  const same = (row: number) => match[row]! >= 0 && (rows[row] as LineRow).norm === file.norms[match[row]!]
  const place = (row: number) => file.solidAt[match[row]!]!
  const shownAt = (list: readonly number[], step: number) => {
    const end = list.findIndex(
      (row, order) => !same(row) || (order > 0 && place(row) !== place(list[order - 1]!) + step),
    )
    return end < 0 ? list.length : end
  }
  const ends = [...(segment.start > 0 ? [solid[0]!] : []), ...(segment.end < rows.length ? [solid.at(-1)!] : [])]
  let cost = 0
  for (const row of ends) {
    const { norm, indent } = rows[row] as LineRow
    if (!same(row)) cost += file.where.has(norm) ? 6 : 0
    else if (file.depth[match[row]!] !== depthOf(indent)) cost += 1
  }
  const [above, below] = [shownAt(solid, 1), shownAt(solid.toReversed(), -1)]
  if (above === solid.length) return cost + 3.2
  return ends.length < 2 ? cost : cost + 0.4 * Math.min(3, Math.abs(above - below))
}

/** A marker stands for something, and for nothing that is less deep than itself. */
function costOfGaps({ file, rows, depthOf }: Surroundings, alignment: Alignment, segment: LineRange): number {
  const { start, end } = windowOf(rows, segment, alignment)
  const top = segment.start > 0 ? alignment.at[segment.start - 1]! : 0
  let cost = 0
  for (const [row, from, to] of [
    [segment.start - 1, start, top],
    [segment.end, alignment.at[segment.end - 1]!, end],
  ] as const) {
    const gap = rows[row]
    if (gap?.kind !== 'gap' || gap.implicit) continue
    const depths = file.depth.subarray(from, to).filter((depth) => depth >= 0)
    if (depths.length === 0) cost += 3
    else if (gap.indent > 0 && depths.some((depth) => depth < depthOf(gap.indent))) cost += 0.9
  }
  return cost
}
