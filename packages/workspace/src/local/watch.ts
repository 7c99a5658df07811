import { type FSWatcher, watch } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { joinPath, nameOf, parentOf } from '../paths.ts'
import type { Change } from '../workspace.ts'
import { isTemporary } from './write.ts'

export interface WatchOptions {
  /** Told once when a part of the folder cannot be watched. */
  onError?: (error: Error) => void
  /** Whether a path below the folder is not looked at. Default: everything called `.git`. */
  skip?: (path: string) => boolean
}

/** Changes that come within this time are told together. */
const gatherMs = 50
/** Folders that are read at the same time. */
const parallel = 16
/** So many events at once that the system may have dropped some (Linux keeps 16,384): all names are compared then. */
const manyEvents = 8_000

/**
 * Watches a folder and all below it; not what its links lead to. Resolves when every change from now on will be told.
 *
 * Where the system watches only single folders (Linux), each gets its own watch, set before its entries are read: nothing
 * that is created in a new folder is lost. What happened to a name is found by comparing the disk with what was known, never
 * from the event, so events that were merged or came late do no harm.
 */
export async function watchFolder(
  root: string,
  listener: (changes: Change[]) => void,
  options: WatchOptions = {},
): Promise<AsyncDisposable> {
  const watcher = new FolderWatcher(root, listener, options)
  await watcher.start()
  return watcher
}

interface Folder {
  /** Names of its entries: the folder of each that is one, else undefined. */
  entries: Map<string, Folder | undefined>
  watch: FSWatcher | undefined
}

class FolderWatcher implements AsyncDisposable {
  /** One watch sees the whole tree on these. */
  readonly #deep = process.platform === 'darwin' || process.platform === 'win32'
  #tree: Folder = { entries: new Map(), watch: undefined }
  /** What may have changed since the last look. */
  #touched = new Set<string>()
  /** Folders that another may have taken the place of: their watch is on something that is gone then. */
  #suspect = new Set<string>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #looking: Promise<void> = Promise.resolve()
  #slots = parallel
  #waiting: (() => void)[] = []
  #identity: string | undefined
  #events = 0
  #disposed = false
  #errorTold = false

  constructor(
    private readonly root: string,
    private readonly listener: (changes: Change[]) => void,
    private readonly options: WatchOptions,
  ) {}

