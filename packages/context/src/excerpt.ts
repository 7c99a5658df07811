import type { SourceSymbol } from '@caret/syntax'
import type { LineSpan } from '@caret/text'

/** Lines: a longer declaration is shown by its headers. */
const most = 30
const mostHeaders = 40

/** A declaration as a reader needs it: whole if it is short, else its header and those of what it holds. */
export function excerptOf(text: string, symbol: SourceSymbol): { text: string; lines: LineSpan } {
  const { start, end } = symbol.range
  const lines = { start: lineAt(text, start), end: lineAt(text, Math.max(start, end - 1)) + 1 }
  const whole = dedent(text, start, end)
  if (lines.end - lines.start <= most) return { text: whole, lines }
  if (symbol.children.length > 0) return { text: headersOf(text, [symbol]).join('\n'), lines }
  return { text: [...whole.split('\n').slice(0, most), '…'].join('\n'), lines }
}

/** What a file declares for others, a line or a few for each, indented as deep as they stand in each other. */
export function headersOf(text: string, symbols: readonly SourceSymbol[], depth = 0): string[] {
  const headers = symbols.flatMap((symbol) => [
    '  '.repeat(depth) +
      text
        .slice(symbol.header.start, symbol.header.end)
        .trim()
        .replaceAll(/\s*\n\s*/g, ' '),
    ...(depth < 1 && symbol.kind !== 'function' && symbol.kind !== 'method'
      ? headersOf(text, symbol.children, depth + 1)
      : []),
  ])
  return depth === 0 && headers.length > mostHeaders ? [...headers.slice(0, mostHeaders), '…'] : headers
}

/** The innermost declaration around an offset. */
export function symbolAt(symbols: readonly SourceSymbol[], offset: number): SourceSymbol | undefined {
  const around = symbols.find(({ range }) => range.start <= offset && offset < range.end)
  return around && (symbolAt(around.children, offset) ?? around)
}

/** The first declaration of a name, the outer ones first. */
export function symbolNamed(symbols: readonly SourceSymbol[], name: string): SourceSymbol | undefined {
  const own = symbols.filter((symbol) => symbol.name === name)
  if (own.length > 0) return own.find(({ exported }) => exported) ?? own[0]
  for (const { children } of symbols) {
    const found = symbolNamed(children, name)
    if (found) return found
  }
  return undefined
}

/** Counted from 0. */
export function lineAt(text: string, offset: number): number {
  let line = 0
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++
  return line
}

/** The offset of a position, or the end. */
export function offsetAt(text: string, { line, character }: { line: number; character: number }): number {
  let start = 0
  for (let at = 0; at < line; at++) {
    const next = text.indexOf('\n', start)
    if (next === -1) return text.length
    start = next + 1
  }
  return Math.min(text.length, start + character)
}

/** From the line's first column, without the indentation that all lines share. */
function dedent(text: string, start: number, end: number): string {
  const from = text.lastIndexOf('\n', start - 1) + 1
  const head = text.slice(from, start)
  const lines = ((head.trim() === '' ? head : '') + text.slice(start, end)).split('\n')
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/))
  const shared = Math.min(...indents)
  return lines.map((line) => line.slice(shared)).join('\n')
}
