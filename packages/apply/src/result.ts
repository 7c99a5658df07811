import type { Edit } from '@caret/text'

/** How a sketch says what it wants. */
export type Form = 'whole' | 'markers' | 'fragment' | 'search-replace' | 'diff' | 'v4a' | 'json'

export interface SketchInput {
  /** The file's path; tells its section in patches over several files, and Markdown from code. */
  path: string
  /** The file's text; empty where there is no file yet. */
  original: string
  /** What a model wrote, prose and fences around it included. */
  sketch: string
}

export type SketchResult = Applied | Declined

export interface Applied {
  kind: 'applied'
  text: string
  form: Form
  /** What makes `text` of the original, from top to bottom, with offsets in the original. */
  edits: Edit[]
  /** What else a patch does to the file. */
  fate?: Fate
  /** Paths of other files that a patch is about, too. */
  others?: string[]
  /** Where the sketch differs from the file and the file was kept, for it was taken for a slip in copying. */
  slips?: Slip[]
  /** Which model wrote it, where structure alone was not certain. */
  model?: string
}

/** An empty line, or a comment's words, that a sketch has otherwise than the file, apart from all that it changes. */
export interface Slip {
  /** 0-based, in the original. */
  line: number
  sketch: string
  file: string
}

export type Fate = { kind: 'created' } | { kind: 'deleted' } | { kind: 'renamed'; to: string }

export interface Declined {
  kind: 'declined'
  form: Form
  /** A sentence for people. */
  reason: string
  /** The lines of the original that a model, or a person, would have to decide about; 0-based, `end` excluded. */
  region: LineRange
  /** The part of the sketch that is about them. */
  sketch: string
}

export interface LineRange {
  start: number
  end: number
}

/** Why a part of a sketch has no certain place. */
export interface Doubt {
  reason: string
  region: LineRange
  sketch: string
}

/** Lines `from` up to `to` of the original give way to `lines`. */
export interface Hunk {
  from: number
  to: number
  lines: string[]
}

export const isDoubt = (value: object): value is Doubt => 'reason' in value
