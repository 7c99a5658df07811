import { applySketch } from './apply-sketch.ts'
import { newFaults } from './checking/new-faults.ts'
import type { SketchInput, SketchResult } from './result.ts'

/**
 * `applySketch`, with an eye to syntax: a result that does not parse where the file did is declined. What a whole file as it was
 * written has of that kind is its own. Throws the signal's reason.
 */
export async function applyChecked(input: SketchInput, signal?: AbortSignal): Promise<SketchResult> {
  const result = applySketch(input)
  if (result.kind === 'declined' || result.form === 'whole' || result.fate?.kind === 'deleted') return result
  const region = await newFaults(input.path, input.original, result.edits, signal)
  if (!region) return result
  const reason = 'With this change, the file would no longer be free of errors of syntax.'
  return { kind: 'declined', form: result.form, reason, region, sketch: input.sketch }
}
