import type { Import, outline, references, imports, SourceSymbol } from '@caret/syntax'
import type { LineSpan } from '@caret/text'
import type { Workspace } from '@caret/workspace'

/** What is the matter with a line, as a language server says it. */
export interface Problem {
  /** Counted from 0. */
  line: number
  message: string
}

/** What is to be changed, or asked about. */
export interface Subject {
  /** Below the folder. */
  path: string
  /** The whole file. */
  text: string
  lines: LineSpan
  /** Whether the user selected the lines; else the caret is in them. */
  selected: boolean
  problems?: readonly Problem[] | undefined
}

/** A subject, and what its own text tells. Line breaks are `\n`. */
export interface Known extends Subject {
  /** Offsets of the lines in the text. */
  range: { start: number; end: number }
  imports: readonly Import[]
  outline: readonly SourceSymbol[]
}

/** Something that may have to be seen. */
export interface Item {
  /** The name of the source that knows it. */
  source: string
  /** Below the folder. */
  path: string
  /** Where it stands in that file. */
  lines: LineSpan
  text: string
  /** For the user, such as "definition of total". */
  why: string
  /** How likely it has to be seen, from 0 to 1, if its source is right. */
  worth: number
}

/** A way to know what has to be seen. */
export interface Source {
  readonly name: string
  /** How much what it finds helps, from 0 to 1, compared with what others find. */
  readonly weight: number
  find(known: Known, around: Around, signal: AbortSignal): Promise<Item[]>
}

/** Trees, in this thread or another one. */
export interface Syntax {
  outline: typeof outline
  references: typeof references
  imports: typeof imports
}

/** An edit of the user, as a unified diff. */
export interface RecentEdit {
  path: string
  diff: string
}

/** What there is to look into. Paths are below the folder. */
export interface Around {
  workspace: Pick<Workspace, 'readText'>
  syntax: Syntax
  /** Every file that is not ignored. */
  paths(signal: AbortSignal): Promise<readonly string[]>
  /** Where the name at a position is defined, as a language server says it; nothing where none runs. */
  definition?(path: string, position: { line: number; character: number }, signal: AbortSignal): Promise<Place[]>
  /** The newest first. */
  recentEdits?(signal: AbortSignal): Promise<readonly RecentEdit[]>
  /** What editors show, the last used first. */
  open?: readonly string[]
  /** Hears of a source that failed, and is left out for it. */
  onFailure?(source: string, error: unknown): void
}

/** `path` is absolute for a file outside of the folder. */
export interface Place {
  path: string
  range: { start: { line: number; character: number } }
}
