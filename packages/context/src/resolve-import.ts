/**
 * The files that an import may name, the likeliest first, in most languages: those whose path, without its extension, ends as the
 * import's source does. Where the source is a relative path, it is taken from the importing file's folder.
 * @param source as the import says it, such as `./tax`, `a.b.c`, `crate::a::b`, `example.com/x/pkg`
 * @param from the importing file
 */
export function resolveImport(source: string, from: string, paths: readonly string[]): string[] {
  const extension = extensionOf(from)
  const relative = /^\.{1,2}(?:\/|$)/.test(source)
  const words = wordsOf(relative ? `/${joined(folderOf(from), source)}` : source)
  if (words.length === 0) return []
  const found = paths.flatMap((path) => {
    if (path === from) return []
    const own = wordsOf(`/${path}`)
    const tails = [own, folderWords(path)].filter((tail) => tail !== undefined)
    const common = Math.max(...tails.map((tail) => sharedTail(tail, words)))
    // A relative path says all of it; of the others, a package's own name may stand before.
    const least = relative ? words.length : Math.min(words.length, 2)
    if (common < least || (relative && !tails.some(({ length }) => length === words.length))) return []
    return [
      { path, common, same: extensionOf(path) === extension ? 1 : 0, near: shared(folderOf(path), folderOf(from)) },
    ]
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

/** Of a path or a dotted name, without an extension. */
function wordsOf(name: string): string[] {
  const isPath = name.includes('/') || written.test(name)
  const words = isPath ? name.replace(/\.[a-z]\w{0,3}$/i, '').split('/') : name.split(/[.\\]|::/)
  return words.filter((word) => word !== '' && !selves.has(word))
}

/** Languages in which an import names the file itself. */
const written = /\.(?:h|hh|hpp|hxx|rb|php|[cm]?[jt]sx?|s?css|sh)$/

/** How a package calls itself, or what is around it. */
const selves = new Set(['crate', 'self', 'super', '.', '..'])

/** What a file is called that stands for its folder: in Go, any. */
function folderWords(path: string): string[] | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return /^(?:index|__init__|mod|lib)\.\w+$|\.go$/.test(name) ? wordsOf(`/${folderOf(path)}/`) : undefined
}

function sharedTail(a: readonly string[], b: readonly string[]): number {
  let count = 0
  while (count < a.length && count < b.length && a[a.length - 1 - count] === b[b.length - 1 - count]) count++
  return count
}

function shared(a: string, b: string): number {
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

export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))
export const extensionOf = (path: string): string => /\.\w+$/.exec(path)?.[0] ?? ''
