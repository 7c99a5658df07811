import { detectEncoding, encodeText } from '../encoding.ts'
import { directoryNotEmpty, fileExists, fileNotFound, intoItself, isADirectory, rootStays, shown } from '../errors.ts'
import { isWithin, joinPath, nameOf, normalizePath, parentOf } from '../paths.ts'
import { type Change, type Entry, type Stat, type WriteOptions, WorkspaceError } from '../workspace.ts'

interface MemoryFile {
  bytes: Uint8Array
  modified: number
  created: number
}

/** Files and folders in memory, that behave like a disk's. */
export class MemoryTree {
  readonly #files = new Map<string, MemoryFile>()
  /** With the time each was made. */
  readonly #folders = new Map<string, number>([['', Date.now()]])

  constructor(private readonly onChange: (change: Change) => void) {}

  paths(): IterableIterator<string> {
    return this.#files.keys()
  }

  has(path: string): boolean {
    return this.#files.has(path)
  }

  isFolder(path: string): boolean {
    return this.#folders.has(path)
  }

  stat(given: string): Stat {
    const path = normalizePath(given)
    const folder = this.#folders.get(path)
    const shared = { link: false, readonly: false }
    if (folder !== undefined) return { type: 'directory', ...shared, size: 0, modified: folder, created: folder }
    const { bytes, modified, created } = this.#file(path)
    return { type: 'file', ...shared, size: bytes.byteLength, modified, created }
  }

  list(given: string): Entry[] {
    const path = normalizePath(given)
    if (!this.#folders.has(path)) {
      this.#file(path)
      throw new WorkspaceError('NotADirectory', `${path} is a file, not a folder.`)
    }
    const isHere = (other: string) => other !== '' && parentOf(other) === path
    const folders = [...this.#folders.keys()].filter(isHere)
    const files = [...this.#files.keys()].filter(isHere)
    return [
      ...folders.map((each): Entry => ({ name: nameOf(each), type: 'directory', link: false })),
      ...files.map((each): Entry => ({ name: nameOf(each), type: 'file', link: false })),
    ]
  }

  read(given: string): Uint8Array {
    const path = normalizePath(given)
    if (this.#folders.has(path)) throw isADirectory(shown(path))
    return this.#file(path).bytes.slice()
  }

  /** The bytes of a file that is known to be there, not to be written to. */
  peek(path: string): Uint8Array {
    return this.#file(path).bytes
  }

  write(given: string, contents: Uint8Array | string, { create = true, overwrite = true }: WriteOptions = {}): void {
    const path = normalizePath(given)
    if (this.#folders.has(path)) throw isADirectory(shown(path))
    const existing = this.#files.get(path)
    if (existing && !overwrite) throw fileExists(path)
    if (!existing && !create) throw fileNotFound(path)
    const encoding = existing ? detectEncoding(existing.bytes) : 'utf-8'
    const bytes = typeof contents === 'string' ? encodeText(contents, encoding) : contents.slice()
    this.makeFolder(parentOf(path))
    const modified = Date.now()
    this.#files.set(path, { bytes, modified, created: existing?.created ?? modified })
    this.onChange({ path, kind: existing ? 'changed' : 'created' })
  }

  makeFolder(given: string): void {
    const path = normalizePath(given)
    if (this.#folders.has(path)) return
    this.makeFolder(parentOf(path))
    if (this.#files.has(path)) throw fileExists(path)
    this.#folders.set(path, Date.now())
    this.onChange({ path, kind: 'created' })
  }

  delete(given: string, recursive = false): void {
    const path = normalizePath(given)
    if (path === '') throw rootStays('deleted')
    if (!this.#folders.has(path)) this.#file(path)
    else if (!recursive && this.list(path).length > 0) throw directoryNotEmpty(path)
    this.#remove(path)
    this.onChange({ path, kind: 'deleted' })
  }

  put(verb: 'rename' | 'copy', givenFrom: string, givenTo: string, overwrite = false): void {
    const [from, to] = [normalizePath(givenFrom), normalizePath(givenTo)]
    if (from === '' && verb === 'rename') throw rootStays('renamed')
    if (to === '') throw rootStays('replaced')
    if (!this.#folders.has(from)) this.#file(from)
    if (from === to) return
    if (isWithin(from, to) || isWithin(to, from)) throw intoItself(from, to)
    const replaced = this.#folders.has(to) || this.#files.has(to)
    if (replaced && !overwrite) throw fileExists(to)
    const within = (path: string) => isWithin(path, from)
    const folders = [...this.#folders.keys()].filter(within)
    const files = [...this.#files].filter(([path]) => within(path))
    const moved = (path: string) => joinPath(to, path.slice(from.length + 1)).replace(/\/$/, '')
    this.makeFolder(parentOf(to))
    const overFile = this.#files.has(to) && folders.length === 0
    if (replaced) this.#remove(to)
    if (replaced && !overFile) this.onChange({ path: to, kind: 'deleted' })
    for (const path of folders) this.makeFolder(moved(path))
    for (const [path, file] of files) {
      this.#files.set(moved(path), verb === 'copy' ? { ...file, created: Date.now() } : file)
      this.onChange({ path: moved(path), kind: overFile ? 'changed' : 'created' })
    }
    if (verb === 'copy') return
    this.#remove(from)
    this.onChange({ path: from, kind: 'deleted' })
  }

  #remove(path: string): void {
    for (const map of [this.#files, this.#folders]) {
      for (const each of map.keys()) if (isWithin(each, path)) map.delete(each)
    }
  }

  #file(path: string): MemoryFile {
    const file = this.#files.get(path)
    if (file) return file
    for (let above = parentOf(path); above !== ''; above = parentOf(above)) {
      if (this.#files.has(above)) throw new WorkspaceError('NotADirectory', `${above} is a file, not a folder.`)
    }
    throw fileNotFound(path)
  }
}
