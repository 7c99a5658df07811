/** What git says about a repository, as values. Paths are relative to the working tree's top, with forward slashes. */
export interface GitStatus {
  head: GitHead
  /** What was begun and not finished. */
  operation: GitOperation | undefined
  files: GitFile[]
}

export interface GitHead {
  /** Undefined before the first commit. */
  commit: string | undefined
  /** Undefined when HEAD is detached. */
  branch: string | undefined
  /** Such as `origin/main`; undefined when the branch follows none. */
  upstream: string | undefined
  /** Commits that the upstream lacks, and that it has more. Undefined when the upstream is gone. */
  ahead: number | undefined
  behind: number | undefined
}

export type GitOperation = 'merge' | 'rebase' | 'cherry-pick' | 'revert'

export type GitChange = 'modified' | 'added' | 'deleted' | 'renamed' | 'copied' | 'type-changed' | 'untracked'

export type GitConflict =
  | 'both-modified'
  | 'both-added'
  | 'both-deleted'
  | 'added-by-us'
  | 'added-by-them'
  | 'deleted-by-us'
  | 'deleted-by-them'

export interface GitFile {
  path: string
  /** Where a renamed or copied file came from. */
  from: string | undefined
  /** What the index has against HEAD. */
  staged: GitChange | undefined
  /** What the working tree has against the index. */
  unstaged: GitChange | undefined
  conflict: GitConflict | undefined
  submodule: boolean
}

/**
 * A stretch of lines that differs, zero-based and half-open. A line is what stands between two line feeds, as in an editor:
 * a text that ends in a line feed has an empty last line.
 */
export interface LineChange {
  oldStart: number
  oldEnd: number
  newStart: number
  newEnd: number
}

export interface GitBranch {
  /** `main`; `origin/main` for a remote one. */
  name: string
  remote: boolean
  current: boolean
  commit: string
  /** First line of the commit's message. */
  subject: string
  /** Milliseconds since the epoch. */
  date: number
  upstream: string | undefined
}

export interface GitStash {
  /** `stash@{0}` is index 0. */
  index: number
  message: string
}

export interface GitCommit {
  id: string
  parents: string[]
  author: string
  email: string
  /** Milliseconds since the epoch, of the authoring. */
  date: number
  message: string
  /** The file's path in this commit, when the log is of one file. */
  path: string | undefined
}

export interface GitRemote {
  name: string
  url: string
}

/** One command that was run, for whoever wants to see what happens. */
export interface GitLogEntry {
  args: string[]
  ms: number
  code: number | null
  stderr: string
}

export type GitErrorCode =
  | 'GitNotFound'
  | 'UnsafeRepository'
  | 'AuthenticationFailed'
  | 'NoUpstream'
  | 'NoRemote'
  | 'NothingToCommit'
  | 'IdentityUnknown'
  | 'WouldOverwrite'
  | 'Conflict'
  | 'Rejected'
  | 'Locked'
  | 'BranchExists'
  | 'BranchNotMerged'
  | 'NotFound'
  | 'Binary'
  | 'Failed'

/** git refused. The message is what git wrote, unchanged but for the space around it. */
export class GitError extends Error {
  override name = 'GitError'
  constructor(
    readonly code: GitErrorCode,
    message: string,
    /** The command's arguments. */
    readonly args: string[] = [],
    readonly exitCode: number | null = null,
    /** All that git wrote to its error stream. */
    readonly stderr = '',
  ) {
    super(message)
  }
}
