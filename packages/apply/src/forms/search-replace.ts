import { changesBetween } from '../changes.ts'
import type { Op, Replacement } from './replacements.ts'

const opening = /^\s*(?:<{5,9}|-{7,9})\s*(?:SEARCH|ORIGINAL|HEAD|OLD|BEFORE)?\s*>?\s*$/i
const middle = /^\s*={5,9}\s*$/
const closing = /^\s*(?:>{5,9}|\+{7,9})\s*(?:REPLACE|UPDATED|NEW|AFTER)?\s*$/i

/** Whether lines hold search/replace blocks (`<<<<<<< SEARCH`, `=======`, `>>>>>>> REPLACE`). */
export const isSearchReplace = (lines: readonly string[]): boolean =>
  lines.some((line) => opening.test(line) && /SEARCH|ORIGINAL|OLD|BEFORE|HEAD/i.test(line)) &&
  lines.some((line) => middle.test(line))

/** The blocks, in the order in which they were written. A block without its end is left out. */
export function readSearchReplace(lines: readonly string[]): Replacement[] {
  const blocks: Replacement[] = []
  for (let at = 0; at < lines.length; at++) {
    if (!opening.test(lines[at]!)) continue
    const split = lines.findIndex((line, index) => index > at && middle.test(line))
    const end = lines.findIndex((line, index) => index > split && closing.test(line))
    if (split === -1 || end === -1) break
    blocks.push({
      ops: opsBetween(lines.slice(at + 1, split), lines.slice(split + 1, end)),
      sketch: lines.slice(at, end + 1).join('\n'),
    })
    at = end
  }
  return blocks
}

/** What happens to each line when `before` becomes `after`. */
export function opsBetween(before: readonly string[], after: readonly string[]): Op[] {
  const ops: Op[] = []
  let at = 0
  const keep = (to: number) => {
    for (; at < to; at++) ops.push({ kind: 'keep', text: before[at]! })
  }
  for (const { aFrom, aTo, bFrom, bTo } of changesBetween(before, after)) {
    keep(aFrom)
    for (; at < aTo; at++) ops.push({ kind: 'remove', text: before[at]! })
    for (const text of after.slice(bFrom, bTo)) ops.push({ kind: 'insert', text })
  }
  keep(before.length)
  return ops
}
