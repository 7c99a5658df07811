import { applySketch, type Form } from '@caret/apply'
import { type AroundLines, readAnswer, withoutThoughts } from '@caret/context'
import { InstructError } from './instruct-error.ts'

/** What an answer is to be put in for. */
export interface Place {
  path: string
  /** The lines as they were, and as the model has made them before. */
  original: string
  before: string
  /** The rest of the file. */
  around: AroundLines
}

/** Forms that say only what changes. */
const partial: ReadonlySet<Form> = new Set(['markers', 'search-replace', 'diff', 'v4a', 'json'])

/**
 * What becomes of the lines by a whole answer: what it says, or, where it leaves out what stays ("… existing code …") or names what to
 * replace, the lines with that put in. Undefined for an answer in words. Throws `InstructError` where it is not certain what was left out.
 */
export function answerLines(said: string, { path, original, before, around }: Place): string[] | undefined {
  const lines = readAnswer(said, original, true, around)
  if (!lines || before.trim() === '') return lines
  const read = applySketch({ path, original: before, sketch: withoutThoughts(said) })
  if (!partial.has(read.form)) return lines
  // Between markers it shows code, without fences and what is around the lines.
  const put = read.form === 'markers' ? applySketch({ path, original: before, sketch: lines.join('\n') }) : read
  if (put.kind === 'declined') {
    throw new InstructError('Partial', `The answer leaves code out, and it is not certain which: ${put.reason}`)
  }
  return put.text.split('\n')
}
