import type { LineSpan } from '@caret/text'
import type { SymbolView } from './symbols.ts'
import { type TextView, trimmed } from './text-view.ts'

/** The symbols whose names stand in the lines. */
export const touchedBy = ({ symbols }: TextView, { start, end }: LineSpan): SymbolView[] =>
  symbols.filter(({ nameLine }) => nameLine >= start && nameLine < end)

/**
 * What lines are in: the innermost symbol around all of them, or in it, the first that they declare whole. Undefined for
 * none, and for no lines.
 */
export function ownerOf(text: TextView, span: LineSpan): SymbolView | undefined {
  const { start, end } = trimmed(text.lines, span)
  if (start === end) return undefined
  const around = text.symbols.findLast(({ lines }) => lines.start <= start && end <= lines.end)
  const declared = text.symbols.find(
    ({ lines, nameLine, depth }) =>
      nameLine >= start && nameLine < end && lines.start >= start && depth > (around?.depth ?? -1),
  )
  return declared ?? around
}
