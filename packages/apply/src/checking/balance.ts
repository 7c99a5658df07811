import { tokenize } from '@caret/syntax'
import { isBlank, type Source } from '../lines.ts'
import type { Hunk, LineRange } from '../result.ts'

/** What says that hunks tear the file apart: brackets that no longer close. Undefined where nothing does. */
export function bringsImbalance(
  source: Source,
  hunks: readonly Hunk[],
  text: string,
): { reason: string; region: LineRange } | undefined {
  if (hunks.length === 0 || source.lines.every(isBlank)) return undefined
  const gone = hunks.flatMap(({ from, to }) => source.lines.slice(from, to))
  const come = hunks.flatMap(({ lines }) => lines)
  if (count(gone).every((number, at) => number === count(come)[at])) return undefined
  if (!balanced(source.text) || balanced(text)) return undefined
  // Not all languages' strings are told; those on one line are without one.
  if (balanced(withoutStrings(text))) return undefined
  const region = { start: hunks[0]!.from, end: Math.max(...hunks.map(({ to }) => to)) }
  return { reason: 'With this change, brackets of the file would no longer close.', region }
}

const kinds = ['()', '[]', '{}'] as const

/** How many brackets of each kind lines open more than they close, strings and comments included. */
function count(lines: readonly string[]): number[] {
  return kinds.map(([open, close]) => {
    let number = 0
    for (const line of lines) {
      for (const character of line) {
        if (character === open) number++
        else if (character === close) number--
      }
    }
    return number
  })
}

const withoutStrings = (text: string) => text.replaceAll(/(["'`])(?:\\.|(?!\1)[^\\\n])*\1/g, "''")

function balanced(text: string): boolean {
  const expected: string[] = []
  for (const { kind, start, end } of tokenize(text)) {
    if (kind !== 'operator' || end - start !== 1) continue
    const character = text[start]!
    const pair = kinds.find((each) => each.includes(character))
    if (!pair) continue
    if (character === pair[0]) expected.push(pair[1]!)
    else if (expected.pop() !== character) return false
  }
  return expected.length === 0
}
