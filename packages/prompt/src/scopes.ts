/** Lines, from 0; both ends are in it. */
export interface LineRange {
  start: number
  end: number
}

/** The first lines of the scopes around `focus`, the innermost first. */
export function headersIn(scopes: readonly LineRange[], focus: number): number[] {
  return scopes
    .filter(({ start, end }) => start <= focus && focus <= end)
    .toSorted((a, b) => b.start - a.start)
    .map(({ start }) => start)
}

/**
 * The same, told by indentation alone: a line above that is indented less than all between it and the focus opens a scope, in
 * nearly every language and in text that does not parse.
 */
export function headersByIndent(lines: readonly string[], focus: number): number[] {
  const headers: number[] = []
  let least = indentOf(lines, focus)
  for (let at = Math.min(focus, lines.length) - 1; at >= 0 && least > 0; at--) {
    const line = lines[at]!
    const indent = line.search(/\S/)
    if (indent === -1 || indent >= least) continue
    headers.push(at)
    // A bracket that closes and opens again (`) {`, `} else {`) belongs to a line further up, indented as it is.
    least = /^[)\]}]/.test(line.slice(indent)) ? indent + 1 : indent
  }
  return headers
}

/** Of the line, or of the next one that is not blank. */
function indentOf(lines: readonly string[], focus: number): number {
  for (let at = focus; at < lines.length; at++) {
    const indent = lines[at]!.search(/\S/)
    if (indent !== -1) return indent
  }
  return 0
}
