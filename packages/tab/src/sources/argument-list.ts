import type { Edit } from '@caret/text'

/** What stands between two brackets, cut at its commas; blanks around each part are left out. */
export interface ArgumentList {
  /** Where the opening and the closing bracket are. */
  open: number
  close: number
  parts: readonly { start: number; end: number; text: string }[]
}

const opening = '([{'
const closing = ')]}'
const longest = 3000

/** The list that an opening bracket begins. Undefined where its end is not near. */
export function argumentsAt(text: string, open: number): ArgumentList | undefined {
  const parts: { start: number; end: number; text: string }[] = []
  let depth = 0
  let from = open + 1
  const cut = (to: number) => {
    const raw = text.slice(from, to)
    const start = from + raw.length - raw.trimStart().length
    if (raw.trim() !== '') parts.push({ start, end: start + raw.trim().length, text: raw.trim() })
    from = to + 1
  }
  for (let at = open; at < text.length && at < open + longest; at++) {
    const sign = text[at]!
    if (`"'\``.includes(sign)) at = endOfString(text, at)
    else if (opening.includes(sign)) depth++
    else if (closing.includes(sign) && --depth === 0) {
      cut(at)
      return { open, close: at, parts }
    } else if (sign === ',' && depth === 1) cut(at)
  }
  return undefined
}

/** Where a string that begins at `at` ends; a quote that has no end on its line, as in `'static`, is none. */
function endOfString(text: string, at: number): number {
  const quote = text[at]
  for (let end = at + 1; end < text.length && end < at + longest; end++) {
    if (text[end] === '\\') end++
    else if (text[end] === quote) return end
    else if (text[end] === '\n' && quote !== '`') return at
  }
  return at
}

/** The round bracket that is open at an offset. */
export function openBracketBefore(text: string, offset: number): number | undefined {
  let depth = 0
  for (let at = offset - 1; at >= 0 && at > offset - longest; at--) {
    const sign = text[at]!
    if (closing.includes(sign)) depth++
    else if (opening.includes(sign) && depth-- === 0) return sign === '(' ? at : undefined
  }
  return undefined
}

/** Puts a part into a list, on a line of its own where the others have theirs. */
export function insertPart(text: string, { open, close, parts }: ArgumentList, index: number, part: string): Edit {
  const next = parts[index]
  if (next) {
    const gap = index > 0 ? text.slice(parts[index - 1]!.end + 1, next.start) : text.slice(open + 1, next.start)
    const between = /\n/.test(gap) ? gap.slice(gap.lastIndexOf('\n')) : ' '
    return { offset: next.start, remove: 0, insert: `${part},${between}` }
  }
  const last = parts.at(-1)
  if (!last) return { offset: open + 1, remove: close - open - 1, insert: part }
  const before = text.slice(text.lastIndexOf('\n', last.start) + 1, last.start)
  const own = before.trim() === '' && last.start > open && text.slice(open, last.start).includes('\n')
  const trailing = /^\s*,/.test(text.slice(last.end, close))
  const separator = own ? `\n${before}` : ' '
  if (trailing) {
    const comma = text.indexOf(',', last.end) + 1
    return { offset: comma, remove: 0, insert: `${separator}${part}${own ? ',' : ''}` }
  }
  return { offset: last.end, remove: 0, insert: `,${separator}${part}` }
}

/** Takes a part out of a list, with the comma that it no longer needs. */
export function removePart({ parts }: ArgumentList, index: number): Edit {
  const [part, next, previous] = [parts[index]!, parts[index + 1], parts[index - 1]]
  if (next) return { offset: part.start, remove: next.start - part.start, insert: '' }
  const start = previous ? previous.end : part.start
  return { offset: start, remove: part.end - start, insert: '' }
}
