import type { Edit } from '@caret/text'
import { indentAt, type Change } from './change.ts'
import type { Lexed } from './lex.ts'

/**
 * The edit that makes a change at a site: tokens `from` to `to` give way to what the change inserts, with blanks and
 * indentation as they are there.
 */
export function layOut(change: Change, site: Lexed, from: number, to: number, nearRight: boolean): Edit {
  const { starts, ends } = site
  const start = from > 0 ? ends[from - 1]! : 0
  const stop = to < starts.length ? starts[to]! : site.text.length
  const leftGap = site.text.slice(start, from < to ? starts[from] : stop)
  const rightGap = from < to ? site.text.slice(ends[to - 1], stop) : leftGap
  const here = indentAt(site.text, nearRight ? stop : Math.max(0, start - 1))
  const move = (blanks: string) => reindent(blanks, change.indents[nearRight ? 1 : 0], here)
  const [oldLeft, oldRight] = change.gapsBefore
  const [newLeft, newRight] = change.gapsAfter
  if (change.inserted.length === 0) {
    const gap = newRight === oldRight ? rightGap : newLeft === oldLeft ? leftGap : move(newLeft)
    return { offset: start, remove: stop - start, insert: gap }
  }
  const left = newLeft === oldLeft ? leftGap : move(newLeft)
  const right = newRight === oldRight ? rightGap : move(newRight)
  return { offset: start, remove: stop - start, insert: left + move(change.text) + right }
}

/** The text with the indentation of all its lines but the first taken from one place to another. */
function reindent(text: string, from: string, to: string): string {
  if (from === to || !text.includes('\n')) return text
  return text.replaceAll(/\n([ \t]*)(?=[^\s]|$)/g, (whole, indent: string) =>
    indent.startsWith(from) ? `\n${to}${indent.slice(from.length)}` : whole,
  )
}
