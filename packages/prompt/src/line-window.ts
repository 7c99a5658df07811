import type { LineWindow } from './box.ts'
import type { LinesProps } from './intrinsic.ts'
import { countJoined } from './count-joined.ts'
import { counterOf, type Tokenizer } from './tokenizer.ts'

/** A text as lines, in the order in which they are given room. */
export function windowOf({
  text,
  focus = 'start',
  prefer = [],
  lineNumbers = false,
}: Pick<LinesProps, 'text' | 'focus' | 'prefer' | 'lineNumbers'>): LineWindow {
  const lines = linesOf(text)
  const first = lineNumbers === true || lineNumbers === false ? 1 : lineNumbers
  return {
    lines,
    order: orderOf(lines.length, focus, prefer),
    show: lineNumbers === false ? (index) => lines[index]! : (index) => `${first + index}\t${lines[index]}`,
    elided: (start, end) =>
      end - start === 1 ? `… line ${first + start} …` : `… lines ${first + start}-${first + end - 1} …`,
  }
}

/** Each line behind its number. */
export function numberLines(text: string, first: number): string {
  return linesOf(text)
    .map((line, at) => `${first + at}\t${line}`)
    .join('\n')
}

/**
 * The lines that come first in the window's order, as many as fit into `budget` tokens with what stands for the others; at
 * least one, or undefined.
 */
export function fitWindow(
  window: LineWindow,
  budget: number,
  tokenizer: Tokenizer,
): { text: string; tokens: number } | undefined {
  const costs = additiveCosts(window, budget, tokenizer)
  let tries = 0
  for (let count = costs.length; count > 0 && tries < patience; count--) {
    // The last line has no line break.
    if (costs[count - 1]! > budget + 1) continue
    const pieces = piecesOf(window, count)
    const tokens = countJoined(pieces, tokenizer)
    if (tokens <= budget) return { text: pieces.join(''), tokens }
    tries++
  }
  return undefined
}

/** So often the additive count is believed. */
const patience = 16

/** No mark for lines left out takes more. */
const longestMark = 64

/**
 * What the first line takes, the first two, and so on, with the marks for those left out, counted apart; up to what is certainly
 * too much. It is not always less for less: a mark may be longer than the lines that it stands for.
 */
function additiveCosts({ lines, order, show, elided }: LineWindow, budget: number, tokenizer: Tokenizer): number[] {
  const { countLine } = counterOf(tokenizer)
  const mark = (start: number, end: number) => (end > start ? countLine(elided(start, end)) : 0)
  const { length } = lines
  // Of the lines not kept side by side, the first knows the end and the last knows the start.
  const ends = new Uint32Array(length).fill(length)
  const starts = new Uint32Array(length)
  const kept = new Uint8Array(length)
  const costs: number[] = []
  let cost = mark(0, length)
  for (const line of order) {
    let [first, last] = [line, line]
    if (line === 0 || kept[line - 1]) last = ends[line]! - 1
    else if (line === length - 1 || kept[line + 1]) first = starts[line]!
    else {
      while (first > 0 && !kept[first - 1]) first--
      last = ends[first]! - 1
    }
    kept[line] = 1
    if (line > first) [ends[first], starts[line - 1]] = [line, first]
    if (line < last) [ends[line + 1], starts[last]] = [last + 1, line + 1]
    cost += countLine(show(line)) + mark(first, line) + mark(line + 1, last + 1) - mark(first, last + 1)
    costs.push(cost)
    if (cost > budget + longestMark * 3) break
  }
  return costs
}

function piecesOf({ lines, order, show, elided }: LineWindow, count: number): string[] {
  const kept = new Uint8Array(lines.length)
  for (let at = 0; at < count; at++) kept[order[at]!] = 1
  const pieces: string[] = []
  for (let at = 0; at < lines.length; ) {
    let end = at
    while (end < lines.length && !kept[end]) end++
    if (end > at) pieces.push(`${elided(at, end)}\n`)
    else pieces.push(`${show(end++)}\n`)
    at = end
  }
  const last = pieces.pop()
  if (last !== undefined) pieces.push(last.slice(0, -1))
  return pieces
}

function orderOf(length: number, focus: number | 'start' | 'end', prefer: readonly number[]): number[] {
  if (focus === 'start') return unique([...prefer, ...Array.from({ length }, (_, at) => at)], length)
  if (focus === 'end') return unique([...prefer, ...Array.from({ length }, (_, at) => length - 1 - at)], length)
  const at = Math.max(0, Math.min(length - 1, Math.floor(focus)))
  const around = Array.from({ length: 2 * length }, (_, step) => at + (step % 2 ? -1 : 1) * ((step + 1) >> 1))
  return unique([at, ...prefer, ...around], length)
}

const unique = (indices: number[], length: number) => [
  ...new Set(indices.filter((index) => Number.isInteger(index) && index >= 0 && index < length)),
]

const linesOf = (text: string) => text.replace(/\r?\n$/, '').split(/\r?\n/)
