import type { Edit } from '@caret/text'

/**
 * Predicts what is typed next. It hears of every change of a document as it happens, and answers two questions: which edit
 * comes next, wherever it is, and what comes next at the caret. Silence is a good answer to both.
 */
export interface Predictor extends AsyncDisposable {
  /**
   * Makes the texts of a folder known and forgets the edits so far. Opened again with another snapshot, it reads only the
   * files that differ.
   */
  open(snapshot: Snapshot, signal?: AbortSignal): Promise<void>

  /** A change of a document, keystrokes included; a file that was not there is created by an edit at 0. */
  record(edit: RecordedEdit): void

  /** A file has another text now, or none, by no edit of the user: another program wrote it, or a formatter. */
  update(path: string, text: string | undefined): void

  /** The next edit, with the caret where the last one ended. */
  predict(caret: Caret, signal?: AbortSignal): Promise<Prediction | undefined>

  /** What comes next at the caret, in the text as recorded so far. */
  complete(caret: Caret, signal?: AbortSignal): Promise<Continuation | undefined>

  /** Nobody types now: the time for what an answer should not wait for. */
  rest(): void

  /**
   * For while nobody has done anything yet: predictions that nobody sees, so that the first ones that somebody waits for are as
   * fast as all others. It leaves no trace. Each step takes as long as a prediction.
   */
  rehearse(): Iterable<void>

  /** What became of a suggestion that was shown. */
  settle(suggestion: Prediction | Continuation, outcome: Outcome): void
}

/** Who ignores a suggestion does something else while it is shown. */
export type Outcome = 'accepted' | 'dismissed' | 'ignored'

/** The source files of a folder at one moment. */
export interface Snapshot {
  /** Each path with something that tells its text from every other, such as a hash. */
  readonly files: ReadonlyMap<string, string>
  read(path: string, signal?: AbortSignal): Promise<string>
}

/** An edit of a file, in its text as it is at that moment. */
export interface FileEdit extends Edit {
  path: string
}

export interface RecordedEdit extends FileEdit {
  /** Which kind of suggestion was accepted; typed by hand without. */
  accepted?: 'edit' | 'continuation'
  /** How many changes were made at once, with as many cursors; default 1. */
  together?: number
}

/** What a language server holds against the last edits. */
export interface Complaint {
  path: string
  start: number
  end: number
  /** What the server would do about it. */
  fix?: Fix
}

/** An edit of the file that the complaint is about. */
export interface Fix extends Edit {
  /** Adds an import, takes out an unused one, or something else that the server prefers. */
  kind: 'import' | 'unused' | 'other'
  /** For the user, such as "fixes: Cannot find name 'readFile'". */
  reason: string
}

/** One thing that has a name in a file, and all places there that mean it, as a language server says. */
export interface Binding {
  path: string
  name: string
  /** In order. */
  ranges: readonly Occurrence[]
  /** All places that mean it in other files, where the server was asked for them. */
  others?: readonly Mention[]
}

/** Where a name begins in a file that may not be open; lines and characters (UTF-16 units) count from 0. */
export interface Mention {
  path: string
  line: number
  character: number
}

/** Names that a language server knows at a place in a file. */
export interface Scope {
  path: string
  /** Where a name would begin. */
  offset: number
  /** Names that stand by themselves, or members of what is written before the offset. */
  kind: 'names' | 'members'
  /** The likeliest first. */
  names: readonly string[]
  /** Whether there are no others. */
  complete: boolean
}

/** A stretch of a text, in UTF-16 units. */
export interface Range {
  start: number
  end: number
}

export interface Occurrence extends Range {
  /** It is declared there, or set. */
  isWrite?: boolean
}

export interface Caret {
  path: string
  offset: number
  /** How likely a suggestion must be; default medium. */
  eagerness?: Eagerness
}

export type Eagerness = 'low' | 'medium' | 'high'

export interface Suggestion {
  /** Which source knew it, such as `repeat`. */
  source: string
  /** That it is what the user wants, from 0 to 1. */
  probability: number
  /** For the user, such as "repeats your edit in auth.ts". */
  reason: string
}

/** What comes next: an edit, or another name for a file. */
export type Prediction = EditPrediction | RenamePrediction

interface Kin {
  /** Names the change that it makes again, the same for all places: what becomes of one says something about the others. */
  family?: string
}

export interface EditPrediction extends Suggestion, Kin {
  edit: FileEdit
}

export interface RenamePrediction extends Suggestion, Kin {
  rename: FileRename
}

export interface FileRename {
  path: string
  newPath: string
}

/** Text to insert at the caret. */
export interface Continuation extends Suggestion {
  text: string
}
