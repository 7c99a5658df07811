/**
 * What of a continuation is new where `after` follows the caret: without further lines where the caret's line goes on, and
 * without its end where that is there already, be it with other blanks before. Below the caret's line only brackets count, which editors close by
 * themselves: other lines may well come twice.
 */
export function withoutOverlap(text: string, after: string): string {
  const rest = firstLine(after)
  const goesOn = rest.trim() !== ''
  const shown = goesOn ? firstLine(text) : text
  for (let from = 0; from < shown.length; from++) {
    const end = shown.slice(from)
    const isThere = after.startsWith(end) || (!(from > 0 && inWord.test(shown.slice(from - 1))) && isBegun(rest, end))
    if (isThere && (goesOn || closers.test(end))) return shown.slice(0, from)
  }
  return shown
}

/** Whether what is to come, blanks aside, begins with an end. */
const isBegun = (rest: string, end: string) => end.trim() !== '' && rest.trimStart().startsWith(end.trimStart())

const inWord = /^\w\w/
const closers = /^\s*[)\]}>'"`;,][)\]}>'"`;,\s]*$/

function firstLine(text: string): string {
  const end = text.indexOf('\n')
  return end === -1 ? text : text.slice(0, end)
}
