import { columns, indentOf, isBlank } from './lines.ts'

/** The same line as the sketch writes it and as the file has it. */
export interface Pair {
  sketch: string
  file: string
}

/** Writes new lines of a sketch as the file would have them. */
export interface Dialect {
  /** `near` is a line of both in the neighbourhood. */
  translate(line: string, near: Pair | undefined): string
  /** Whether the sketch writes this pair's indentation as it writes the others'. */
  indentsAlike(pair: Pair): boolean
}

/** What the lines that sketch and file have in common say about how the sketch writes: its indentation and its quotes. */
export function learnDialect(pairs: readonly Pair[]): Dialect {
  const shown = pairs.filter(({ sketch }) => !isBlank(sketch))
  const votes = new Map<number, number>()
  for (const pair of shown) votes.set(shift(pair), (votes.get(shift(pair)) ?? 0) + 1)
  // A sketch that has some lines where they were means the others to be moved.
  const literal = votes.size === 0 || votes.has(0)
  const scale = literal ? 1 : scaleOf(shown)
  const uniform = votes.size === 1 || scale !== 1
  const tabs = shown.some(({ file }) => file.startsWith('\t'))
  const quotes = quotesOf(shown)
  const translate = (line: string, near: Pair | undefined) => {
    if (isBlank(line)) return ''
    const quoted = quotes ? line.replaceAll(quotes.from, quotes.to) : line
    if (literal || !uniform || !near) return quoted
    const width = columns(near.file) + Math.round((columns(line) - columns(near.sketch)) * scale)
    if (width < 0) return quoted
    return render(width, tabs) + quoted.slice(indentOf(quoted).length)
  }
  return {
    translate: (line, near) => (isBlank(line) ? line : translate(line, near)),
    indentsAlike: (pair) =>
      indentOf(pair.sketch) === indentOf(pair.file) ||
      (!literal && (votes.size === 1 || scale !== 1 || shift(pair) === most(votes))),
  }
}

const shift = ({ sketch, file }: Pair) => columns(file) - columns(sketch)

const most = (votes: ReadonlyMap<number, number>) => [...votes].sort((a, b) => b[1] - a[1])[0]?.[0]

const render = (width: number, tabs: boolean) =>
  tabs ? '\t'.repeat(Math.floor(width / 4)) + ' '.repeat(width % 4) : ' '.repeat(width)

/** How many columns of the file a column of the sketch is, where all lines agree. */
function scaleOf(pairs: readonly Pair[]): number {
  const points = new Map(pairs.map(({ sketch, file }) => [columns(sketch), columns(file)]))
  const [least, greatest] = [Math.min(...points.keys()), Math.max(...points.keys())]
  if (greatest === least) return 1
  const scale = (points.get(greatest)! - points.get(least)!) / (greatest - least)
  const agree = pairs.every(
    ({ sketch, file }) => Math.abs(columns(file) - points.get(least)! - (columns(sketch) - least) * scale) < 0.01,
  )
  return agree && scale > 0 ? scale : 1
}

/** The exchange of quotes that takes the sketch's lines back to the file's, if all of them need the same. */
function quotesOf(pairs: readonly Pair[]): { from: RegExp; to: string } | undefined {
  let [toSingle, toDouble, same] = [0, 0, 0]
  for (const { sketch, file } of pairs) {
    if (!/["']/.test(file)) continue
    const change = (sketch.match(/"/g)?.length ?? 0) - (file.match(/"/g)?.length ?? 0)
    if (change > 0) toSingle++
    else if (change < 0) toDouble++
    else same++
  }
  if (same > 0 || (toSingle > 0) === (toDouble > 0)) return undefined
  return toSingle > 0
    ? { from: /"([^"'\\\n]*)"/g, to: "'$1'" }
    : { from: /(?<!\w)'([^"'\\\n]*)'/g, to: '"$1"' }
}
