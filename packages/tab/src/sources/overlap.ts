/**
 * What of a continuation is new where `after` follows the caret: without further lines where the caret's line goes on, and
 * without its end where that is there already. Below the caret's line only brackets count, which editors close by
 * themselves: other lines may well come twice.
 */
export function withoutOverlap(text: string, after: string): string {
  const rest = firstLine(after)
  const goesOn = rest.trim() !== ''
  const shown = goesOn ? firstLine(text) : text
  for (let from = 0; from < shown.length; from++) {
    const end = shown.slice(from)
    if (after.startsWith(end) && (goesOn || closers.test(end))) return shown.slice(0, from)
  }
  return shown
}

const closers = /^\s*[)\]}>'"`;,][)\]}>'"`;,\s]*$/

function firstLine(text: string): string {
  const end = text.indexOf('\n')
  return end === -1 ? text : text.slice(0, end)
}
