import type { SourceSymbol, SymbolKind } from '@caret/syntax'
import { lineStarts, linesOf, type LineSpan } from '@caret/text'
import { lineAt } from './line-at.ts'

/** A declaration that a reader would name. */
export interface SymbolView {
  name: string
  /** With what it is in: `Cache.get`. */
  qualified: string
  kind: SymbolKind
  exported: boolean
  /** With the comments and decorators in front of it. */
  lines: LineSpan
  nameLine: number
  /** What it says before its body, on one line. */
  header: string
  /** How many it is in. */
  depth: number
}

/** An outline as a list, what is around before what is inside; nothing within functions. */
export function flatten(outline: readonly SourceSymbol[], text: string): SymbolView[] {
  const starts = lineStarts(linesOf(text))
  const all: SymbolView[] = []
  const visit = (symbols: readonly SourceSymbol[], around: string, depth: number) => {
    for (const { name, kind, range, nameRange, header, exported, children } of symbols) {
      const qualified = around === '' ? name : `${around}.${name}`
      all.push({
        ...{ name, qualified, kind, exported, depth },
        lines: { start: lineAt(starts, range.start), end: lineAt(starts, Math.max(range.start, range.end - 1)) + 1 },
        nameLine: lineAt(starts, nameRange.start),
        header: bare(text.slice(header.start, Math.min(header.end, header.start + longestHeader))),
      })
      if (!callable.has(kind)) visit(children, kind === 'module' && depth === 0 ? around : qualified, depth + 1)
    }
  }
  visit(outline, '', 0)
  return all
}

export const callable: ReadonlySet<SymbolKind> = new Set(['function', 'method', 'constructor', 'macro'])

const longestHeader = 4000

/** On one line, without comments. */
const bare = (header: string) =>
  header
    .replaceAll(/("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|\/\*[^]*?\*\/|(?:\/\/|#\s)[^\n]*/g, '$1')
    .replaceAll(/\s+/g, ' ')

/** As in Rust, where tests stand at the end of what they test. */
export const isTest = ({ qualified, name }: SymbolView): boolean =>
  /^tests?(\.|$)/.test(qualified) || name.startsWith('test_')
