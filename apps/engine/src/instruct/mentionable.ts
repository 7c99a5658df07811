import type { Mentionable } from '@caret/protocol'
import type { SourceSymbol } from '@caret/syntax'
import { isInside, pathIn } from '../place.ts'
import { rankByName } from '../rank-by-name.ts'
import type { Folder } from './around.ts'

const mostFiles = 8
const mostSymbols = 8
/** In milliseconds: so long a language server may think about names, while somebody types. */
const patience = 300

/** What may be meant by what stands behind an @: see `instructService`. */
export async function mentionables(
  folder: Folder,
  { query, path, open }: { query: string; path: string; open: readonly string[] },
  signal: AbortSignal,
): Promise<Mentionable[]> {
  const below = (each: string) => (isInside(folder.place, each) ? pathIn(folder.place, each) : undefined)
  const near = [path, ...open].map(below).filter((each) => each !== undefined && each !== '') as string[]
  const [file, name] = query.split('#', 2) as [string, string?]
  if (name !== undefined) return symbolsOf(folder, [file], name, signal)
  if (query === '') return [...new Set(near.slice(1))].slice(0, mostFiles).map(fileOf)
  const [files, symbols] = await Promise.all([
    folder.listing.paths({}, signal).then((paths) => rankByName(paths, query, mostFiles, signal)),
    symbolsNamed(folder, [...new Set(near)], query, signal),
  ])
  const exact = (each: Mentionable) => nameOf(each).toLowerCase().startsWith(query.toLowerCase())
  const all = [...files.map(fileOf), ...symbols]
  return [...all.filter(exact), ...all.filter((each) => !exact(each))]
}

const nameOf = ({ path, name }: Mentionable) => name ?? path.slice(path.lastIndexOf('/') + 1)

const fileOf = (path: string): Mentionable => ({
  ...{ kind: 'file', path },
  detail: path.slice(0, Math.max(0, path.lastIndexOf('/'))),
})

/** By the language servers that run; what editors show is also read here. */
async function symbolsNamed(
  folder: Folder,
  near: string[],
  query: string,
  signal: AbortSignal,
): Promise<Mentionable[]> {
  const late = AbortSignal.any([signal, AbortSignal.timeout(patience)])
  const [told, read] = await Promise.all([
    // Late, or unable: then it is what the open files declare.
    folder.languages.workspaceSymbols(query, late).catch(() => []),
    symbolsOf(folder, near.slice(0, mostFiles), query, signal),
  ])
  signal.throwIfAborted()
  const known = told
    .filter((symbol) => !symbol.path.startsWith('/') && !/^[a-z]:/i.test(symbol.path))
    .filter((symbol) => !symbol.path.includes('node_modules/') && /^[\w$#]+$/.test(symbol.name))
    .map((symbol): Mentionable => ({ kind: 'symbol', path: symbol.path, name: symbol.name, detail: symbol.path }))
  const all = new Map([...read, ...known].map((symbol) => [`${symbol.path}#${symbol.name}`, symbol]))
  const ranked = await rankByName([...all.keys()], query, mostSymbols, signal)
  return ranked.map((key) => all.get(key)!)
}

/** What files declare whose name has the letters of a query in it, in the order of the text. */
async function symbolsOf(folder: Folder, paths: string[], query: string, signal: AbortSignal): Promise<Mentionable[]> {
  const found = await Promise.all(
    paths.map(async (path) => {
      // What is open may be no file, or have gone.
      const text = await folder.place.workspace.readText(path, signal).catch(() => undefined)
      const symbols = text === undefined ? [] : ((await folder.reader.syntax.outline(path, text, signal)) ?? [])
      return namesIn(symbols)
        .filter((name) => name.toLowerCase().includes(query.toLowerCase()))
        .map((name): Mentionable => ({ kind: 'symbol', path, name, detail: path }))
    }),
  )
  return found.flat().slice(0, mostRead)
}

const mostRead = 40

const namesIn = (symbols: readonly SourceSymbol[]): string[] => [
  ...new Set(symbols.flatMap(({ name, children, kind }) => [name, ...(kind === 'function' ? [] : namesIn(children))])),
]
