/**
 * Lines indented as `file` is, where one has tabs and the other blanks; all else stays as it is. What the first lines become does not hang
 * on later ones.
 */
export function indentedAs(file: string, lines: string[]): string[] {
  const [own, its] = [firstUnit(lines), unitOf(file.split('\n'))]
  if (own === undefined || its === undefined || own.startsWith('\t') === its.startsWith('\t')) return lines
  return lines.map((line) => {
    const [indent] = /^[ \t]*/.exec(line)!
    const depth = Math.floor(indent.length / own.length)
    return its.repeat(depth) + line.slice(depth * own.length)
  })
}

/** A line's indentation; one blank is that of a comment's asterisk. */
const indentOf = (line: string) => /^(\t| {2})[ \t]*(?=\S)/.exec(line)?.[0]

/** What a level is indented by, as the first indented line tells. */
function firstUnit(lines: readonly string[]): string | undefined {
  const indent = lines.map(indentOf).find((each) => each !== undefined)
  if (indent === undefined) return undefined
  if (indent.startsWith('\t')) return '\t'
  const width = [4, 2].find((each) => indent.length % each === 0) ?? indent.length
  return ' '.repeat(width)
}

/** What a level is indented by: a tab, or so many blanks; undefined where nothing is indented, or by either. */
function unitOf(lines: readonly string[]): string | undefined {
  const indents = lines.flatMap((line) => indentOf(line) ?? [])
  const blanks = indents.filter((indent) => !indent.startsWith('\t'))
  const tabs = indents.length - blanks.length
  if (tabs > 0 && blanks.length <= tabs / 10) return '\t'
  if (blanks.length === 0 || tabs > blanks.length / 10) return undefined
  return ' '.repeat(blanks.reduce((least, { length }) => Math.min(least, length), Number.POSITIVE_INFINITY))
}
