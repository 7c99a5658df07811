import { positionsOfUnits } from '../columns.ts'
import { decodeText, detectEncoding } from '../encoding.ts'
import { regExpOf } from '../pattern.ts'
import { type SearchHit, type SearchQuery, WorkspaceError } from '../workspace.ts'

/** What ripgrep would find in one file, with JavaScript's own expressions. Throws `InvalidPattern`. */
export function fileSearcher(query: SearchQuery): (path: string, bytes: Uint8Array) => SearchHit[] {
  const { expression, multiline } = regExpOf(query)
  return (path, bytes) => {
    if (bytes.byteLength > (query.maxFileSize ?? Number.POSITIVE_INFINITY)) return []
    if (detectEncoding(bytes) === 'utf-8' && !query.encoding && bytes.includes(0)) return []
    const text = query.encoding ? decodeAs(bytes, query.encoding) : decodeText(bytes)
    const matches = multiline ? matchesIn(text, expression, 0) : matchesByLine(text, expression)
    const positions = positionsOfUnits(text, matches.flat())
    const ranges = matches.map((_, index) => {
      const [start, end] = [positions[2 * index], positions[2 * index + 1]]
      return {
        startLine: start?.line ?? 0,
        startColumn: start?.column ?? 0,
        endLine: end?.line ?? 0,
        endColumn: end?.column ?? 0,
      }
    })
    return ranges.length === 0 ? [] : hitsOf(path, text.split('\n'), ranges, query.context ?? 0)
  }
}

type Range = SearchHit['ranges'][number]

/** Pairs of offsets, in order. */
function matchesIn(text: string, expression: RegExp, start: number): [number, number][] {
  return [...text.matchAll(expression)].map((match) => [start + match.index, start + match.index + match[0].length])
}

function matchesByLine(text: string, expression: RegExp): [number, number][] {
  const matches: [number, number][] = []
  let start = 0
  for (const line of text.split('\n')) {
    // What follows the last line break is a line to an editor; to a search only when there is something in it.
    if (start < text.length) matches.push(...matchesIn(line.replace(/\r$/, ''), expression, start))
    start += line.length + 1
  }
  return matches
}

/** One hit for matches that share lines, with lines of context between the hits. */
function hitsOf(path: string, lines: string[], ranges: Range[], context: number): SearchHit[] {
  const lineCount = lines.at(-1) === '' ? lines.length - 1 : lines.length
  const textOf = (from: number, to: number) => lines.slice(from, to).join('\n').replace(/\r$/, '')
  const hits: SearchHit[] = []
  /** The first line that was not given yet. */
  let next = 0
  const addContext = (from: number, to: number) => {
    for (next = Math.max(from, next); next < to; next++) {
      hits.push({ kind: 'context', path, text: textOf(next, next + 1), line: next, ranges: [] })
    }
  }
  for (let index = 0; index < ranges.length; ) {
    const first = ranges[index] as Range
    const group = [first]
    let last = lastLine(first)
    for (let more = ranges[++index]; more && more.startLine <= last; more = ranges[++index]) {
      group.push(more)
      last = Math.max(last, lastLine(more))
    }
    addContext(first.startLine - context, first.startLine)
    hits.push({ kind: 'match', path, text: textOf(first.startLine, last + 1), line: first.startLine, ranges: group })
    next = last + 1
    addContext(next, Math.min(last + 1 + context, ranges[index]?.startLine ?? lineCount, lineCount))
  }
  return hits
}

/** A match that ends with a line break does not reach into the line after it. */
const lastLine = ({ startLine, endLine, endColumn }: Range) =>
  endColumn === 0 && endLine > startLine ? endLine - 1 : endLine

function decodeAs(bytes: Uint8Array, encoding: string): string {
  try {
    return new TextDecoder(encoding).decode(bytes)
  } catch (error) {
    throw new WorkspaceError('InvalidPattern', `${encoding} is not the name of an encoding.`, { cause: error })
  }
}
