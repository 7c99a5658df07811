import type { TextRange, Token } from '@caret/syntax'
import { tokenize } from '@caret/syntax'
import { lineStarts, linesOf, type LineSpan } from '@caret/text'
import type { Traits } from './language.ts'
import type { SymbolView } from './symbols.ts'

/** A token that is neither blank nor a comment. */
export interface CodeToken {
  text: string
  kind: 'word' | 'number' | 'string' | 'operator'
  line: number
  /** Where it begins in the text, in UTF-16 units. */
  start: number
}

/** A use of a name, in a line. */
export interface Use {
  name: string
  line: number
  member: boolean
}

/** A name that a file brings in, and where it says so. */
export interface Brought {
  lines: LineSpan
  source: string
  name: string
  local: string
}

/** One side of a file, as it is read. */
export interface TextView {
  text: string
  lines: string[]
  /** Code and line breaks, line by line. */
  code(span: LineSpan): CodeToken[]
  /** From outside in, in the order of the text; empty where there is no grammar. */
  symbols: readonly SymbolView[]
  /** Names that are used and not known by a function around them; undefined where there is no grammar. */
  uses: readonly Use[] | undefined
  brought: readonly Brought[]
}

/** Gives the code of any lines of a text, which is cut only once. */
export function codeOf(text: string, traits: Traits): TextView['code'] {
  let cut: CodeToken[][] | undefined
  return ({ start, end }) => (cut ??= cutLines(text, traits)).slice(start, end).flat()
}

function cutLines(text: string, traits: Traits): CodeToken[][] {
  const lines: CodeToken[][] = linesOf(text).map(() => [])
  const starts = lineStarts(linesOf(text))
  const prose = traits.tripleQuotes ? tripleQuoted(text) : []
  let at = 0
  let line = 0
  for (const { kind, start, end } of tokenize(text, { lineComments: traits.lineComments })) {
    if (!isCode(kind)) continue
    while (at < prose.length && prose[at]!.end <= start) at++
    if (at < prose.length && prose[at]!.start <= start) continue
    while (starts[line + 1]! <= start) line++
    lines[line]!.push({ text: text.slice(start, end), kind, line, start })
  }
  return lines
}

const isCode = (kind: Token['kind']): kind is CodeToken['kind'] =>
  kind !== 'space' && kind !== 'newline' && kind !== 'comment'

function tripleQuoted(text: string): TextRange[] {
  const found: TextRange[] = []
  for (const { index, 0: all } of text.matchAll(
    /#[^\n]*|"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g,
  )) {
    if (all.startsWith('"""') || all.startsWith("'''")) found.push({ start: index, end: index + all.length })
  }
  return found
}

/** Lines without the blank ones at both ends; empty where all are blank. */
export function trimmed(lines: readonly string[], { start, end }: LineSpan): LineSpan {
  let [from, to] = [start, end]
  while (from < to && lines[from]!.trim() === '') from++
  while (to > from && lines[to - 1]!.trim() === '') to--
  return { start: from, end: to }
}
