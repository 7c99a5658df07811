import { applySketch, type Form } from '@caret/apply'
import { readAnswer, withoutThoughts } from '@caret/context'
import { InstructError } from './instruct-error.ts'

/** What an answer is to be put in for. */
export interface Place {
  path: string
  /** The lines as the model knows them. */
  before: string
  /** The file around. */
  file: string
}

/** Forms that say only what changes. */
const partial: ReadonlySet<Form> = new Set(['markers', 'search-replace', 'diff', 'v4a', 'json'])

/**
 * What becomes of the lines by a whole answer: what it says, or, where it leaves out what stays ("… existing code …") or names what to
 * replace, the lines with that put in. Undefined for an answer in words. Throws `InstructError` where it is not certain what was left out.
 */
export function answerLines(said: string, { path, before, file }: Place): string[] | undefined {
  const lines = readAnswer(said, before, true, file)
  if (!lines || before.trim() === '') return lines
  const put = applySketch({ path, original: before, sketch: withoutThoughts(said) })
  if (!partial.has(put.form)) return lines
  if (put.kind === 'declined') {
    throw new InstructError('Partial', `The answer leaves code out, and it is not certain which: ${put.reason}`)
  }
  return put.text.split('\n')
}
