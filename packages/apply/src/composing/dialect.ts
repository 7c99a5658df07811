import { columns, indentOf, isBlank } from '../lines.ts'

/** The same line as the sketch writes it and as the file has it. */
export interface Pair {
  sketch: string
  file: string
}

/** Writes new lines of a sketch as the file would have them. */
export interface Dialect {
  translate(line: string): string
  /** Whether the sketch writes this pair's indentation as it writes the others'. */
  indentsAlike(pair: Pair): boolean
  /** Whether its first and its last line say different things about its indentation. */
  torn: boolean
  /** Whether new lines get other quotes. */
  requotes: boolean
}

/**
 * What the lines that sketch and file have in common say about how the sketch writes: its indentation and its quotes. Most
 * of them decide; the others are meant to be moved. `all` are the pairs of the whole sketch, which decide where `pairs` do not;
 * `fresh` are the new lines.
 */
export function learnDialect(
  pairs: readonly Pair[],
  all: readonly Pair[] = pairs,
  fresh: readonly string[] = [],
): Dialect {
  const indents = indentsOf(pairs) ?? indentsOf(all) ?? unchanged
  const quotes = quotesOf(pairs, fresh)
  const [first, last] = [pairs[0], pairs.at(-1)].map((pair) => pair && ruleOf(pair))
  return {
    requotes: quotes !== undefined,
    torn: first !== last && scaleOf(pairs) === 1,
    translate: (line) => {
      if (isBlank(line)) return line
      const quoted = quotes ? line.replaceAll(quotes.from, quotes.to) : line
      const indent = indents(indentOf(line))
      return indent === undefined ? quoted : indent + quoted.slice(indentOf(quoted).length)
    },
    indentsAlike: (pair) => indents(indentOf(pair.sketch)) === indentOf(pair.file),
  }
}

/** What an indentation of the sketch is in the file; undefined where that is not known. */
type Indents = (indent: string) => string | undefined

const unchanged: Indents = (indent) => indent

/**
 * The rule that most pairs follow; undefined where none does. The first and the last line decide against the others: a slip
 * moves all of a stretch, a change only what is in it.
 */
function indentsOf(pairs: readonly Pair[]): Indents | undefined {
  const votes = new Map<string, number>()
  for (const pair of pairs) {
    const rule = ruleOf(pair)
    if (rule !== undefined) votes.set(rule, (votes.get(rule) ?? 0) + 1)
  }
  const first = pairs[0] && ruleOf(pairs[0])
  const last = pairs.at(-1) && ruleOf(pairs.at(-1)!)
  const agreed = first && first === last && votes.get(first)! >= pairs.length * 0.3 ? first : undefined
  const [best] = agreed ? [[agreed, pairs.length] as const] : [...votes].sort((a, b) => b[1] - a[1])
  const ends = [pairs[0], pairs.at(-1)].flatMap((pair) => (pair ? [ruleOf(pair)] : []))
  if (!best || best[1] < pairs.length * 0.5) return scaled(pairs) ?? (ends.includes('') ? unchanged : undefined)
  const [rule] = best
  if (rule === '' || ends.some((end) => end === '')) return unchanged
  const part = rule.slice(1)
  if (rule.startsWith('+')) return (indent) => part + indent
  return (indent) => (indent.startsWith(part) ? indent.slice(part.length) : undefined)
}

/** What must be added (`+`) to a line's indentation, or taken away (`-`); nothing (``) where it is the same. */
function ruleOf({ sketch, file }: Pair): string | undefined {
  const [inSketch, inFile] = [indentOf(sketch), indentOf(file)]
  if (inSketch === inFile) return ''
  if (inSketch.endsWith(inFile)) return `-${inSketch.slice(0, inSketch.length - inFile.length)}`
  if (inFile.endsWith(inSketch)) return `+${inFile.slice(0, inFile.length - inSketch.length)}`
  return undefined
}

/** Another unit of indentation, tabs for spaces say, where all pairs agree on it. */
function scaled(pairs: readonly Pair[]): Indents | undefined {
  const scale = scaleOf(pairs)
  if (scale === 1) return undefined
  const [first] = pairs
  const tabs = pairs.some(({ file }) => file.startsWith('\t'))
  return (indent) => {
    const width = columns(first!.file) + Math.round((columns(indent) - columns(first!.sketch)) * scale)
    return width < 0 ? undefined : render(width, tabs)
  }
}

const render = (width: number, tabs: boolean) =>
  tabs ? '\t'.repeat(Math.floor(width / 4)) + ' '.repeat(width % 4) : ' '.repeat(width)

/** How many columns of the file a column of the sketch is, where most lines agree. */
function scaleOf(pairs: readonly Pair[]): number {
  const [first, ...others] = pairs.map(({ sketch, file }) => [columns(sketch), columns(file)] as const)
  if (!first) return 1
  const votes = new Map<number, number>()
  for (const [sketch, file] of others) {
    const scale = sketch === first[0] ? 0 : (file - first[1]) / (sketch - first[0])
    if (scale > 0) votes.set(scale, (votes.get(scale) ?? 0) + 1)
  }
  const [best] = [...votes].sort((a, b) => b[1] - a[1])
  if (!best) return 1
  const agree = others.filter(([sketch, file]) => file - first[1] === (sketch - first[0]) * best[0])
  return agree.length >= others.length * 0.6 ? best[0] : 1
}

/** The exchange of quotes that takes the sketch's lines back to the file's, if all of them need the same. */
function quotesOf(pairs: readonly Pair[], fresh: readonly string[]): { from: RegExp; to: string } | undefined {
  let [toSingle, toDouble, same] = [0, 0, 0]
  for (const { sketch, file } of pairs) {
    // Quotes within quotes are what the line says.
    const [own, other] = [file, sketch].map((line) => /["']/.exec(line)?.[0])
    if (!own) continue
    if (own === other) same++
    else if (own === "'") toSingle++
    else toDouble++
  }
  if (same > 0 || toSingle > 0 === toDouble > 0) return undefined
  // New lines with the file's quotes: only what was copied has drifted.
  if (fresh.some((line) => line.includes(toSingle > 0 ? "'" : '"'))) return undefined
  return toSingle > 0 ? { from: /"([^"'\\\n]*)"/g, to: "'$1'" } : { from: /(?<!\w)'([^"'\\\n]*)'/g, to: '"$1"' }
}
