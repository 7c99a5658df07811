import { extensionOf, type FileNames, folderOf, folderWords, pathWords } from './file-names.ts'

/**
 * The files that an import may name, the likeliest first, in most languages: those whose path, without its extension, ends as the
 * import's source does. Where the source is a relative path, it is taken from the importing file's folder.
 * @param source as the import says it, such as `./tax`, `a.b.c`, `crate::a::b`, `example.com/x/pkg`
 * @param from the importing file
 */
export function resolveImport(source: string, from: string, names: FileNames): string[] {
  const extension = extensionOf(from)
  const relative = /^\.{1,2}(?:\/|$)/.test(source)
  const words = relative ? pathWords(joined(folderOf(from), source)) : wordsOf(source)
  const found = (names.get(words.at(-1) ?? '') ?? []).flatMap((path) => {
    if (path === from) return []
    const tails = [pathWords(path), folderWords(path)].filter((tail) => tail !== undefined)
    const common = Math.max(...tails.map((tail) => sharedTail(tail, words)))
    // A relative path says all of it; of the others, a package's own name may stand before.
    const isMeant = relative
      ? tails.some((tail) => tail.length === words.length && common === words.length)
      : common >= Math.min(words.length, 2)
    const same = extensionOf(path) === extension ? 1 : 0
    return isMeant ? [{ path, common, same, near: sharedHead(folderOf(path), folderOf(from)) }] : []
  })
  const top = Math.max(...found.map(({ common }) => common))
  return found
    .filter(({ common }) => common === top)
    .toSorted((a, b) => b.same - a.same || b.near - a.near || a.path.length - b.path.length)
    .slice(0, most)
    .map(({ path }) => path)
}

/** A package is a folder of files. */
const most = 8

/** Of a source that is no relative path. */
const wordsOf = (source: string): string[] =>
  (source.includes('/') || written.test(source) ? pathWords(source) : source.split(/[.\\]|::/)).filter(
    (word) => word !== '' && !selves.has(word),
  )

/** Languages in which an import names the file itself. */
const written = /\.(?:h|hh|hpp|hxx|rb|php|[cm]?[jt]sx?|s?css|sh)$/

/** How a package calls itself, or what is around it. */
const selves = new Set(['crate', 'self', 'super'])

function sharedTail(a: readonly string[], b: readonly string[]): number {
  let count = 0
  while (count < a.length && count < b.length && a[a.length - 1 - count] === b[b.length - 1 - count]) count++
  return count
}

function sharedHead(a: string, b: string): number {
  const [as, bs] = [a.split('/'), b.split('/')]
  let count = 0
  while (count < as.length && as[count] === bs[count]) count++
  return count
}

function joined(folder: string, relative: string): string {
  const words = folder === '' ? [] : folder.split('/')
  for (const word of relative.split('/')) {
    if (word === '..') words.pop()
    else if (word !== '.') words.push(word)
  }
  return words.join('/')
}
