import { learn, TokenIndex } from '@caret/patterns'
import { applyEdits } from '@caret/text'
import { lookAhead } from './ahead.ts'
import { createBindings } from './bindings.ts'
import { createComplaints } from './complaints.ts'
import { chooseContinuation, habitOf } from './continuation.ts'
import { everywhere } from './everywhere.ts'
import { createFolder } from './folder.ts'
import { createHabits } from './habits.ts'
import { createHistory, type HistoryEntry } from './history.ts'
import { keepFile, type KeptFile, newestOf, restoreFile } from './kept-history.ts'
import type { Said } from './model/clean.ts'
import {
  createConsultant,
  fillSource,
  type Heard,
  type Question,
  rewriteSource,
  type Supposed,
} from './model/consultant.ts'
import { showEdit } from './model/shown-edit.ts'
import type {
  Binding,
  Caret,
  Complaint,
  Continuation,
  Eagerness,
  EditPrediction,
  Prediction,
  Predictor,
  RecordedEdit,
  Scope,
} from './predictor.ts'
import { createRanker, type RankerOptions, thresholds } from './ranker.ts'
import { rehearse } from './rehearsal.ts'
import { createScopes } from './scope/scopes.ts'
import { createContinuer } from './sources/continue.ts'
import { reexport } from './sources/export.ts'
import { file } from './sources/file.ts'
import { fix } from './sources/fix.ts'
import { importers } from './sources/importers.ts'
import { pair } from './sources/pair.ts'
import { removal } from './sources/removal.ts'
import { rename } from './sources/rename.ts'
import { repeat } from './sources/repeat.ts'
import { nextRow } from './sources/row.ts'
import { sibling } from './sources/sibling.ts'
import { signature } from './sources/signature.ts'

export interface PredictorOptions extends Pick<RankerOptions, 'onCompared'> {
  /** Only these sources; default all. */
  sources?: readonly string[]
  /** Whether there is no file at a path, of any kind; without it, no file is given another name. */
  isFree?: (path: string) => boolean
  /** The folder's name, for models. */
  repository?: () => string
  /** Hears of everything by which another prediction may come: a text is another, or else something more is known. */
  onNews?: (about: 'texts' | 'knowledge') => void
}

/** Caret's own predictor, which also hears what language servers say. */
export interface CaretPredictor extends Predictor {
  /** What they hold against the last edits; what was said before is void. */
  complain(complaints: readonly Complaint[]): void
  /** Where a name means one thing, as long as nobody has changed it: where one of these changes, the others may follow. */
  bind(binding: Binding): void
  /** Which names it knows at a place: continuations end before others, if it knows all. */
  see(scope: Scope): void
  /** What a model is to be asked at the caret, in a format by its name; undefined where there is nothing to go by. */
  question(caret: Caret, format: string, supposed?: Supposed): Promise<Question | undefined>
  /** What it answered; says which suggestions, if any, will come of that. */
  hear(question: number, said: Said): Heard | undefined
  /**
   * What `predict` will give when the user has accepted a prediction as it is, and what when they have accepted that too, and
   * so on; it leaves no trace. Each step thinks as long as a prediction. Ask for no more when the predictor has heard anything.
   */
  ahead(prediction: EditPrediction, eagerness?: Eagerness): Iterator<Prediction, void>
  /** The user's last change, made wherever else it fits; undefined before the first edit. */
  everywhere(caret: Caret): Rewritten | undefined
  /** A file is about to have another name. */
  move(path: string, newPath: string): void
  /** The last edits as unified diffs, the newest first, at most so many. */
  recent(most: number): { path: string; diff: string }[]
  /** What another predictor can go on from, after a restart. */
  keep(): Kept
  /** Goes on from what was kept. A file's edits count again when it has the text that they made. Call after `open`. */
  restore(kept: Kept): void
}

/** Files as they are and as they would be. */
export interface Rewritten {
  /** How many of the user's edits show the change. */
  examples: number
  files: { path: string; before: string; after: string }[]
}

/** What outlives a predictor, as JSON. */
export interface Kept {
  history: KeptFile[]
  /** By source, in log odds: how far the user is from what is likely. */
  habits: Readonly<Record<string, number>>
}

/** How many of the last edits are looked at. */
const reach = 30

