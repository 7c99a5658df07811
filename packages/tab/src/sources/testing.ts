import { learn, TokenIndex } from '@caret/patterns'
import { applyEdits, trimEdit } from '@caret/text'
import { createHistory } from '../history.ts'
import type { EditPrediction, FileEdit, Prediction } from '../predictor.ts'
import type { Situation } from './source.ts'

/** What a source has to go by after some edits, given as texts to find and what takes their place, the caret after the last. */
export function situationOf(
  files: Record<string, string>,
  edits: readonly { path: string; find: string; put: string }[],
): Situation {
  const texts = new Map(Object.entries(files))
  const history = createHistory()
  let caret = { path: '', offset: 0 }
  for (const { path, find, put } of edits) {
    const text = texts.get(path)!
    const edit = trimEdit(text, { offset: text.indexOf(find), remove: find.length, insert: put })
    history.add(text, { path, ...edit })
    texts.set(path, applyEdits(text, [edit]))
    caret = { path, offset: edit.offset + edit.insert.length }
  }
  const index = new TokenIndex()
  for (const [path, text] of texts) index.set(path, text)
  const { entries } = history
  const pattern = learn(entries.toReversed().map(({ path, before, edit }) => ({ path, before, edit })))
  return {
    texts,
    index,
    history: entries,
    caret,
    pattern,
    complaints: [],
    renamed: [],
    isFree: (path) => !texts.has(path),
  }
}

/** The file that the likeliest of some proposals makes. */
export function madeBy(proposals: readonly EditPrediction[], { texts }: Situation): string | undefined {
  const best = proposals.toSorted((a, b) => b.probability - a.probability)[0]
  return best && applyEdits(texts.get(best.edit.path)!, [best.edit])
}

export const editOf = (prediction: Prediction | undefined): FileEdit | undefined =>
  prediction && 'edit' in prediction ? prediction.edit : undefined
