import { existsSync, watch } from 'node:fs'
import { join } from 'node:path'
import { gitService, type MessageConnection, serve } from '@caret/protocol'
import { type Git, type GitLogEntry, initGit } from '@caret/workspace'
import { Disposables } from './disposables.ts'
import type { Place } from './place.ts'

/** The folder's repository, for all pages; it may come and go while the folder is open. */
export interface Repository extends AsyncDisposable {
  /** Undefined when there is none. */
  open(): Promise<Git | undefined>
  init(): Promise<Git>
  /** Tells that files, or the repository as well, may look different now. */
  onChange(listener: (change: { repository: boolean }) => void): Disposable
  onCommand(listener: (entry: GitLogEntry) => void): Disposable
}

export function findRepository(place: Place): Repository {
  const { workspace } = place
  const changed = new Set<(change: { repository: boolean }) => void>()
  const commands = new Set<(entry: GitLogEntry) => void>()
  const tell = (repository: boolean) => {
    for (const listener of changed) listener({ repository })
  }
  let opening: Promise<Opened | undefined> | undefined
  const files = place.onChange(() => tell(false))
  // The place does not watch `.git`; while there is none, its appearing shows here, when somebody runs `git init`.
  const folder = watch(place.root, { persistent: false }, (_kind, name) => {
    if (name !== '.git') return
    void reopen()
  })
  folder.on('error', () => {})

  async function forget() {
    const before = opening
    opening = undefined
    const opened = await before?.catch(() => undefined)
    await opened?.[Symbol.asyncDispose]()
  }

  /** At once, and not when somebody asks: what happens to a new repository meanwhile would be missed. */
  async function reopen() {
    await forget()
    await open().catch(() => {})
    tell(true)
  }

  async function find(): Promise<Opened | undefined> {
    const git = await workspace.git()
    if (!git || !existsSync(join(git.root, '.git'))) return undefined
    const owned = new Disposables()
    owned.use(await git.watch(() => tell(true)))
    owned.use(
      git.onCommand((entry) => {
        for (const listener of commands) listener(entry)
      }),
    )
    return { git, [Symbol.asyncDispose]: () => owned[Symbol.asyncDispose]() }
  }

  async function open() {
    const attempt = (opening ??= find())
    try {
      const opened = await attempt
      // None: asked again the next time.
      if (!opened && opening === attempt) opening = undefined
      return opened?.git
    } catch (error) {
      if (opening === attempt) opening = undefined
      throw error
    }
  }

  return {
    open,
    async init() {
      const made = await initGit(place.root)
      await made[Symbol.asyncDispose]()
      await reopen()
      return (await open())!
    },
    onChange: (listener) => listen(changed, listener),
    onCommand: (listener) => listen(commands, listener),
    async [Symbol.asyncDispose]() {
      folder.close()
      files[Symbol.dispose]()
      await forget()
    },
  }
}

interface Opened extends AsyncDisposable {
  git: Git
}

/** Serves the repository on a page's connection. */
export function serveGit(connection: MessageConnection, repository: Repository): Disposable {
  const git = async () => {
    const found = await repository.open()
    if (!found) throw new NoRepository()
    return found
  }
  const served = serve(connection, gitService, {
    open: async () => describe(await repository.open()) ?? null,
    init: async () => describe(await repository.init())!,
    status: async (_, signal) => (await git()).status(signal),
    show: async ({ revision, path }, signal) => (await git()).show(revision, path, signal),
    ignored: async ({ paths }, signal) => (await git()).ignored(paths, signal),
    log: async (options, signal) => (await git()).log(options, signal),

    stage: async ({ paths }, signal) => nothing((await git()).stage(paths, signal)),
    unstage: async ({ paths }, signal) => nothing((await git()).unstage(paths, signal)),
    stageLines: async ({ path, changes, contents }, signal) =>
      nothing((await git()).stageLines(path, changes, contents, signal)),
    unstageLines: async ({ path, changes }, signal) => nothing((await git()).unstageLines(path, changes, signal)),
    discard: async ({ paths }, signal) => nothing((await git()).discard(paths, signal)),

    commit: async ({ message, ...options }, signal) => nothing((await git()).commit(message, options, signal)),
    undoCommit: async (_, signal) => (await git()).undoCommit(signal),
    proposedMessage: async () => (await git()).proposedMessage(),

    branches: async (_, signal) => (await git()).branches(signal),
    createBranch: async ({ name, from }, signal) =>
      nothing((await git()).createBranch(name, { from, switch: true }, signal)),
    switchTo: async ({ name, detach }, signal) => nothing((await git()).switchTo(name, { detach }, signal)),
    renameBranch: async ({ from, to }, signal) => nothing((await git()).renameBranch(from, to, signal)),
    deleteBranch: async ({ name, force }, signal) => nothing((await git()).deleteBranch(name, { force }, signal)),
    merge: async ({ name }, signal) => nothing((await git()).merge(name, signal)),
    rebase: async ({ onto }, signal) => nothing((await git()).rebase(onto, signal)),
    continueOperation: async (_, signal) => nothing((await git()).continueOperation(signal)),
    abortOperation: async (_, signal) => nothing((await git()).abortOperation(signal)),

    stashes: async (_, signal) => (await git()).stashes(signal),
    stash: async (options, signal) => nothing((await git()).stash(options, signal)),
    popStash: async ({ index }, signal) => nothing((await git()).popStash(index, signal)),
    dropStash: async ({ index }, signal) => nothing((await git()).dropStash(index, signal)),

    remotes: async (_, signal) => (await git()).remotes(signal),
    addRemote: async ({ name, url }, signal) => nothing((await git()).addRemote(name, url, signal)),
    fetch: async (options, send, signal) => nothing((await git()).fetch(options, send, signal)),
    pull: async (options, send, signal) => nothing((await git()).pull(options, send, signal)),
    push: async (options, send, signal) => nothing((await git()).push(options, send, signal)),
  })
  const owned = [
    repository.onChange((change) => served.emit('changed', change)),
    repository.onCommand((entry) => served.emit('command', entry)),
    served,
  ]
  return {
    [Symbol.dispose]() {
      for (const each of owned) each[Symbol.dispose]()
    },
  }
}

/** There is nothing that could be asked of git. */
export class NoRepository extends Error {
  readonly code = 'NoRepository'
  constructor() {
    super('The opened folder is in no git repository. Run "Git: Initialize Repository" to make one.')
  }
}

const describe = (git: Git | undefined) => git && { root: git.root, prefix: git.prefix }

async function nothing(done: Promise<void>): Promise<null> {
  await done
  return null
}

function listen<T>(listeners: Set<T>, listener: T): Disposable {
  listeners.add(listener)
  return { [Symbol.dispose]: () => void listeners.delete(listener) }
}
