import { realpath, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createBuffers } from '../buffers.ts'
import { nameError } from '../errors.ts'
import type { Git } from '../git/git.ts'
import { openGit } from '../git/open.ts'
import { normalizePath } from '../paths.ts'
import { type Change, type Workspace, WorkspaceError } from '../workspace.ts'
import type { Root } from './confine.ts'
import {
  copyEntry,
  deleteEntry,
  listFolder,
  makeFolder,
  readBytes,
  readFileText,
  renameEntry,
  statFile,
} from './files.ts'
import { ignoredPaths } from './ignored.ts'
import { listFiles } from './listing.ts'
import { runProgram } from './run.ts'
import { searchFiles } from './search.ts'
import { watchFolder } from './watch.ts'
import { writeAtomically } from './write.ts'

export interface LocalWorkspaceOptions {
  /** Told once when a part of the folder cannot be watched, with a message for the user. */
  onWatchError?: (error: Error) => void
}

/** Opens a folder on this machine's disk. Throws `FileNotFound`, `NotADirectory` or `NoPermissions`. */
export async function openWorkspace(folder: string, options: LocalWorkspaceOptions = {}): Promise<Workspace> {
  const path = resolve(folder)
  try {
    const real = await realpath(path)
    if (!(await stat(real)).isDirectory()) {
      throw new WorkspaceError('NotADirectory', `${folder} is a file. Open the folder that holds it.`)
    }
    return localWorkspace({ path, real }, options)
  } catch (error) {
    throw nameError(error, `open ${folder}`)
  }
}

function localWorkspace(root: Root, { onWatchError }: LocalWorkspaceOptions): Workspace {
  const buffers = createBuffers()
  const ignores = gather((paths: string[]) => ignoredPaths(root, paths))
  const watchers = new Set<AsyncDisposable>()
  let repository: Promise<Git | undefined> | undefined
  return {
    root: root.path,
    stat: (path) => statFile(root, path),
    list: (path) => listFolder(root, path),
    read: (path, signal) => readBytes(root, path, signal),
    readText: async (path, signal) => buffers.get(path) ?? (await readFileText(root, path, signal)),
    write: (path, contents, how) => writeAtomically(root, path, contents, how),
    createDirectory: (path) => makeFolder(root, path),
    delete: (path, how) => deleteEntry(root, path, how),
    rename: (from, to, how) => renameEntry(root, from, to, how),
    copy: (from, to, how) => copyEntry(root, from, to, how),
    files: (what = {}, signal) => listFiles(root, what, signal),
    async ignores(path) {
      const normal = normalizePath(path)
      return (await ignores(normal)).has(normal)
    },
    search: (query, signal) => searchFiles(root, query, signal),
    async watch(listener: (changes: Change[]) => void) {
      const watcher = await watchFolder(root.real, listener, { onError: onWatchError })
      watchers.add(watcher)
      return {
        async [Symbol.asyncDispose]() {
          watchers.delete(watcher)
          await watcher[Symbol.asyncDispose]()
        },
      }
    },
    buffers,
    run: (program, args, how, signal) => runProgram(root, program, args, how, signal),
    async git() {
      const opening = (repository ??= openGit(root.path))
      // One may be made later, or come to be trusted.
      const git = await opening.catch((error: unknown) => {
        repository = undefined
        throw error
      })
      if (!git) repository = undefined
      return git
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...watchers].map((watcher) => watcher[Symbol.asyncDispose]()))
      await (await repository?.catch(() => undefined))?.[Symbol.asyncDispose]()
    },
  }
}

/** Answers questions that are asked in one turn of the event loop together. */
function gather<R>(answer: (questions: string[]) => Promise<R>): (question: string) => Promise<R> {
  let asked: string[] = []
  let pending: Promise<R> | undefined
  return (question) => {
    asked.push(question)
    pending ??= new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      const questions = asked
      asked = []
      pending = undefined
      return answer(questions)
    })
    return pending
  }
}
