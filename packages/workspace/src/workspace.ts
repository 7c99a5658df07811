import type { Git } from './git/git.ts'

/**
 * A view of a folder of code: the user's folder with the editor's unsaved buffers laid over it, a folder in memory, a
 * shadow, a snapshot of a commit. It is the only way to touch code, and nobody needs to know which kind it is.
 *
 * Paths are relative to the root, with forward slashes and no leading slash; the root itself is `''`. Every method that
 * takes a path throws a `WorkspaceError`: `OutsideWorkspace` for one that leaves the root (by `..`, by being absolute, or,
 * for everything but reading, through a symbolic link), `FileNotFound`, and so on.
 */
export interface Workspace extends AsyncDisposable {
  /** Absolute path (or, in memory, a made-up one) that language servers and commands see as the folder. */
  readonly root: string

  /** What is on disk; an unsaved buffer does not change it. */
  stat(path: string): Promise<Stat>
  list(path: string): Promise<Entry[]>

  /** The bytes on disk. */
  read(path: string, signal?: AbortSignal): Promise<Uint8Array>
  /**
   * The text as the user sees it: the unsaved buffer if there is one, else the file, decoded as UTF-8 or as its byte order
   * mark says. The mark is not part of the text.
   */
  readText(path: string, signal?: AbortSignal): Promise<string>

  /**
   * Creates or replaces a file, atomically, with its folders. Keeps an existing file's mode. Text is written in the
   * existing file's Unicode encoding (its byte order mark, UTF-16), otherwise as UTF-8.
   */
  write(path: string, contents: Uint8Array | string, options?: WriteOptions): Promise<void>
  /** With its parents. One that is there already is no error. */
  createDirectory(path: string): Promise<void>
  /**
   * Deletes a file, an empty folder, or with `recursive` a folder and all in it; of a link the link alone. With `trash`
   * it goes to the user's trash; `TrashUnavailable` where there is none, and nothing is deleted then.
   */
  delete(path: string, options?: { recursive?: boolean; trash?: boolean }): Promise<void>
  /** Makes the target's folders. `overwrite` replaces a file or a whole folder. A link is renamed itself. */
  rename(from: string, to: string, options?: { overwrite?: boolean }): Promise<void>
  /** Copies a file, or a folder and all in it; links as links. Otherwise like `rename`. */
  copy(from: string, to: string, options?: { overwrite?: boolean }): Promise<void>

  /**
   * Every file that git's rules and `.caretignore` files do not leave out, in batches, in no particular order. Links are
   * not followed and not listed, and `.git` never is.
   */
  files(options?: FilesOptions, signal?: AbortSignal): AsyncIterable<string[]>
  /** Whether git's ignore rules or `.caretignore` leave the path out. */
  ignores(path: string): Promise<boolean>
  /**
   * Lines that match, file by file, in batches. Throws `InvalidPattern`, which says what is wrong with the pattern. Binary
   * files are passed over; what `files` would not give is not searched.
   */
  search(query: SearchQuery, signal?: AbortSignal): AsyncIterable<SearchHit[]>

  /**
   * Tells of changes on disk, ignored files included, `.git` excluded, in batches, until disposed. Of a deleted folder only
   * the folder itself is told; of a new one all that is in it.
   */
  watch(listener: (changes: Change[]) => void): Promise<AsyncDisposable>

  /** The editor's unsaved buffers. */
  readonly buffers: Buffers

  /**
   * Runs a program in the folder (or `options.cwd`, a path inside). Never through a shell unless the program is one. What
   * it leaves running in its process group is ended with it. Throws the signal's reason when aborted.
   */
  run(program: string, args: string[], options?: RunOptions, signal?: AbortSignal): Promise<RunResult>

  /** The repository that holds the folder, if there is one and git is installed. */
  git(): Promise<Git | undefined>
}

export interface Stat {
  type: 'file' | 'directory' | 'other'
  /** A symbolic link; the other fields are its target's (its own, where the target is missing: then `other`). */
  link: boolean
  readonly: boolean
  /** Bytes. */
  size: number
  /** Milliseconds since the epoch. */
  modified: number
  created: number
}

export interface Entry {
  name: string
  type: Stat['type']
  link: boolean
}

export interface Change {
  path: string
  kind: 'created' | 'changed' | 'deleted'
}

export interface WriteOptions {
  /** Whether a file may come into being; default true. When false and there is none: `FileNotFound`. */
  create?: boolean
  /** Whether a file may be replaced; default true. When false and there is one: `FileExists`, however close the race. */
  overwrite?: boolean
}

/**
 * Globs are git's, with `{a,b}` besides: one without a slash matches at any depth, one with a slash from the root, and what
 * matches a folder counts for all that is in it.
 */
export interface FilesOptions {
  /** A file counts when one of them matches. None means all. */
  includes?: string[]
  excludes?: string[]
  /** Default true. */
  useIgnoreFiles?: boolean
}

export interface SearchQuery extends FilesOptions {
  pattern: string
  /** The pattern is a regular expression, in what Rust's and JavaScript's dialects share; lookaround works. */
  regex?: boolean
  caseSensitive?: boolean
  wholeWord?: boolean
  /** Lets an expression match across lines; a `\n` in it says so too, and matches either line break. */
  multiline?: boolean
  followLinks?: boolean
  /** Lines of context before and after. */
  context?: number
  /** Bytes. */
  maxFileSize?: number
  encoding?: string
}

/** Lines are zero-based, columns count UTF-16 units. Unsaved buffers are not searched. */
export interface SearchHit {
  kind: 'match' | 'context'
  path: string
  /** The matched lines, without the last one's break. */
  text: string
  line: number
  /** Empty for context. */
  ranges: { startLine: number; startColumn: number; endLine: number; endColumn: number }[]
}

export interface RunOptions {
  cwd?: string
  env?: Record<string, string>
  input?: string | Uint8Array
  /** Sees the output as it comes. */
  onOutput?: (chunk: Uint8Array, stream: 'stdout' | 'stderr') => void
  timeoutMs?: number
  /** Bytes of each stream that are kept; what comes after is dropped (and `truncated` set). Default 64 MiB. */
  maxOutput?: number
}

export interface RunResult {
  /** Null when a signal ended the program. */
  code: number | null
  stdout: string
  stderr: string
  truncated: boolean
  timedOut: boolean
}

/** Text that is in the editor and not on disk. */
export interface Buffers {
  get(path: string): string | undefined
  set(path: string, text: string): void
  delete(path: string): void
  paths(): string[]
  /** Called after a buffer was set or deleted. */
  onChange(listener: (path: string) => void): Disposable
}

export type WorkspaceErrorCode =
  | 'FileNotFound'
  | 'FileExists'
  | 'IsADirectory'
  | 'NotADirectory'
  | 'DirectoryNotEmpty'
  | 'NoPermissions'
  | 'OutsideWorkspace'
  | 'NoSpace'
  | 'InvalidPattern'
  | 'TrashUnavailable'
  | 'Unknown'

/** An error whose message tells the user what happened to which path, and whose code tells a program. */
export class WorkspaceError extends Error {
  override name = 'WorkspaceError'
  constructor(
    readonly code: WorkspaceErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}
