import { buildCorpus, SuffixModel } from '@caret/suffix'
import type { Edit } from '@caret/text'
import type { HistoryEntry } from '../history.ts'
import type { Caret, Continuation } from '../predictor.ts'
import { withoutOverlap } from './overlap.ts'

/** Continues what is being typed with what this codebase makes likely. */
export interface Continuer {
  /** Texts have become others, outside of any edit. */
  update(paths: readonly string[], texts: ReadonlyMap<string, string>): void
  /** What the user has edited, newest first. */
  learn(history: readonly HistoryEntry[]): void
  propose(text: string, caret: Caret): Continuation[]
}

/** The share of the texts that may differ from the fixed part of the model before it is built anew. */
const mostChanged = 0.25

/** So many of the last edits count. */
const reach = 24

export function createContinuer(): Continuer {
  let model: SuffixModel | undefined
  /** The last edit when the model was told of them. */
  let learned: Edit | undefined
  /** The first question after a change costs more than all others: better now than under the user's fingers. */
  const warm = (path: string) => model?.continuations({ path, before: '' })
  return {
    update: (paths, texts) => {
      if (!model) {
        model = new SuffixModel(buildCorpus(texts))
        return warm('')
      }
      for (const path of paths) {
        const text = texts.get(path)
        if (text === undefined) model.remove(path)
        else model.replace(path, text)
      }
      if (model.changed > mostChanged) model.compact()
      for (const path of paths.slice(-1)) warm(path)
    },
    learn: (history) => {
      const [newest] = history
      if (newest?.edit === learned) return
      learned = newest?.edit
      model?.note(
        history.slice(0, reach).map(({ before, edit: { offset, remove, insert } }) => {
          return { inserted: insert, removed: before.slice(offset, offset + remove) }
        }),
      )
    },
    propose: (text, { path, offset }) => {
      const [before, after] = [text.slice(Math.max(0, offset - 6000), offset), text.slice(offset, offset + 400)]
      return (model?.continuations({ path, before, after }) ?? []).map((each) => ({
        ...each,
        text: withoutOverlap(each.text, after),
        source: 'continue',
        reason: 'likely in this codebase',
      }))
    },
  }
}
