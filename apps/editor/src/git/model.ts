import { type Client, type GitFileState, type GitRepository, type GitState, gitService } from '@caret/protocol'
import { Emitter, type Event } from '@codingame/monaco-vscode-api/vscode/vs/base/common/event'
import type * as vscode from 'vscode'
import type { Engine } from '../engine.ts'
import { type GitPaths, gitPaths } from './uris.ts'

/** The repository as this page last heard of it. It is read again whenever the engine tells of a change. */
export interface GitModel {
  readonly git: Client<(typeof gitService)['methods']>
  /** Undefined while the folder is in no repository. */
  readonly repository: GitRepository | undefined
  readonly paths: GitPaths | undefined
  readonly state: GitState | undefined
  /** What the state says about a file of the working tree. */
  find(uri: vscode.Uri): GitFileState | undefined
  /** The state is another one. */
  readonly onChange: Event<void>
  /** Contents of the index or of a revision may be others. */
  readonly onRevisions: Event<void>
  /** Reads the state again; resolves when what has been done before the call shows in it. */
  refresh(): Promise<void>
}

const quietMs = 100
/** After reading a state, this many times the reading's length is left to others. */
const rest = 3

export function followRepository(api: typeof vscode, engine: Engine, onError: (error: unknown) => void): GitModel {
  const git = engine.use(gitService)
  const changes = new Emitter<void>()
  const revisions = new Emitter<void>()
  let repository: GitRepository | undefined
  let paths: GitPaths | undefined
  let state: GitState | undefined
  let byPath = new Map<string, GitFileState>()
  let known = ''
  let timer: ReturnType<typeof setTimeout> | undefined
  let restUntil = 0
  let reading: Promise<void> | undefined
  let next: Promise<void> | undefined

  function refresh(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    // A reading that runs already may have missed what was just done: wait for another one.
    if (reading) return (next ??= reading.then(refresh, refresh))
    next = undefined
    reading = read().finally(() => {
      reading = undefined
    })
    return reading
  }

  function refreshSoon() {
    if (timer !== undefined) return
    timer = setTimeout(() => void refresh(), Math.max(quietMs, restUntil - performance.now()))
  }

  async function read() {
    const started = performance.now()
    try {
      const found = (await git.open({})) ?? undefined
      const read = found && (await git.status({}))
      const text = JSON.stringify([found, read])
      if (text === known) return
      known = text
      repository = found
      paths = found && gitPaths(api, found)
      state = read
      byPath = new Map(read?.files.map((file) => [file.path, file]))
      changes.fire()
    } catch (error) {
      onError(error)
    } finally {
      restUntil = performance.now() + rest * (performance.now() - started)
    }
  }

  git.on('changed', (change) => {
    if (change.repository) revisions.fire()
    refreshSoon()
  })
  engine.onRestart(() => {
    revisions.fire()
    void refresh()
  })
  return {
    git,
    get repository() {
      return repository
    },
    get paths() {
      return paths
    },
    get state() {
      return state
    },
    find(uri) {
      const path = paths?.toPath(uri)
      return path === undefined ? undefined : byPath.get(path)
    },
    onChange: changes.event,
    onRevisions: revisions.event,
    refresh,
  }
}
