import { type Edit, trimEdit } from '@caret/text'
import type { Hunk } from './result.ts'

/** A text as lines, without their breaks. */
export interface Source {
  text: string
  lines: string[]
  /** Where each line starts; one more, the text's length. */
  starts: number[]
  /** The break that most lines end with. */
  eol: string
  finalBreak: boolean
}

export function readSource(text: string): Source {
  const lines: string[] = []
  const starts: number[] = []
  let crlf = 0
  let at = 0
  while (at < text.length) {
    starts.push(at)
    const found = text.indexOf('\n', at)
    const end = found === -1 ? text.length : found
    const cr = found !== -1 && found > at && text.charCodeAt(found - 1) === 13
    if (cr) crlf++
    lines.push(text.slice(at, cr ? end - 1 : end))
    at = found === -1 ? text.length : found + 1
  }
  starts.push(text.length)
  const finalBreak = text === '' || text.endsWith('\n')
  return { text, lines, starts, eol: crlf * 2 > lines.length ? '\r\n' : '\n', finalBreak }
}

/** The lines of what a model wrote; a break at the end makes no empty line. */
export function splitLines(text: string): string[] {
  const lines = text.split(/\r?\n/)
  if (lines.at(-1) === '') lines.pop()
  return lines
}

/** The edits that hunks are, each as short as it can be. The file keeps its line breaks, and whether it ends with one. */
export function toEdits(source: Source, hunks: readonly Hunk[]): Edit[] {
  const { text, starts, eol, lines, finalBreak } = source
  const edits: Edit[] = []
  for (const { from, to, lines: fresh } of [...hunks].sort((a, b) => a.from - b.from || a.to - b.to)) {
    let offset = starts[from]!
    let end = starts[to]!
    let insert = fresh.map((line) => line + eol).join('')
    if (to === lines.length && !finalBreak) {
      // The last line has no break: what comes after it brings one along, what takes it away takes one along.
      if (from === lines.length) insert = insert === '' ? '' : eol + insert.slice(0, -eol.length)
      else if (insert !== '') insert = insert.slice(0, -eol.length)
      else if (from > 0) offset = starts[from]! - breakBefore(text, starts[from]!)
      end = text.length
    }
    const edit = trimEdit(text, { offset, remove: end - offset, insert })
    if (edit.remove > 0 || edit.insert !== '') edits.push(edit)
  }
  return edits
}

const breakBefore = (text: string, at: number) => (text.charCodeAt(at - 2) === 13 ? 2 : 1)

/** Whether a line has a word, or a number, in it: others stand in many places. */
export const tells = (line: string) => /[\p{L}\p{N}]{2}/u.test(line)

export const isBlank = (line: string) => line.trim() === ''

export const indentOf = (line: string) => /^[^\S\n]*/.exec(line)![0]

/** Columns, a tab counting up to the next multiple of four. */
export function columns(line: string): number {
  let count = 0
  for (let at = 0; at < line.length; at++) {
    const code = line.charCodeAt(at)
    if (code === 32) count++
    else if (code === 9) count += 4 - (count % 4)
    else break
  }
  return count
}

/** A line without what drifts: blanks count as one, quotes are all alike. */
export function normalize(line: string): string {
  const text = line.trim()
  const spaced = /\s\s|[^\S ]/.test(text) ? text.replaceAll(/\s+/g, ' ') : text
  return spaced.includes("'") ? spaced.replaceAll("'", '"') : spaced
}
