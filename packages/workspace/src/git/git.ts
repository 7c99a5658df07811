import type { GitBranch, GitCommit, GitLogEntry, GitRemote, GitStash, GitStatus, LineChange } from './model.ts'
import type { OnProgress } from './repository.ts'

export * from './model.ts'
export type { OnProgress } from './repository.ts'

/**
 * A repository, by the git program. Nothing ever prompts; every failure is a `GitError` with git's own words. Paths are
 * relative to `root`, with forward slashes.
 */
export interface Git extends AsyncDisposable {
  /** Absolute path of the working tree's top; the opened folder, or one above it. */
  readonly root: string
  /** The opened folder within `root`: empty, or a path that ends in a slash. */
  readonly prefix: string

  status(signal?: AbortSignal): Promise<GitStatus>
  /** Tells, until disposed, that the index, HEAD, a reference or a state such as a merge may have changed. */
  watch(listener: () => void): Promise<AsyncDisposable>
  /** Tells of every command that was run. */
  onCommand(listener: (entry: GitLogEntry) => void): Disposable

  /**
   * A file's bytes as a checkout would write them (line endings and filters applied).
   * @param revision a commit, `HEAD`, or for the index `':'`, or one side of a conflict `':1'` (base), `':2'`, `':3'`.
   */
  show(revision: string, path: string, signal?: AbortSignal): Promise<Uint8Array>
  /** Those of the paths that the ignore rules leave out. */
  ignored(paths: string[], signal?: AbortSignal): Promise<string[]>
  /** Lines that differ: `unstaged` between index and working tree, `staged` between HEAD and index. Throws `Binary`. */
  diff(path: string, side: 'unstaged' | 'staged', signal?: AbortSignal): Promise<LineChange[]>
  /** Commits, newest first; of one file, across renames, when `path` is given. */
  log(options?: { path?: string; limit?: number; skip?: number }, signal?: AbortSignal): Promise<GitCommit[]>

  /** Stages files, deleted ones too. */
  stage(paths: string[], signal?: AbortSignal): Promise<void>
  /** Takes files back to what HEAD has, in the index. For a renamed file give both of its names. */
  unstage(paths: string[], signal?: AbortSignal): Promise<void>
  /**
   * Puts only these lines of the working tree's file into the index, byte for byte. `old` is the index and `new` the file,
   * or `contents`, where the text to stage is not what the disk has.
   */
  stageLines(path: string, changes: LineChange[], contents?: Uint8Array, signal?: AbortSignal): Promise<void>
  /** Takes these lines back to what HEAD has, in the index. `old` is HEAD and `new` the index. */
  unstageLines(path: string, changes: LineChange[], signal?: AbortSignal): Promise<void>
  /** Gives tracked files back what the index has; untracked ones go to the trash where there is one, or for good. */
  discard(paths: string[], signal?: AbortSignal): Promise<void>

  /** Commits the index. `all` stages changes of tracked files first. `amend` without a message keeps the message. */
  commit(message: string, options?: { amend?: boolean; all?: boolean }, signal?: AbortSignal): Promise<void>
  /** Undoes the last commit and keeps its changes staged. Gives its message. */
  undoCommit(signal?: AbortSignal): Promise<string>
  /** What git proposes as the message: a merge's, or what was prepared. Empty for none. */
  proposedMessage(): Promise<string>

  /** Local ones first, those committed to last first. */
  branches(signal?: AbortSignal): Promise<GitBranch[]>
  createBranch(name: string, options?: { from?: string; switch?: boolean }, signal?: AbortSignal): Promise<void>
  /** Switches to a branch; to a remote one by making a local branch that follows it; or detaches at a commit. */
  switchTo(name: string, options?: { detach?: boolean }, signal?: AbortSignal): Promise<void>
  renameBranch(from: string, to: string, signal?: AbortSignal): Promise<void>
  deleteBranch(name: string, options?: { force?: boolean }, signal?: AbortSignal): Promise<void>
  merge(name: string, signal?: AbortSignal): Promise<void>
  rebase(onto: string, signal?: AbortSignal): Promise<void>
  /** Goes on with the operation that `status` names, or gives it up. */
  continueOperation(signal?: AbortSignal): Promise<void>
  abortOperation(signal?: AbortSignal): Promise<void>

  stashes(signal?: AbortSignal): Promise<GitStash[]>
  stash(options?: { message?: string; untracked?: boolean }, signal?: AbortSignal): Promise<void>
  popStash(index: number, signal?: AbortSignal): Promise<void>
  dropStash(index: number, signal?: AbortSignal): Promise<void>

  remotes(signal?: AbortSignal): Promise<GitRemote[]>
  addRemote(name: string, url: string, signal?: AbortSignal): Promise<void>
  fetch(options?: { prune?: boolean }, onProgress?: OnProgress, signal?: AbortSignal): Promise<void>
  pull(options?: { rebase?: boolean }, onProgress?: OnProgress, signal?: AbortSignal): Promise<void>
  /** Throws `NoUpstream` for a branch that was never published, unless `publish` names the remote to publish it to. */
  push(
    options?: { publish?: string; forceWithLease?: boolean },
    onProgress?: OnProgress,
    signal?: AbortSignal,
  ): Promise<void>
}
