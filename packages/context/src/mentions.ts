import { excerptOf, headersOf, lineAt, symbolNamed } from './excerpt.ts'
import type { Around } from './source.ts'

/** A file that the user names, or what it declares under a name. */
export interface Mention {
  /** Below the folder. */
  path: string
  name?: string | undefined
}

/** What is shown of it. JSON. */
export interface Mentioned extends Mention {
  /** The whole file, or the declaration. */
  text: string
  /** Of a file, what it declares; empty where there is no tree. */
  outline: string
  /** The line to keep next to, from 0. */
  focus: number
}

/** What mentions stand for, and those of them that are no longer there. */
export interface Mentions {
  found: Mentioned[]
  missing: Mention[]
}

/**
 * Reads what the user mentions.
 * @param words what it is mentioned for: of a large file, what has such a name is nearest
 * @throws the signal's reason once it is aborted
 */
export async function readMentions(
  mentions: readonly Mention[],
  words: string,
  around: Pick<Around, 'workspace' | 'syntax'>,
  signal: AbortSignal,
): Promise<Mentions> {
  const all = await Promise.all(mentions.map(async (mention) => read(mention, words, around, signal)))
  signal.throwIfAborted()
  return {
    found: all.filter((one) => one !== undefined),
    missing: mentions.filter((_, at) => all[at] === undefined),
  }
}

async function read(
  { path, name }: Mention,
  words: string,
  { workspace, syntax }: Pick<Around, 'workspace' | 'syntax'>,
  signal: AbortSignal,
): Promise<Mentioned | undefined> {
  // A file that cannot be read is not there for the user.
  const text = await workspace.readText(path, signal).then(
    (read) => read.replaceAll('\r\n', '\n'),
    () => undefined,
  )
  if (text === undefined) return undefined
  const symbols = (await syntax.outline(path, text, signal)) ?? []
  if (name !== undefined) {
    const symbol = symbolNamed(symbols, name)
    if (!symbol) return undefined
    const { range } = symbol
    const declared = text.slice(text.lastIndexOf('\n', range.start - 1) + 1, range.end)
    const outline = excerptOf(text, symbol).text
    return { path, name, text: declared, outline, focus: 0 }
  }
  const spoken = new Set(words.match(/\w{3,}/g))
  const meant = symbols.find((symbol) => spoken.has(symbol.name))
  const focus = meant ? lineAt(text, meant.nameRange.start) : 0
  return { path, text, outline: headersOf(text, symbols).join('\n'), focus }
}
