import { createBuffers } from '../buffers.ts'
import { decodeText } from '../encoding.ts'
import { globMatcher } from '../globs.ts'
import { caretIgnoreFile, gitIgnoreFile, ignoreRules } from '../ignore-rules.ts'
import { isGitInternal, normalizePath } from '../paths.ts'
import { type Change, type FilesOptions, type Workspace, WorkspaceError } from '../workspace.ts'
import { fileSearcher } from './search.ts'
import { MemoryTree } from './tree.ts'

export interface MemoryWorkspaceOptions {
  /** The path that the folder claims to have. Default `/memory`. */
  root?: string
  /** What to do when a program is to be run; without it `run` throws. */
  run?: Workspace['run']
}

const filesInBatch = 1_000

/** A workspace that is nowhere but in memory, with `files` in it: their text by their path. */
export function createMemoryWorkspace(
  files: Record<string, string> = {},
  { root = '/memory', run = refuseToRun }: MemoryWorkspaceOptions = {},
): Workspace {
  const buffers = createBuffers()
  const listeners = new Set<(changes: Change[]) => void>()
  let pending: Change[] = []
  const tree = new MemoryTree((change) => {
    if (listeners.size === 0 || isGitInternal(change.path)) return
    pending.push(change)
    if (pending.length === 1) queueMicrotask(tell)
  })
  const tell = () => {
    const changes = pending
    pending = []
    for (const listener of [...listeners]) listener(changes)
  }
  for (const [path, text] of Object.entries(files)) tree.write(path, text)

  const ignoresNow = () => {
    const read = (path: string) => (tree.has(path) ? decodeText(tree.peek(path)) : undefined)
    return ignoreRules(read, [gitIgnoreFile, caretIgnoreFile])
  }
  function listed({ includes, excludes, useIgnoreFiles = true }: FilesOptions): string[] {
    const [included, excluded] = [globMatcher(includes), globMatcher(excludes)]
    const ignores = useIgnoreFiles ? ignoresNow() : isGitInternal
    return [...tree.paths()].filter((path) => !ignores(path) && (included?.(path) ?? true) && !excluded?.(path))
  }

  return {
    root,
    stat: async (path) => tree.stat(path),
    list: async (path) => tree.list(path),
    read: async (path) => tree.read(path),
    readText: async (path) => buffers.get(path) ?? decodeText(tree.read(path)),
    write: async (path, contents, options) => tree.write(path, contents, options),
    createDirectory: async (path) => tree.makeFolder(path),
    delete: async (path, options) => tree.delete(path, options?.recursive),
    rename: async (from, to, options) => tree.put('rename', from, to, options?.overwrite),
    copy: async (from, to, options) => tree.put('copy', from, to, options?.overwrite),
    async *files(options = {}, signal) {
      signal?.throwIfAborted()
      const paths = listed(options)
      for (let start = 0; start < paths.length; start += filesInBatch) {
        signal?.throwIfAborted()
        yield paths.slice(start, start + filesInBatch)
      }
    },
    async ignores(path) {
      const normal = normalizePath(path)
      return ignoresNow()(tree.isFolder(normal) ? `${normal}/` : normal)
    },
    async *search(query, signal) {
      signal?.throwIfAborted()
      if (query.pattern === '') return
      const search = fileSearcher(query)
      for (const path of listed(query)) {
        signal?.throwIfAborted()
        const hits = search(path, tree.peek(path))
        if (hits.length > 0) yield hits
      }
    },
    async watch(listener) {
      const own = (changes: Change[]) => listener(changes)
      listeners.add(own)
      return { [Symbol.asyncDispose]: async () => void listeners.delete(own) }
    },
    buffers,
    run,
    git: async () => undefined,
    [Symbol.asyncDispose]: async () => listeners.clear(),
  }
}

const refuseToRun: Workspace['run'] = async (program) => {
  const message = `${program} cannot be run: this folder is only in memory. Give createMemoryWorkspace a run function.`
  throw new WorkspaceError('Unknown', message)
}
