import { headersOf } from '../excerpt.ts'
import { fileNames } from '../file-names.ts'
import { resolveImport } from '../resolve-import.ts'
import type { Around, Item, Source } from '../source.ts'

const mostOpen = 5
const mostImported = 5

/** What files declare that the file imports, or that are open: enough to know what there is. */
export const headers: Source = {
  name: 'headers',
  weight: 0.5,
  async find({ path, imports }, around, signal) {
    const names = await fileNames(imports.length === 0 ? [] : await around.paths(signal))
    const imported = imports
      .flatMap(({ source }) => resolveImport(source, path, names).slice(0, 1))
      .slice(0, mostImported)
    const open = (around.open ?? []).filter((each) => each !== path).slice(0, mostOpen)
    const files = new Map<string, Pick<Item, 'why' | 'worth'>>([
      ...open.map((each, at) => [each, { why: 'open', worth: 0.7 * 0.9 ** at }] as const),
      ...imported.map((each, at) => [each, { why: 'imported', worth: 0.95 ** at }] as const),
    ])
    const found = await Promise.all([...files].map(([each, known]) => headersIn(each, known, around, signal)))
    return found.filter((item) => item !== undefined)
  },
}

async function headersIn(
  path: string,
  known: Pick<Item, 'why' | 'worth'>,
  { workspace, syntax }: Around,
  signal: AbortSignal,
): Promise<Item | undefined> {
  // An open file may be of no text, and a listed one may have gone.
  const text = await workspace.readText(path, signal).catch(() => undefined)
  const symbols = text !== undefined && (await syntax.outline(path, text, signal))
  if (!symbols || symbols.length === 0) return undefined
  const some = symbols.filter(({ exported }) => exported)
  const said = headersOf(text, some.length > 0 ? some : symbols)
  return { source: 'headers', path, lines: { start: 0, end: text.split('\n').length }, text: said.join('\n'), ...known }
}
