import { ModelError, type ModelRegistry } from '@caret/models'
import { BudgetError, type Recording, renderPrompt, toModelMessages } from '@caret/prompt'
import { applyEdits } from '@caret/text'
import { applyChecked } from './apply-checked.ts'
import { changesBetween } from './changes.ts'
import { readSource, splitLines, toEdits } from './lines.ts'
import { mergePrompt, type MergeProps } from './merging/merge-prompt.tsx'
import { faultOf } from './merging/merged.ts'
import { newFaults } from './checking/new-faults.ts'
import { openPart, type OpenPart } from './merging/part.ts'
import type { Declined, SketchInput, SketchResult } from './result.ts'
import { unwrap } from './forms/unwrap.ts'

export interface WithModel {
  models: ModelRegistry
  /** Hears which model is asked, and of the file as far as it has come. */
  onProgress?: (progress: MergeProgress) => void
  /** Hears of the prompt that is sent. */
  onAsked?: (recording: Recording) => void
}

export type MergeProgress =
  | { type: 'start'; model: string }
  /** The model is busy, and is let be for so many milliseconds before it is asked again. */
  | { type: 'wait'; ms: number; why: string }
  /** The file with as many lines as have come; it is for showing. */
  | { type: 'text'; text: string }

/** In tokens: the prompt, and as much again for the answer. */
const budget = 24_000

/**
 * Puts a sketch into the file by its structure; where that is not certain, and there is a model for the role `apply`, that one
 * writes the doubtful lines, with what they were as the draft. Its answer is checked: see `faultOf`; and it brings no errors of syntax.
 * Without a model, or with an answer that does not pass, the sketch is declined with the reason. `model` of the result says who
 * wrote it. Throws a `ModelError` if the model cannot be reached, and the signal's reason.
 */
export async function applyWithModel(
  input: SketchInput,
  { models, onProgress, onAsked }: WithModel,
  signal: AbortSignal,
): Promise<SketchResult> {
  const certain = await applyChecked(input, signal)
  if (certain.kind === 'applied') return certain
  const open = openPart(input, certain)
  const { path, original } = input
  const { start, end } = open.region
  const source = readSource(open.text)
  const draft = source.lines.slice(start, end).join('\n')
  const props = {
    path,
    text: source.lines.join('\n'),
    region: open.region,
    sketch: open.sketch,
    reason: certain.reason,
  }
  const rendered = await rendering(props, signal)
  if (!rendered) return declined(certain, 'The lines in question are more than a model takes at once.')
  onAsked?.(rendered.recording)
  const { messages: _, ...origin } = rendered.recording
  const request = {
    model: 'apply',
    prompt: toModelMessages(rendered),
    metadata: JSON.parse(JSON.stringify(origin)) as Record<string, string>,
    draft: `\`\`\`\n${draft}\n\`\`\``,
    temperature: 0,
    onWait: (ms: number, { message }: Error) => onProgress?.({ type: 'wait', ms, why: message }),
  }
  let said = ''
  let model = ''
  try {
    for await (const part of models.stream(request, signal)) {
      if (part.type === 'start') onProgress?.({ type: 'start', model: (model = part.model) })
      else if (part.type === 'text') {
        said += part.text
        if (part.text.includes('\n')) onProgress?.({ type: 'text', text: soFar(open, unwrap(said, path)[0] ?? []) })
      } else if (part.type === 'end' && part.reason === 'length') {
        return declined(certain, 'The answer was longer than the model can say.')
      }
    }
  } catch (error) {
    // Without any model it stays with what structure says.
    if (error instanceof ModelError && error.code === 'NoModel') return certain
    throw error
  }
  const blocks = unwrap(said, path)
  const written = blocks[0] ?? []
  if (blocks.length !== 1) return declined(certain, 'The model has answered with other than one block of code.')
  const fault = faultOf(open, written)
  if (fault) return declined(certain, fault)
  const lines = [...source.lines.slice(0, start), ...written, ...source.lines.slice(end)]
  const own = readSource(original)
  const hunks = changesBetween(own.lines, lines).map(({ aFrom, aTo, bFrom, bTo }) => ({
    from: aFrom,
    to: aTo,
    lines: lines.slice(bFrom, bTo),
  }))
  const edits = toEdits(own, hunks)
  const text = applyEdits(original, edits)
  if (await newFaults(path, original, edits, signal)) {
    return declined(certain, 'With what the model has written, the file would no longer be free of errors of syntax.')
  }
  return { kind: 'applied', text, form: certain.form, edits, model }
}

const declined = (certain: Declined, more: string): Declined => ({ ...certain, reason: `${certain.reason} ${more}` })

async function rendering(props: MergeProps, signal: AbortSignal) {
  try {
    return await renderPrompt(mergePrompt, props, { budget }, signal)
  } catch (error) {
    if (error instanceof BudgetError) return undefined
    throw error
  }
}

/** The text with the lines that have come in place of those that they stand for. */
function soFar({ text, region }: OpenPart, written: readonly string[]): string {
  const lines = splitLines(text)
  let done = region.start
  for (const line of written) {
    const found = lines.indexOf(line, done)
    if (found >= 0 && found < region.end) done = found + 1
  }
  return [...lines.slice(0, region.start), ...written, ...lines.slice(done)].join('\n')
}
