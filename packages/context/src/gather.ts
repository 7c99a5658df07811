import { type LineSpan, linesOf } from '@caret/text'

/** What is the matter with a line, as a language server says it. */
export interface Problem {
  /** Counted from 0. */
  line: number
  message: string
}

/** What is to be changed, or asked about. */
export interface Subject {
  path: string
  /** The whole file. */
  text: string
  lines: LineSpan
  /** Whether the user selected the lines; else the caret is in them. */
  selected: boolean
  problems?: readonly Problem[] | undefined
}

/** The subject, and what belongs to it. */
export interface Gathered {
  path: string
  text: string
  lines: LineSpan
  selected: boolean
  /** The text of the lines, without the last one's break. */
  selection: string
  /** The lines by which the file brings in what others define; empty where they are among those to be changed. */
  imports: string
  /** Of the lines and those next to them, the nearest first. */
  problems: Problem[]
}

/** So far from the lines may a problem be that has to do with them. */
const near = 3
const mostProblems = 12

/** What a question about lines, or an edit of them, needs to see, of what is known of the file. */
export function gatherContext({ path, text, lines, selected, problems = [] }: Subject): Gathered {
  const all = linesOf(text.replaceAll('\r\n', '\n'))
  const distance = ({ line }: Problem) => Math.max(lines.start - line, line - lines.end + 1, 0)
  return {
    ...{ path, text: all.join('\n'), lines, selected },
    selection: all.slice(lines.start, lines.end).join('\n'),
    imports: all.filter((line, at) => isImport(line) && (at < lines.start || at >= lines.end)).join('\n'),
    problems: problems
      .filter((problem) => distance(problem) <= near)
      .toSorted((a, b) => distance(a) - distance(b))
      .slice(0, mostProblems),
  }
}

/** In most languages; of statements over several lines, the first. */
const isImport = (line: string): boolean =>
  /^(?:import\b|from \S+ import\b|export .* from |(?:pub )?use [\w:{]|#include\b|using [\w.=]|require\b|(?:const|let|var) .*\brequire\(|package \w)/.test(
    line,
  )
