import { outline } from './outline.ts'
import type { SourceSymbol } from './symbols.ts'

/** The declarations around an offset, from outside in. Undefined where there is no tree: see {@link withTree}. */
export async function scopesAt(
  path: string,
  text: string,
  offset: number,
  signal?: AbortSignal,
): Promise<SourceSymbol[] | undefined> {
  const symbols = await outline(path, text, signal)
  return symbols && enclosing(symbols, offset)
}

/** Of an outline, the declarations around an offset, from outside in. Right behind one counts as in it. */
export function enclosing(symbols: readonly SourceSymbol[], offset: number): SourceSymbol[] {
  const around =
    symbols.find(({ range }) => range.start <= offset && offset < range.end) ??
    symbols.find(({ range }) => offset === range.end)
  return around ? [around, ...enclosing(around.children, offset)] : []
}
