import type { Pattern, TokenIndex } from '@caret/patterns'
import type { RenamedBinding } from '../bindings.ts'
import type { HistoryEntry } from '../history.ts'
import type { Caret, Complaint, EditPrediction, RenamePrediction } from '../predictor.ts'

/** Knows one kind of next edit. */
export interface EditSource {
  readonly name: string
  /** Edits that may come next, in no particular order. */
  propose(situation: Situation): Proposal[]
}

/** Knows which files may have another name next. */
export interface FileSource {
  readonly name: string
  propose(situation: Situation): RenamePrediction[]
}

/** An edit that may come next. Its probability is what the source makes of it alone. */
export interface Proposal extends EditPrediction {
  /** What speaks for it, in the source's own terms; without, the probability stands as it is. */
  features?: Readonly<Record<string, number>>
}

/** What a source has to go by. */
export interface Situation {
  texts: ReadonlyMap<string, string>
  /** The words of all texts, and who has them. */
  index: TokenIndex
  /** Newest first; never empty. */
  history: readonly HistoryEntry[]
  caret: Caret
  /** What the last edits have in common. */
  pattern: Pattern
  /** What language servers hold against the last edits. */
  complaints: readonly Complaint[]
  /** What they know of names that the last edits changed. */
  renamed: readonly RenamedBinding[]
  /** Whether there is no file at a path; false for all where no file can be renamed. */
  isFree(path: string): boolean
}
