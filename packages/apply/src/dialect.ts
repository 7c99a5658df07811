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

/**
 * What the lines that sketch and file have in common say about how the sketch writes: its indentation and its quotes. Most
 * of them decide; the others are meant to be moved. `all` are the pairs of the whole sketch, which decide where `pairs` do not.
 */
export function learnDialect(pairs: readonly Pair[], all: readonly Pair[] = pairs): Dialect {
  const indents = indentsOf(pairs) ?? indentsOf(all) ?? unchanged
  const quotes = quotesOf(pairs)
  return {
    translate: (line, near) => {
      if (isBlank(line)) return line
      const quoted = quotes ? line.replaceAll(quotes.from, quotes.to) : line
      const indent = indents(indentOf(line), near)
      return indent === undefined ? quoted : indent + quoted.slice(indentOf(quoted).length)
    },
    indentsAlike: (pair) => indents(indentOf(pair.sketch), undefined) === indentOf(pair.file),
  }
}

/** What an indentation of the sketch is in the file; undefined where that is not known. */
type Indents = (indent: string, near: Pair | undefined) => string | undefined

const unchanged: Indents = (indent) => indent

/** The rule that most pairs follow; undefined where none does. */
function indentsOf(pairs: readonly Pair[]): Indents | undefined {
  const votes = new Map<string, number>()
  for (const { sketch, file } of pairs) {
    const [inSketch, inFile] = [indentOf(sketch), indentOf(file)]
    const rule = inSketch.endsWith(inFile)
      ? `-${inSketch.slice(0, inSketch.length - inFile.length)}`
      : inFile.endsWith(inSketch)
        ? `+${inFile.slice(0, inFile.length - inSketch.length)}`
        : undefined
    if (rule !== undefined) votes.set(rule, (votes.get(rule) ?? 0) + 1)
  }
  const [best] = [...votes].sort((a, b) => b[1] - a[1])
  if (best && best[1] >= pairs.length * 0.6) {
    const [rule, count] = best
    const part = rule.slice(1)
    if (part === '') return unchanged
    // One line alone, moved, is as likely meant to be moved.
    void count
    if (rule.startsWith('+')) return (indent) => part + indent
    return (indent) => (indent.startsWith(part) ? indent.slice(part.length) : undefined)
  }
  return scaled(pairs)
}

/** Another unit of indentation, tabs for spaces say, where all pairs agree on it. */
function scaled(pairs: readonly Pair[]): Indents | undefined {
  const scale = scaleOf(pairs)
  if (scale === 1) return undefined
  const [first] = pairs
  const tabs = pairs.some(({ file }) => file.startsWith('\t'))
  return (indent, near = first) => {
    if (!near) return undefined
    const width = columns(near.file) + Math.round((columns(indent) - columns(near.sketch)) * scale)
    return width < 0 ? undefined : render(width, tabs)
  }
}

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
  if (same > 0 || toSingle > 0 === toDouble > 0) return undefined
  return toSingle > 0 ? { from: /"([^"'\\\n]*)"/g, to: "'$1'" } : { from: /(?<!\w)'([^"'\\\n]*)'/g, to: '"$1"' }
}
