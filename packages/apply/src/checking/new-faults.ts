import { languageOf, syntaxErrors } from '@caret/syntax'
import { applyEdits, type Edit, lowerBound } from '@caret/text'
import { isBlank, readSource, type Source } from '../lines.ts'
import type { LineRange } from '../result.ts'

/**
 * The lines of a text in which edits bring errors of syntax; undefined where they bring none, or where nobody can tell. Parsed is what
 * stands at the left margin around each edit, a definition say; the whole only where that makes no sense by itself.
 */
export async function newFaults(
  path: string,
  text: string,
  edits: readonly Edit[],
  signal?: AbortSignal,
): Promise<LineRange | undefined> {
  if (edits.length === 0 || !languageOf(path)) return undefined
  const source = readSource(text)
  const count = async (part: string) => (await syntaxErrors(path, part, signal))?.length ?? 0
  for (const { range, own } of piecesOf(source, edits)) {
    const start = source.starts[range.start]!
    const before = text.slice(start, source.starts[range.end])
    const after = applyEdits(
      before,
      own.map((edit) => ({ ...edit, offset: edit.offset - start })),
    )
    if ((await count(after)) === 0) continue
    const had = await count(before)
    if (had === 0 || (await count(applyEdits(text, [...edits]))) > (await count(text))) return range
  }
  return undefined
}

/** Each edit with the lines around it from one line at the left margin to the next; those that touch are one. */
function piecesOf(source: Source, edits: readonly Edit[]): { range: LineRange; own: Edit[] }[] {
  const { lines, starts } = source
  const pieces: { range: LineRange; own: Edit[] }[] = []
  const begins = (at: number) =>
    /^[^\s)\]}]/.test(lines[at]!) && !/^(?:else|elif|except|finally|catch|case|end)\b/.test(lines[at]!)
  for (const edit of edits) {
    let start = Math.min(lineOf(starts, edit.offset), lines.length - 1)
    let end = Math.min(lines.length, lineOf(starts, edit.offset + edit.remove) + 1)
    // A line more on either side: what is next to an edit may be what it breaks.
    do start--
    while (start > 0 && !begins(start))
    while (end < lines.length && (isBlank(lines[end]!) || !begins(end))) end++
    start = Math.max(0, start)
    const last = pieces.at(-1)
    if (last && start < last.range.end) {
      last.range.end = Math.max(last.range.end, end)
      last.own.push(edit)
    } else pieces.push({ range: { start, end }, own: [edit] })
  }
  return pieces
}

/** The line that an offset is in. */
const lineOf = (starts: readonly number[], offset: number) => lowerBound(starts, offset + 1) - 1