  async start(): Promise<void> {
    this.#identity = await identityOf(this.root)
    await this.#enter('', this.#tree, [])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true
    clearTimeout(this.#timer)
    leave(this.#tree)
    await this.#looking
  }

  /** Watches a folder, then reads it; adds what is found to `changes`. */
  async #enter(path: string, folder: Folder, changes: Change[]): Promise<void> {
    if (this.#disposed) return
    if (!this.#deep || path === '') this.#watch(path, folder)
    const found = await this.#read(path)
    const below: Promise<void>[] = []
    for (const entry of found) {
      const inner = joinPath(path, entry.name)
      if (this.#skips(inner) || folder.entries.has(entry.name)) continue
      const child = entry.isDirectory() ? { entries: new Map(), watch: undefined } : undefined
      folder.entries.set(entry.name, child)
      changes.push({ path: inner, kind: 'created' })
      if (child) below.push(this.#enter(inner, child, changes))
    }
    await Promise.all(below)
  }

  #watch(path: string, folder: Folder): void {
    const absolute = join(this.root, path)
    try {
      folder.watch = watch(absolute, { recursive: this.#deep, persistent: false }, (event, name) => {
        this.#events++
        if (name === null) return this.#touch(path, true)
        // What befalls the watched folder itself bears its own name; for those below, their parent's watch tells.
        if (path === '' && event === 'rename' && name === basename(absolute)) this.#touch('', true)
        const inner = joinPath(path, name.replaceAll('\\', '/'))
        this.#touch(inner, event === 'rename' && this.#find(inner) !== undefined)
      })
      folder.watch.on('error', (error) => this.#tell(error))
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      // It is gone again, or the user may not look into it.
      if (code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'EACCES') this.#tell(error as NodeJS.ErrnoException)
    }
  }

  async #read(path: string) {
    if (this.#slots === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#slots--
    try {
      return await readdir(join(this.root, path), { withFileTypes: true })
    } catch {
      return []
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#slots++
    }
  }

  #touch(path: string, suspect: boolean): void {
    if (this.#disposed || this.#isSkipped(path)) return
    ;(suspect ? this.#suspect : this.#touched).add(path)
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#looking = this.#looking.then(() => this.#look())
    }, gatherMs)
  }

  async #look(): Promise<void> {
    const [touched, suspect] = [[...this.#touched], [...this.#suspect]]
    this.#touched.clear()
    this.#suspect.clear()
    const changes: Change[] = []
    const overrun = this.#events >= manyEvents
    this.#events = 0
    for (const path of suspect) await this.#reread(path, changes)
    for (let start = 0; start < touched.length; start += parallel) {
      await Promise.all(touched.slice(start, start + parallel).map((path) => this.#compare(path, changes)))
    }
    if (overrun) await this.#reread('', changes, true)
    const told = withoutNested(changes)
    if (told.length > 0 && !this.#disposed) this.listener(told)
  }

  /** Finds what became of one name. */
  async #compare(path: string, changes: Change[]): Promise<void> {
    const name = nameOf(path)
    const exists = await lstat(join(this.root, path)).catch(() => undefined)
    const parent = this.#find(parentOf(path))
    if (!parent || path === '') return
    const known = parent.entries.has(name)
    const folder = parent.entries.get(name)
    if (known && (!exists || exists.isDirectory() !== (folder !== undefined))) {
      this.#forget(parent, name)
      changes.push({ path, kind: 'deleted' })
      if (!exists) return
    } else if (known) {
      if (!folder) changes.push({ path, kind: 'changed' })
      return
    }
    if (!exists) return
    const child = exists.isDirectory() ? { entries: new Map(), watch: undefined } : undefined
    parent.entries.set(name, child)
    changes.push({ path, kind: 'created' })
    if (child) await this.#enter(path, child, changes)
  }

  /**
   * Watches a folder anew, for another may have taken its name, and compares all its entries.
   * @param namesOnly a file that was there before and still is counts as unchanged.
   */
  async #reread(path: string, changes: Change[], namesOnly = false): Promise<void> {
    const folder = this.#find(path)
    if (!folder) return
    if (path === '') {
      const identity = await identityOf(this.root)
      if (identity === this.#identity && !namesOnly) return
      this.#identity = identity
      if (identity === undefined) changes.push({ path, kind: 'deleted' })
    } else {
      const exists = await lstat(join(this.root, path)).catch(() => undefined)
      if (!exists?.isDirectory()) return this.#compare(path, changes)
    }
    if (!this.#deep || path === '') {
      const previous = folder.watch
      // In this order nothing is lost when it is the same folder after all.
      this.#watch(path, folder)
      previous?.close()
    }
    const found = new Map((await this.#read(path)).map((entry) => [entry.name, entry.isDirectory()]))
    for (const name of new Set([...found.keys(), ...folder.entries.keys()])) {
      const inner = joinPath(path, name)
      if (this.#skips(inner)) continue
      const before = folder.entries.get(name)
      const same = folder.entries.has(name) && found.get(name) === (before !== undefined)
      if (!same || !namesOnly) await this.#compare(inner, changes)
      if (before && folder.entries.get(name) === before) await this.#reread(inner, changes, namesOnly)
    }
  }

  #forget(parent: Folder, name: string): void {
    const folder = parent.entries.get(name)
    parent.entries.delete(name)
    if (folder) leave(folder)
  }

  #find(path: string): Folder | undefined {
    let folder: Folder | undefined = this.#tree
    if (path !== '') for (const name of path.split('/')) folder = folder?.entries.get(name)
    return folder
  }

  /** Where one watch sees the whole tree, it sees what is below a skipped folder as well. */
  #isSkipped(path: string): boolean {
    return path !== '' && (this.#skips(path) || this.#isSkipped(parentOf(path)))
  }

  #skips(path: string): boolean {
    const name = nameOf(path)
    return isTemporary(name) || (this.options.skip ? this.options.skip(path) : name === '.git')
  }

  #tell(error: NodeJS.ErrnoException): void {
    if (this.#errorTold || this.#disposed) return
    this.#errorTold = true
    this.options.onError?.(new Error(watchProblem(error), { cause: error }))
  }
}

/** Without what was deleted with the folder that held it. */
function withoutNested(changes: Change[]): Change[] {
  const deleted = new Set(changes.filter(({ kind }) => kind === 'deleted').map(({ path }) => path))
  const within = (path: string): boolean => path !== '' && (deleted.has(parentOf(path)) || within(parentOf(path)))
  return changes.filter(({ kind, path }) => kind !== 'deleted' || !within(path))
}

/** What tells a folder from another that took its name; undefined when there is none. */
async function identityOf(path: string): Promise<string | undefined> {
  const found = await lstat(path).catch(() => undefined)
  return found?.isDirectory() ? `${found.dev}:${found.ino}:${found.birthtimeMs}` : undefined
}

function leave(folder: Folder): void {
  folder.watch?.close()
  folder.watch = undefined
  for (const child of folder.entries.values()) if (child) leave(child)
}

function watchProblem(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOSPC') {
    return 'Changes made by other programs may go unnoticed in parts of this folder: the system allows no more watches. Raise the limit, for example with `sudo sysctl fs.inotify.max_user_watches=524288`.'
  }
  if (error.code === 'EMFILE' || error.code === 'ENFILE') {
    return 'Changes made by other programs may go unnoticed in parts of this folder: too many files are open. Raise the limits (`ulimit -n`, `fs.inotify.max_user_instances`).'
  }
  return `Changes made by other programs may go unnoticed in parts of this folder: ${error.message}`
}
