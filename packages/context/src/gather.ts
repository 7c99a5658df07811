import type { LineRange } from '@caret/prompt'
import type { SourceSymbol } from '@caret/syntax'
import { type LineSpan, lineStarts, linesOf, lowerBound } from '@caret/text'
import { rank, type Ranked } from './rank.ts'
import type { Around, Known, Problem, Source, Subject } from './source.ts'
import { definitions } from './sources/definitions.ts'
import { edits } from './sources/edits.ts'
import { headers } from './sources/headers.ts'

/** The subject, and what belongs to it. JSON. */
export interface Gathered {
  path: string
  text: string
  lines: LineSpan
  selected: boolean
  /** The text of the lines, without the last one's break. */
  selection: string
  /** The lines by which the file brings in what others define; empty where they are among those to be changed. */
  imports: string
  /** Declarations of the file that are around something, where there is a tree of it. */
  scopes: LineRange[]
  /** Of the lines and those next to them, the nearest first. */
  problems: Problem[]
  /** What else there is to see, the best first. */
  items: Ranked[]
}

/** Adding one touches no other. */
export const contextSources: readonly Source[] = [definitions, edits, headers]

/** So far from the lines may a problem be that has to do with them. */
const near = 3
const mostProblems = 12

/**
 * What a question about lines, or an edit of them, needs to see. Sources look at the same time, each for no longer than language
 * servers are given; one that fails is left out. Without `around`, it is what the file itself tells.
 * @throws the signal's reason once it is aborted
 */
export async function gatherContext(subject: Subject, around?: Around, signal?: AbortSignal): Promise<Gathered> {
  const { path, lines, selected, problems = [] } = subject
  const text = subject.text.replaceAll('\r\n', '\n')
  const all = linesOf(text)
  const known = around && (await know({ ...subject, text }, around, signal ?? new AbortController().signal))
  const distance = ({ line }: Problem) => Math.max(lines.start - line, line - lines.end + 1, 0)
  return {
    ...{ path, text, lines, selected },
    selection: all.slice(lines.start, lines.end).join('\n'),
    imports: importsOf(all, lines, known),
    scopes: scopesOf(lineFinder(all), known?.outline ?? []),
    problems: problems
      .filter((problem) => distance(problem) <= near)
      .toSorted((a, b) => distance(a) - distance(b))
      .slice(0, mostProblems),
    items: known && around ? rank(await find(known, around, signal), contextSources) : [],
  }
}

async function know(subject: Subject, { syntax }: Around, signal: AbortSignal): Promise<Known> {
  const { path, text, lines } = subject
  const [imports = [], outline = []] = await Promise.all([
    syntax.imports(path, text, signal),
    syntax.outline(path, text, signal),
  ])
  const all = linesOf(text)
  const start = all.slice(0, lines.start).reduce((sum, line) => sum + line.length + 1, 0)
  const end = start + all.slice(lines.start, lines.end).join('\n').length
  return { ...subject, range: { start, end }, imports, outline }
}

async function find(known: Known, around: Around, signal = new AbortController().signal) {
  const found = await Promise.all(
    contextSources.map(async (source) => {
      try {
        return await source.find(known, around, signal)
      } catch (error) {
        signal.throwIfAborted()
        around.onFailure?.(source.name, error)
        return []
      }
    }),
  )
  return found.flat()
}

/** By the tree where there is one: it knows statements of several lines. */
function importsOf(all: readonly string[], lines: LineSpan, known: Known | undefined): string {
  const lineAt = lineFinder(all)
  const said = known?.imports.map(({ range }) => ({ start: lineAt(range.start), end: lineAt(range.end) }))
  const says = (line: string, at: number) =>
    said && said.length > 0 ? said.some(({ start, end }) => start <= at && at <= end) : isImport(line)
  return all.filter((line, at) => says(line, at) && (at < lines.start || at >= lines.end)).join('\n')
}

/** Gives the line of an offset, counted from 0. */
function lineFinder(lines: readonly string[]): (offset: number) => number {
  const starts = lineStarts(lines)
  return (offset) => lowerBound(starts, offset + 1) - 1
}

const scopesOf = (lineAt: (offset: number) => number, symbols: readonly SourceSymbol[]): LineRange[] =>
  symbols.flatMap(({ header, range, children }) => [
    { start: lineAt(header.start), end: lineAt(range.end) },
    ...scopesOf(lineAt, children),
  ])

/** In most languages; of statements over several lines, the first. */
const isImport = (line: string): boolean =>
  /^(?:import\b|from \S+ import\b|export .* from |(?:pub )?use [\w:{]|#include\b|using [\w.=]|require\b|(?:const|let|var) .*\brequire\(|package \w)/.test(
    line,
  )
