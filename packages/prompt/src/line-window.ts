import type { LineWindow } from './box.ts'
import type { LinesProps } from './intrinsic.ts'
import { countJoined } from './count-joined.ts'
import type { Tokenizer } from './tokenizer.ts'

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
  const attempt = (count: number) => {
    const pieces = piecesOf(window, count)
    const tokens = countJoined(pieces, tokenizer)
    return tokens <= budget ? { text: pieces.join(''), tokens } : undefined
  }
  let [low, high] = [0, window.lines.length]
  let best = attempt(high)
  if (best) return best
  while (high - low > 1) {
    const middle = (low + high) >> 1
    const fitted = attempt(middle)
    if (fitted) [low, best] = [middle, fitted]
    else high = middle
  }
  return best
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
