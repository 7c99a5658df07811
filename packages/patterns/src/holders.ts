import { lowerBound } from '@caret/text'

/** Some files, in the order in which they first came. */
export interface Paths extends Iterable<string> {
  /** Another number whenever one has come or gone. */
  readonly edition: number
  readonly size: number
  has(path: string): boolean
}

/** So many files at most, by how near they are: those given first, then those in the folder of the first, then all. */
export function nearest(paths: Paths, order: readonly string[], most: number): string[] {
  const near = order.filter((path) => paths.has(path)).slice(0, most)
  const far: string[] = []
  const folder = order[0]?.slice(0, order[0].lastIndexOf('/') + 1) ?? ''
  for (const path of paths) {
    if (near.length >= most) break
    const its = path.startsWith(folder) ? near : far
    if (its.length < most && !order.includes(path)) its.push(path)
  }
  return near.concat(far.slice(0, most - near.length))
}

/**
 * For each token, the files that have it: numbers in order, a fifth of what sets of paths take. Most tokens are in one file
 * alone, and share the list of that.
 */
export class Holders {
  readonly #files = new Files()
  readonly #lists: FileList[] = []
  /** For each file, the list that has it alone. */
  readonly #alone: FileList[] = []

  of(token: number): Paths {
    return this.#lists[token] ?? nobody
  }

  /** The files that have all of some tokens. */
  ofAll(tokens: readonly number[]): Paths {
    const lists = [...new Set(tokens)].map((token) => this.#lists[token] ?? nobody).sort((a, b) => a.size - b.size)
    const [rarest = nobody, ...others] = lists
    if (others.length === 0) return rarest
    return new FileList(
      this.#files,
      rarest.files.filter((file) => others.every((list) => list.includes(file))),
    )
  }

  add(token: number, path: string): void {
    const file = this.#files.number(path)
    const list = this.#lists[token]
    if (!list || list.size === 0) this.#lists[token] = this.#alone[file] ??= new FileList(this.#files, [file])
    else if (!this.#isShared(list)) list.add(file)
    else if (!list.has(path)) (this.#lists[token] = new FileList(this.#files, [...list.files])).add(file)
  }

  delete(token: number, path: string): void {
    const list = this.#lists[token]
    if (!list?.has(path)) return
    if (this.#isShared(list)) this.#lists[token] = nobody
    else list.delete(this.#files.number(path))
  }

  #isShared(list: FileList): boolean {
    return list.size === 1 && this.#alone[list.files[0]!] === list
  }
}

/** Files by number, in the order in which they first came. */
class Files {
  readonly paths: string[] = []
  readonly #numbers = new Map<string, number>()

  find(path: string): number | undefined {
    return this.#numbers.get(path)
  }

  number(path: string): number {
    let number = this.#numbers.get(path)
    if (number === undefined) this.#numbers.set(path, (number = this.paths.push(path) - 1))
    return number
  }
}

const few = 16

class FileList implements Paths {
  readonly #all: Files
  /** Ascending. */
  files: number[]
  edition = 0

  constructor(all: Files, files: number[]) {
    this.#all = all
    this.files = files
  }

  get size(): number {
    return this.files.length
  }

  has(path: string): boolean {
    const file = this.#all.find(path)
    return file !== undefined && this.includes(file)
  }

  includes(file: number): boolean {
    return this.files[this.#at(file)] === file
  }

  // Half as costly as a generator, where predictions spend a tenth of their time.
  [Symbol.iterator](): Iterator<string> {
    const { files } = this
    const { paths } = this.#all
    let at = 0
    return {
      next: () => (at < files.length ? { done: false, value: paths[files[at++]!]! } : { done: true, value: undefined }),
    }
  }

  add(file: number): void {
    const at = this.#at(file)
    if (this.files[at] === file) return
    this.edition++
    // An array that grows keeps room for more, which most never need.
    if (this.files.length < few) this.files = [...this.files.slice(0, at), file, ...this.files.slice(at)]
    else this.files.splice(at, 0, file)
  }

  delete(file: number): void {
    const at = this.#at(file)
    if (this.files[at] !== file) return
    this.edition++
    this.files.splice(at, 1)
  }

  /** Where a file is or would be. */
  #at(file: number): number {
    // They mostly come in order.
    const { length } = this.files
    return length === 0 || this.files[length - 1]! < file ? length : lowerBound(this.files, file)
  }
}

const nobody = new FileList(new Files(), [])
