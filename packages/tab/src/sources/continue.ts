import { probabilityOf } from '@caret/patterns'
import { buildCorpus, type Continuation as Found, SuffixModel, withoutRefused } from '@caret/suffix'
import type { Edit } from '@caret/text'
import type { HistoryEntry } from '../history.ts'
import type { Caret, Continuation } from '../predictor.ts'
import { logOdds } from '../rivalry.ts'
import { namesAt, outOfScope } from '../scope/out-of-scope.ts'
import type { Scopes } from '../scope/scopes.ts'
import { isThere, withoutOverlap } from './overlap.ts'

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

/** So many are looked at, and so many proposed, likeliest first. */
const mostFound = 32
const mostProposed = 8

/** So many of the last edits count. */
const reach = 24

/** @param scopes what must not be continued beyond */
export function createContinuer(scopes: Scopes): Continuer {
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
    propose: (text, caret) => {
      const { path, offset } = caret
      const [before, after] = [text.slice(Math.max(0, offset - 6000), offset), text.slice(offset, offset + 400)]
      const names = namesAt(text, caret, scopes)
      const found = model?.continuations({ path, before, after, names, limit: mostFound }) ?? []
      return inScope(found, text, caret, scopes)
        .filter((each) => !isThere(each.text, before, after))
        .slice(0, mostProposed)
        .map((each) => ({
          ...each,
          text: withoutOverlap(each.text, after),
          source: 'continue',
          reason: 'likely in this codebase',
        }))
    },
  }
}

/** Without what holds a name that is known not to be there; the beginnings before it are left, and what else may come. */
function inScope(found: readonly Found[], text: string, caret: Caret, scopes: Scopes): readonly Found[] {
  const texts = found.map((each) => each.text)
  const { members, names, doubtful } = outOfScope(texts, text, caret, scopes)
  const goesBeyond = ({ text }: Found, beginnings: readonly string[]) =>
    beginnings.some((each) => text.startsWith(each))
  const possible = members.length > 0 ? withoutRefused(found, members) : found
  return possible
    .filter((each) => !goesBeyond(each, names))
    .map((each) => (goesBeyond(each, doubtful) ? { ...each, probability: doubted(each.probability) } : each))
}

/** In log odds, how much less likely a name is that the file does not have: so much saves most on open repositories. */
const doubt = 0.7
const doubted = (probability: number) => probabilityOf(logOdds(probability) - doubt)
