import type { Reference, SourceSymbol } from '@caret/syntax'
import { excerptOf, lineAt, offsetAt, symbolAt, symbolNamed } from '../excerpt.ts'
import { extensionOf, fileNames, folderOf } from '../file-names.ts'
import { resolveImport } from '../resolve-import.ts'
import type { Around, Item, Known, Source } from '../source.ts'

const mostNames = 16
/** In milliseconds: so long a language server may take. */
const patience = 300
/** Files of a package that are looked through for names that need no import. */
const mostSiblings = 30

/** What the lines use, as it is defined: by a language server where one runs, else by what imports and files nearby say. */
export const definitions: Source = {
  name: 'definitions',
  weight: 1,
  async find(known, around, signal) {
    const used = await namesIn(known, around, signal)
    const files = createReader(around, signal)
    const late = AbortSignal.any([signal, AbortSignal.timeout(patience)])
    const found = await Promise.all(
      used.map(async (reference, at) => {
        const symbol =
          (await byServer(known, reference, around, files, late)) ??
          (await byText(known, reference, around, files, signal))
        return symbol && itemOf(symbol, reference, at)
      }),
    )
    signal.throwIfAborted()
    return found.filter((item) => item !== undefined).filter((item) => !isWithin(known, item))
  },
}

interface Found {
  path: string
  text: string
  symbol: SourceSymbol
  /** How sure it is that this is meant. */
  sure: number
}

/** Each name once, at its first use. */
async function namesIn({ path, text, range }: Known, { syntax }: Around, signal: AbortSignal): Promise<Reference[]> {
  const all = (await syntax.references(path, text, range, signal)) ?? []
  const first = new Map<string, Reference>()
  for (const reference of all) {
    const key = `${reference.member ? '.' : ''}${reference.name}`
    if (!reference.local && !first.has(key)) first.set(key, reference)
  }
  // What stands alone is looked for first: of a member, the text alone does not tell whose it is.
  return [...first.values()].toSorted((a, b) => Number(a.member) - Number(b.member)).slice(0, mostNames)
}

async function byServer(
  { path, text }: Known,
  { offset }: Reference,
  { definition }: Around,
  files: Reader,
  signal: AbortSignal,
): Promise<Found | undefined> {
  if (!definition) return undefined
  const line = lineAt(text, offset)
  const position = { line, character: offset - (text.lastIndexOf('\n', offset - 1) + 1) }
  // Late, or unable: then the text has to say it.
  const places = await within(definition(path, position, signal), signal).catch(() => [])
  const place = places.find((each) => !/^(?:\/|[a-z]:)/i.test(each.path))
  if (!place) return undefined
  const file = await files(place.path)
  const symbol = file && symbolAt(file.symbols, offsetAt(file.text, place.range.start))
  return file && symbol && { path: place.path, text: file.text, symbol, sure: 1 }
}

async function byText(
  { path, text, imports, outline }: Known,
  { name, member }: Reference,
  around: Around,
  files: Reader,
  signal: AbortSignal,
): Promise<Found | undefined> {
  if (member) return undefined
  const own = symbolNamed(outline, name)
  if (own) return { path, text, symbol: own, sure: 0.9 }
  const paths = await around.paths(signal)
  const names = await fileNames(paths)
  const importing = imports.flatMap(({ source, names: brought }) =>
    brought.filter(({ local }) => local === name || local === '*').map((each) => ({ source, name: each.name })),
  )
  for (const imported of importing) {
    for (const candidate of resolveImport(imported.source, path, names)) {
      const found = await declared(
        candidate,
        imported.name === '*' || imported.name === 'default' ? name : imported.name,
        files,
      )
      if (found) return { ...found, sure: 0.9 }
    }
  }
  if (!packaged.test(path)) return undefined
  const siblings = paths.filter((each) => folderOf(each) === folderOf(path) && extensionOf(each) === extensionOf(path))
  for (const sibling of siblings.filter((each) => each !== path).slice(0, mostSiblings)) {
    const found = await declared(sibling, name, files)
    if (found) return { ...found, sure: 0.8 }
  }
  return undefined
}

/** Languages in which the files of a folder see each other's names. */
const packaged = /\.(?:go|java|kt|cs|scala|swift)$/

async function declared(path: string, name: string, files: Reader): Promise<Omit<Found, 'sure'> | undefined> {
  const file = await files(path, name)
  const symbol = file && symbolNamed(file.symbols, name)
  return symbol && { path, text: file.text, symbol }
}

/** Reads a file once; nothing if it cannot be read, or does not have a name that is looked for. */
type Reader = (path: string, name?: string) => Promise<{ text: string; symbols: readonly SourceSymbol[] } | undefined>

function createReader({ workspace, syntax }: Around, signal: AbortSignal): Reader {
  const texts = new Map<string, Promise<string | undefined>>()
  const outlines = new Map<string, Promise<readonly SourceSymbol[]>>()
  const once = <T>(map: Map<string, Promise<T>>, key: string, make: () => Promise<T>) => {
    const made = map.get(key) ?? make()
    map.set(key, made)
    return made
  }
  return async (path, name) => {
    // It may have gone since a server or the listing knew it.
    const text = await once(texts, path, () =>
      workspace.readText(path, signal).then(
        (read) => read.replaceAll('\r\n', '\n'),
        () => undefined,
      ),
    )
    if (text === undefined || (name !== undefined && !text.includes(name))) return undefined
    const symbols = await once(outlines, path, async () => (await syntax.outline(path, text, signal)) ?? [])
    return { text, symbols }
  }
}

function itemOf({ path, text, symbol, sure }: Found, { name, member }: Reference, at: number): Item {
  const excerpt = excerptOf(text, symbol)
  return {
    ...{ source: 'definitions', path, ...excerpt, why: `definition of ${name}` },
    worth: sure * (member ? 0.7 : 1) * 0.98 ** at,
  }
}

/** What is shown with the lines anyway. */
const isWithin = ({ path, lines }: Known, item: Item) =>
  item.path === path && item.lines.start < lines.end && item.lines.end > lines.start

const within = <T>(promise: Promise<T>, signal: AbortSignal): Promise<T> =>
  Promise.race([
    promise,
    new Promise<never>((_, reject) => {
      if (signal.aborted) reject(signal.reason)
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    }),
  ])