const editSources = [fix, repeat, rename, importers, signature, pair, reexport, sibling, removal]

/** Names that `PredictorOptions.sources` knows. */
export const sourceNames: readonly string[] = [...editSources, file]
  .map(({ name }) => name)
  .concat('row', 'continue', fillSource, rewriteSource)

/** Caret's own predictor: sources that need no model, and one ranker. It is synchronous at heart, so give it a thread. */
export function createPredictor({
  sources = sourceNames,
  isFree = () => false,
  repository = () => '',
  onNews = () => {},
  onCompared,
}: PredictorOptions = {}): CaretPredictor {
  const folder = createFolder()
  const complaints = createComplaints()
  const bindings = createBindings()
  const scopes = createScopes()
  const history = createHistory()
  const index = new TokenIndex()
  const habits = createHabits()
  const ranker = createRanker({ habits, onCompared })
  const consultant = createConsultant({ repository, texts: folder.texts, history, index })
  const active = [...editSources, consultant.rewrite].filter(({ name }) => sources.includes(name))
  const continuer = sources.includes('continue') ? createContinuer(scopes) : undefined
  /** Files with text that the index does not know yet. */
  const edited = new Set<string>()
  /** Edits of files that have another text now, by path. */
  let waiting = new Map<string, KeptFile>()
  /** Files with text that the index knows, and the continuer does not. */
  let unread = new Set<string>()

  const update = (paths: Iterable<string>) => {
    for (const path of paths) {
      const text = folder.texts.get(path)
      if (text === undefined) index.delete(path)
      else index.set(path, text)
      unread.add(path)
    }
    edited.clear()
  }

  const rest = () => {
    update(edited)
    continuer?.update([...unread], folder.texts)
    unread.clear()
    continuer?.learn(history.entries)
  }

  /** A file has another text: what was undone by that is no edit, and a prediction among it was not wanted. */
  const undo = (path: string) => {
    for (const { edit, predicted } of history.undo(path, folder.texts.get(path) ?? '')) {
      if (predicted) ranker.refuse({ path, ...edit }, folder.texts)
    }
  }

  /** The file's edits that still count, or would if it had its old text again. */
  const keep = (path: string) => keepFile(path, history.entries, folder.texts.get(path) ?? '') ?? waiting.get(path)

  const restore = (path: string) => {
    const file = waiting.get(path)
    const isKnown = ({ path: its, time }: HistoryEntry) => its === path && time >= file!.edits[0]!.time
    if (file && !history.entries.some(isKnown)) history.restore(restoreFile(file, folder.texts.get(path) ?? ''))
  }

  const record = (edit: RecordedEdit) => {
    history.add(folder.texts.get(edit.path) ?? '', edit)
    folder.edit(edit)
    undo(edit.path)
    complaints.edit(edit)
    bindings.edit(edit)
    scopes.edit(edit)
    consultant.edit(edit)
    waiting.delete(edit.path)
    edited.add(edit.path)
  }

  const predict = (caret: Caret): Prediction | undefined => {
    const last = history.entries[0]
    if (!last) return undefined
    update(edited)
    const pattern = learn(
      history.entries
        .slice(0, reach)
        .toReversed()
        .map(({ path, before, edit }) => ({ path, before, edit })),
    )
    const { texts } = folder
    const typedIn = history.entries.find(({ predicted }) => !predicted)?.path
    const known = { texts, caret, complaints: complaints.all, renamed: bindings.renamed(texts, typedIn) }
    const situation = { ...known, index, history: history.entries, pattern, isFree }
    const proposals = active.flatMap((source) => source.propose(situation))
    const files = sources.includes(file.name) ? file.propose(situation) : []
    const { length: edits } = history.entries
    return ranker.choose([...proposals, ...files], { ...known, last, edits }, thresholds[caret.eagerness ?? 'medium'])
  }

  const complete = (caret: Caret): Continuation | undefined => {
    const text = folder.texts.get(caret.path) ?? ''
    const rows = sources.includes('row') ? nextRow(text, caret) : []
    const said = sources.includes(fillSource) ? consultant.fill(caret) : []
    const found = [...rows, ...(continuer?.propose(text, caret) ?? []), ...said]
    return chooseContinuation(found, habits, caret.eagerness)
  }

  const mark = (paths: Iterable<string>) => {
    update(edited)
    const parts = [history, complaints, bindings, scopes, consultant, ranker, habits].map((part) => part.mark())
    const texts = [...paths].map((path) => ({ path, text: folder.texts.get(path) }))
    const then = { waiting: new Map(waiting), unread: new Set(unread) }
    return () => {
      for (const putBack of parts) putBack()
      for (const { path, text } of texts) folder.set(path, text)
      update(texts.map(({ path }) => path))
      ;({ waiting, unread } = then)
    }
  }

  return {
    open: async (snapshot, signal) => {
      const changed = await folder.open(snapshot, signal)
      update([...changed, ...edited])
      history.clear()
      rest()
      waiting.clear()
      habits.restore({})
      complaints.set([])
      bindings.clear()
      scopes.clear()
      consultant.forget()
      ranker.forget()
      onNews('texts')
    },
    record: (edit) => {
      record(edit)
      onNews('texts')
    },
    update: (path, text) => {
      if (folder.texts.get(path) === text) return
      const kept = keep(path)
      if (kept) waiting.set(path, kept)
      folder.set(path, text)
      undo(path)
      restore(path)
      complaints.forget(path)
      bindings.forget(path)
      scopes.forget(path)
      consultant.forget(path)
      edited.add(path)
      onNews('texts')
    },
    predict: async (caret) => predict(caret),
    ahead: (prediction, eagerness) =>
      lookAhead(prediction, eagerness, {
        mark,
        accept: (accepted) => {
          record({ ...accepted.edit, accepted: 'edit' })
          ranker.settle(accepted, 'accepted', folder.texts)
        },
        predict,
      }),
    rehearse: () =>
      rehearse(folder.texts, {
        mark,
        record,
        predict: (caret) => {
          complete(caret)
          return predict(caret)
        },
      }),
    rest,
    complain: (all) => {
      complaints.set(all)
      onNews('knowledge')
    },
    bind: (binding) => {
      bindings.add(binding, folder.texts)
      onNews('knowledge')
    },
    // It says nothing of edits: what is thought ahead of them still holds.
    see: (scope) => scopes.add(scope, folder.texts.get(scope.path) ?? ''),
    question: async (caret, format, supposed) => {
      update(edited)
      return consultant.question(caret, format, supposed)
    },
    hear: (question, said) => {
      const heard = consultant.hear(question, said)
      if (heard) onNews('knowledge')
      return heard
    },
    move: (path, newPath) => {
      folder.set(newPath, folder.texts.get(path))
      folder.set(path, undefined)
      history.move(path, newPath)
      bindings.move(path, newPath)
      scopes.move(path, newPath)
      complaints.forget(path)
      consultant.forget(path)
      edited.add(path).add(newPath)
      onNews('texts')
    },
    complete: async (caret) => complete(caret),
    settle: (suggestion, outcome) => {
      if (!('text' in suggestion)) ranker.settle(suggestion, outcome, folder.texts)
      else {
        habits.settle(habitOf(suggestion), suggestion.probability, outcome)
        if (outcome === 'dismissed') consultant.dismiss(suggestion.text)
      }
      onNews('knowledge')
    },
    everywhere: (caret) => {
      update(edited)
      const found = everywhere(history.entries, index, caret)
      return (
        found && {
          examples: found.examples,
          files: found.files.map(({ path, edits }) => {
            const before = folder.texts.get(path) ?? ''
            return { path, before, after: applyEdits(before, edits) }
          }),
        }
      )
    },
    recent: (most) =>
      history.entries
        .slice(0, most)
        .flatMap((entry) => showEdit(entry) ?? [])
        .map(({ path, diff }) => ({ path, diff })),
    keep: () => {
      const paths = new Set([...history.entries.map(({ path }) => path), ...waiting.keys()])
      const files = [...paths].flatMap((path) => keep(path) ?? [])
      return { history: newestOf(files), habits: { ...habits.offsets } }
    },
    restore: (kept) => {
      habits.restore(kept.habits)
      for (const file of kept.history) {
        waiting.set(file.path, file)
        restore(file.path)
      }
      onNews('knowledge')
    },
    [Symbol.asyncDispose]: async () => {},
  }
}
