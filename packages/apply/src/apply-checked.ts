import { syntaxErrors } from '@caret/syntax'
import { applySketch } from './apply-sketch.ts'
import { readSource, type Source } from './lines.ts'
import type { LineRange, SketchInput, SketchResult } from './result.ts'

/**
 * `applySketch`, with an eye to syntax: a result that does not parse where the file did is declined. What a whole file as it was
 * written has of that kind is its own. Throws the signal's reason.
 */
export async function applyChecked(input: SketchInput, signal?: AbortSignal): Promise<SketchResult> {
  const result = applySketch(input)
  if (result.kind === 'declined' || result.form === 'whole' || result.fate?.kind === 'deleted') return result
  const region = await newFaults(input.path, input.original, result.text, signal)
  if (!region) return result
  const reason = 'With this change, the file would no longer be free of errors of syntax.'
  return { kind: 'declined', form: result.form, reason, region, sketch: input.sketch }
}

/**
 * The lines of the original in which a new text brings errors of syntax; undefined where it brings none, or where nobody can tell.
 * The original is parsed only if the new text has any.
 */
export async function newFaults(
  path: string,
  original: string,
  text: string,
  signal?: AbortSignal,
): Promise<LineRange | undefined> {
  if (text === original) return undefined
  const after = await syntaxErrors(path, text, signal)
  if (!after || after.length === 0) return undefined
  const before = await syntaxErrors(path, original, signal)
  return before && before.length < after.length ? changedLines(readSource(original), text) : undefined
}

/** The lines that differ: the faults are in them, or follow from them. */
function changedLines({ lines, text: original, starts }: Source, text: string): LineRange {
  let start = 0
  while (start < Math.min(original.length, text.length) && original[start] === text[start]) start++
  let end = 0
  const most = Math.min(original.length, text.length) - start
  while (end < most && original[original.length - 1 - end] === text[text.length - 1 - end]) end++
  const lineOf = (offset: number) => starts.findLastIndex((at) => at <= offset)
  const first = Math.min(lineOf(start), Math.max(0, lines.length - 1))
  return { start: first, end: Math.min(lines.length, lineOf(original.length - end) + 1) }
}
