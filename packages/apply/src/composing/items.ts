import type { Alignment } from '../placing/align.ts'
import type { FileLines } from '../reading/file-lines.ts'
import { isBlank } from '../lines.ts'
import type { LineRange } from '../result.ts'
import type { LineRow, Row } from '../reading/rows.ts'

/** What becomes of a line of the file, or of the sketch, in a stretch. */
export type Item =
  | { kind: 'same'; line: number; text: string }
  /** The line, written otherwise. */
  | { kind: 'loose'; line: number; text: string; how: 'blanks' | 'quotes' | 'indent' }
  | { kind: 'gone'; line: number }
  | { kind: 'new'; text: string; at: number }

export function itemsOf(file: FileLines, rows: readonly Row[], { match, at }: Alignment, segment: LineRange): Item[] {
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

/** Empty lines between a gap and a line of the file say nothing. */
export function trimBlanks(items: Item[], file: FileLines): Item[] {
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
export function runsOf(items: readonly Item[], file: FileLines): Item[][] {
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

export const isReal = (item: Item, file: FileLines) =>
  item.kind === 'new'
    ? !isBlank(item.text)
    : item.kind === 'gone'
      ? file.depth[item.line]! >= 0
      : item.kind === 'loose' && item.how === 'indent'
