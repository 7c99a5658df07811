import { GrowingStream } from './corpus.ts'
import type { Situation } from './candidates.ts'
import { cutPieces, indentAfter, isBreakName } from './pieces.ts'
import type { Vocabulary } from './vocabulary.ts'

const longest = 3000

export type Place = Pick<Situation, 'context' | 'partial' | 'base'>

/** The pieces at the end of `before`, of which the last may not be complete: it is the partial one. */
export function situate(vocabulary: Vocabulary, before: string): Place {
  const tail = lastLines(before)
  const pieces: { name: string; start: number; base: string }[] = []
  const base = eachPiece(tail, (name, start, base) => pieces.push({ name, start, base }))
  const last = pieces.pop()
  if (!last) return { context: new Int32Array(0), partial: '', base }
  const context = Int32Array.from(pieces, ({ name }) => vocabulary.add(name))
  // A break swallows the blanks at the end of its line.
  return { context, partial: tail.slice(last.start).replace(/^[ \t]+(?=\n)/, ''), base: last.base }
}

/** The same where `before` ends with a complete piece. */
export function situateAfter(vocabulary: Vocabulary, before: string): Place {
  const context = new GrowingStream()
  const base = eachPiece(lastLines(before), (name) => context.push(vocabulary.add(name)))
  return { context: context.end(), partial: '', base }
}

/** The first piece of what follows on the line, without blanks. */
export function firstPiece(after: string): string {
  let first = ''
  const line = /^[^\r\n]{0,200}/.exec(after)![0].trimStart()
  cutPieces(line, (name) => {
    first ||= name
  })
  return first
}

/** Whole lines, so that indentation is known, and with single ends. */
function lastLines(before: string): string {
  const text = before.slice(-2 * longest).replaceAll('\r\n', '\n')
  return text.length > longest ? text.slice(text.indexOf('\n', text.length - longest) + 1) : text
}

/** Calls `found` with each piece and the indentation of the line it begins in. Gives that of the last line. */
function eachPiece(text: string, found: (name: string, start: number, base: string) => void): string {
  let base = ''
  cutPieces(text, (name, start) => {
    found(name, start, base)
    if (isBreakName(name)) base = indentAfter(name, base) ?? ''
  })
  return base
}
