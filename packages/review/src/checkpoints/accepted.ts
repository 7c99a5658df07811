import type { FileChange, Origin } from '@caret/text'

/** What was accepted at one time: a whole change set, or some of its hunks. */
export interface Accepted {
  /** Of the change set: what is accepted of it bit by bit is one checkpoint. */
  readonly id: string
  /** For the user, in a line. */
  readonly title: string
  readonly origin: Origin
  /** Between the texts just before and just after, unsaved or not. Each path once. */
  readonly files: readonly AcceptedFile[]
  /** Texts of other files that were not saved just then; of a checkpoint, those of the first acceptance count. */
  readonly unsaved: readonly { readonly path: string; readonly text: string }[]
}

export interface AcceptedFile extends FileChange {
  /** Whether the text before was in the editor only. */
  readonly wasUnsaved: boolean
}
