/**
 * What of a continuation is new where `after` follows the caret: without further lines where the caret's line goes on, and
 * without its end where that is there already. Below the caret's line only brackets count, which editors close by
 * themselves: other lines may well come twice.
 */
export function withoutOverlap(text: string, after: string): string {
  const goesOn = firstLine(after).trim() !== ''
  const shown = goesOn ? firstLine(text) : text
  for (let from = 0; from < shown.length; from++) {
    const end = shown.slice(from)
    if (after.startsWith(end) && (goesOn || closers.test(end))) return shown.slice(0, from)
  }
  return shown
}

/**
 * Whether a continuation begins as the line goes on, but for the blanks before: behind `before` that would come twice. What is
 * written in front of a line is another one, and one word may well begin as the next.
 */
export function isThere(text: string, before: string, after: string): boolean {
  if (/(?:^|\n)[ \t]*$/.test(before)) return false
  const [fresh, rest] = [text.trimStart(), firstLine(after).trimStart()]
  let common = 0
  while (common < fresh.length && fresh[common] === rest[common]) common++
  return common > 1 && (common === fresh.length || /\W/.test(fresh.slice(0, common)))
}

const closers = /^\s*[)\]}>'"`;,][)\]}>'"`;,\s]*$/

function firstLine(text: string): string {
  const end = text.indexOf('\n')
  return end === -1 ? text : text.slice(0, end)
}
