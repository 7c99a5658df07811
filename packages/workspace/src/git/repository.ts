import { realpath } from 'node:fs/promises'
import { GitError, type GitLogEntry } from './model.ts'
import { type GitOutput, type GitRunOptions, runGit } from './run.ts'

/** Told of each line of progress that git writes, such as `Receiving objects:  42% (21/50)`. */
export type OnProgress = (line: string) => void

type Options = Omit<GitRunOptions, 'cwd' | 'onCommand'>

/** Where a repository lies and the way to run git in it. */
export interface Repository {
  root: string
  prefix: string
  /** What belongs to this working tree alone: its index and HEAD. */
  gitDir: string
  /** What its worktrees share: objects and references. */
  commonDir: string
  run(args: string[], options?: Options, signal?: AbortSignal): Promise<GitOutput>
  /** Runs one at a time what changes the repository, so that no command finds the lock of another. */
  alone<T>(work: () => Promise<T>): Promise<T>
  onCommand(listener: (entry: GitLogEntry) => void): Disposable
  /** Keeps something to be disposed with the repository. */
  keep(resource: AsyncDisposable): void
  close(): Promise<void>
}

/** Refuses a name that git would take for an option. */
export function plainName(name: string): string {
  if (name.startsWith('-')) throw new GitError('Failed', `'${name}' is not a valid name: it starts with a dash.`)
  return name
}

/** Undefined when no repository holds the folder, or git is not installed. */
export async function findRepository(folder: string): Promise<Repository | undefined> {
  const ask = async (...args: string[]) => {
    const { stdout } = await runGit(['rev-parse', ...args], { cwd: folder })
    return stdout.toString('utf8').replace(/\n$/, '')
  }
  try {
    // One question each: a path may hold any character, a line feed too.
    const [root, prefix, gitDir, commonDir] = await Promise.all([
      ask('--show-toplevel'),
      ask('--show-prefix'),
      ask('--absolute-git-dir'),
      ask('--path-format=absolute', '--git-common-dir'),
    ])
    return repositoryAt({ root: await realpath(root), prefix, gitDir, commonDir })
  } catch (error) {
    if (error instanceof GitError) {
      const none = /not a git repository|must be run in a work tree/.test(error.message)
      if (none || error.code === 'GitNotFound') return undefined
    }
    throw error
  }
}

function repositoryAt(place: Pick<Repository, 'root' | 'prefix' | 'gitDir' | 'commonDir'>): Repository {
  const listeners = new Set<(entry: GitLogEntry) => void>()
  const kept = new Set<AsyncDisposable>()
  let last: Promise<unknown> = Promise.resolve()
  const onCommand = (entry: GitLogEntry) => {
    for (const listener of listeners) listener(entry)
  }
  return {
    ...place,
    run: (args, options, signal) => runGit(args, { ...options, cwd: place.root, onCommand }, signal),
    alone: (work) => {
      const done = last.then(work, work)
      last = done.catch(() => {})
      return done
    },
    onCommand: (listener) => {
      listeners.add(listener)
      return { [Symbol.dispose]: () => void listeners.delete(listener) }
    },
    keep: (resource) => void kept.add(resource),
    close: async () => {
      await Promise.all([...kept].map((resource) => resource[Symbol.asyncDispose]()))
      kept.clear()
    },
  }
}
