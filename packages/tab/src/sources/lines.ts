/** Where the line of an offset starts. */
export function lineStart(text: string, offset: number): number {
  return offset <= 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1
}

/** Where the line of an offset ends, its break included. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset)
  return end === -1 ? text.length : end + 1
}

/** So many whole lines from an offset at a line's start on; a negative number gives those before it. */
export function linesFrom(text: string, start: number, count: number): { start: number; end: number } | undefined {
  let [from, to] = [start, start]
  for (let line = 0; line < Math.abs(count); line++) {
    if (count > 0) {
      if (to >= text.length) return undefined
      to = lineEnd(text, to)
    } else {
      if (from === 0) return undefined
      from = lineStart(text, from - 1)
    }
  }
  return { start: from, end: to }
}

/** Lines with their words made alike. */
export const shapeOf = (lines: string): string => lines.replaceAll(/[\p{L}\p{N}_$]+/gu, 'x')

export function lineBreaks(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++
  return count
}
