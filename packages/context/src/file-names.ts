import { setImmediate as turn } from 'node:timers/promises'

/** Paths by the word that an import of theirs ends with: their own name, or that of the folder that they stand for. */
export type FileNames = ReadonlyMap<string, readonly string[]>

const known = new WeakMap<readonly string[], Promise<FileNames>>()

/** Made once for a list, in slices between which other work has its turn. */
export function fileNames(paths: readonly string[]): Promise<FileNames> {
  let names = known.get(paths)
  if (!names) known.set(paths, (names = make(paths)))
  return names
}

/** So many paths take a few milliseconds. */
const slice = 4_000

async function make(paths: readonly string[]): Promise<FileNames> {
  const names = new Map<string, string[]>()
  const add = (word: string | undefined, path: string) => {
    if (word === undefined) return
    const same = names.get(word)
    if (same) same.push(path)
    else names.set(word, [path])
  }
  for (const [at, path] of paths.entries()) {
    if (at % slice === slice - 1) await turn()
    add(pathWords(path).at(-1), path)
    add(folderWords(path)?.at(-1), path)
  }
  return names
}

/** Of a path, without an extension. */
export const pathWords = (path: string): string[] =>
  path
    .replace(/\.[a-z]\w{0,3}$/i, '')
    .split('/')
    .filter((word) => word !== '' && word !== '.' && word !== '..')

/** What a file is called that stands for its folder: in Go, any. */
export function folderWords(path: string): string[] | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return /^(?:index|__init__|mod|lib)\.\w+$|\.go$/.test(name) ? pathWords(folderOf(path)) : undefined
}

export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))
export const extensionOf = (path: string): string => /\.\w+$/.exec(path)?.[0] ?? ''
