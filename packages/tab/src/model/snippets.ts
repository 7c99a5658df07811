import { isWord, type TokenIndex, tokensOf } from '@caret/patterns'
import type { HistoryEntry } from '../history.ts'
import type { Caret } from '../predictor.ts'
import { declares } from '../declares.ts'
import { linesFrom, lineStart } from '../sources/lines.ts'
import { placesOf } from '../words.ts'
import type { Snippet } from './prompts.tsx'

/** Lines around a place in another file. */
const around = 8
const mostSnippets = 4
/** So many of the last edits are looked at. */
const reach = 12
/** Names in so many UTF-16 units before the caret. */
const near = 400
/** A name that more files have is none that leads anywhere. */
const mostHolders = 12

/** Code of other files that may matter at the caret, what matters most at the end: where names are declared, and the last edits. */
export function findSnippets(
  { path, offset }: Caret,
  texts: ReadonlyMap<string, string>,
  history: readonly HistoryEntry[],
  index: TokenIndex,
): Snippet[] {
  const found = new Map<string, Snippet>()
  const add = (other: string, at: number) => {
    if (other === path || found.has(other) || found.size >= mostSnippets) return
    found.set(other, { path: other, text: linesAround(texts.get(other) ?? '', at) })
  }
  for (const entry of history.slice(0, reach)) add(entry.path, entry.offset)
  const names = new Set(tokensOf((texts.get(path) ?? '').slice(Math.max(0, offset - near), offset)).filter(isName))
  for (const name of [...names].toReversed()) {
    if (found.size >= mostSnippets) break
    const number = index.number(name)
    const holders = number === undefined ? [] : [...index.holders(number)]
    if (holders.length > mostHolders) continue
    const other = holders.find((holder) => holder !== path && declares(texts.get(holder) ?? '', name))
    if (other !== undefined) add(other, placesOf(name, texts.get(other)!)[0]!)
  }
  return [...found.values()].toReversed()
}

const isName = (token: string) => token.length > 2 && isWord(token)

function linesAround(text: string, offset: number): string {
  const start = lineStart(text, Math.min(offset, text.length))
  const before = text.slice(0, start).split('\n').length - 1
  const from = linesFrom(text, start, -Math.min(around, before))?.start ?? start
  const rest = text.slice(start).split('\n').slice(0, around).join('\n')
  return text.slice(from, start) + rest
}
