/** The text around the lines that an answer takes the place of. */
export interface Around {
  above: string
  below: string
}

/** So many lines above are looked for. */
const most = 10

/**
 * An answer without the lines around that it repeats: who is asked for the body of a function often writes all of it. Only what opens the
 * block that the lines are in is taken for that, and then what closes it; other lines may be meant to be there twice.
 * @param over whether nothing more comes
 */
export function withoutEcho(lines: string[], original: string, around: Around, over: boolean): string[] {
  const above = around.above.split('\n')
  const opener = above.at(-1)!
  const first = original.split('\n').find((line) => line.trim() !== '')
  if (opener.trim() === '' || first === undefined || indentOf(opener).length >= indentOf(first).length) return lines
  const count = Math.min(most, lines.length, above.length)
  for (let echoed = count; echoed > 0; echoed--) {
    // The answer may be indented otherwise as a whole.
    const [own, its] = [indentOf(lines[echoed - 1]!), indentOf(opener)]
    const moved = lines.map((line) => (line.startsWith(own) ? its + line.slice(own.length) : line))
    if (!moved.slice(0, echoed).every((line, at) => line === above[above.length - echoed + at])) continue
    const rest = moved.slice(echoed)
    return over ? rest.slice(0, rest.length - closing(rest, around.below.split('\n'))) : rest
  }
  return lines
}

/** How many lines at the end are those below. */
function closing(lines: readonly string[], below: readonly string[]): number {
  for (let count = Math.min(most, lines.length, below.length); count > 0; count--) {
    const end = lines.slice(lines.length - count)
    if (end.some((line) => line.trim() !== '') && end.every((line, at) => line === below[at])) return count
  }
  return 0
}

const indentOf = (line: string) => /^\s*/.exec(line)![0]
