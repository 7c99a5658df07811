import type { FileLines } from '../reading/file-lines.ts'
import { isReal, type Item } from './items.ts'
import { indentOf, isBlank } from '../lines.ts'
import type { Slip } from '../result.ts'
import { similarity, wordsOf } from '../reading/similarity.ts'

/** How a run of changes is written otherwise than the file has it. */
export function slipOf(run: readonly Item[], file: FileLines): Slip {
  const [first] = run
  const at = first!.kind === 'new' ? first!.at : first!.line
  const sketch = run.flatMap((item) => (item.kind === 'gone' ? [] : [item.text])).join('\n')
  const own = run.flatMap((item) => (item.kind === 'gone' ? [file.lines[item.line]!] : [])).join('\n')
  return { line: Math.min(at, file.lines.length - 1), sketch, file: own }
}

/**
 * Whether a comment that the sketch words otherwise is a slip in copying: it is the only one, it stands apart from the changes,
 * and they have nothing to do with the words that differ.
 */
export function copied(
  run: Item[],
  real: readonly Item[][],
  file: FileLines,
  items: readonly Item[],
): 'slip' | 'unsure' | undefined {
  const others = real.filter((each) => each !== run)
  if (!isReworded(run, file) || others.length === 0) return undefined
  if (apart(run, others, file, items) === 0) return undefined
  const wording = (each: Item[]) => {
    const { sketch, file: own } = slipOf(each, file)
    return wordsApart(own, sketch)
  }
  const differ = wording(run)
  const alike = others.filter((other) => isReworded(other, file)).map(wording)
  if (alike.some((words) => words.join(' ') === differ.join(' '))) return undefined
  const changed = others.flat().filter((item) => item.kind === 'new' || item.kind === 'gone')
  const parts = (text: string) => wordsOf(text.replaceAll(/([a-z])(?=[A-Z])/g, '$1 ').toLowerCase())
  const words = new Set(changed.flatMap((item) => parts(item.kind === 'new' ? item.text : file.lines[item.line]!)))
  if (differ.some((word) => parts(word).some((part) => words.has(part)))) return undefined
  // Who words it anew, or only sets a sign, means it.
  if (differ.length !== 1) return undefined
  return alike.length === 0 ? 'slip' : 'unsure'
}

/**
 * Whether an empty line that the sketch has more than the file is a slip, or meant. A slip is one where nobody sets one on purpose,
 * within an expression or a comment or inside of a bracket, or with lines of the file between it and the changes; meant is one that
 * goes beside a change, and one after a block that a change ends. One between copied lines is left out by slip where it sets off
 * definitions, or where the sketch has none between any: where it is `spaced`, it is meant to go. Undefined where it may be either.
 */
export function strayOrMeant(
  run: readonly Item[],
  file: FileLines,
  distance: number,
  spaced: boolean,
): 'slip' | 'left' | 'meant' | undefined {
  const [first, other] = run
  if (run.every((item) => item.kind === 'gone'))
    return distance === 0 || (spaced && !isOutermost(run, file)) ? 'meant' : 'left'
  if (first?.kind !== 'new' || other) return undefined
  const [above, below] = [file.lines[first.at - 1], file.lines[first.at]]
  if (above === undefined || below === undefined || isBlank(above) || isBlank(below)) return undefined
  if (/[([{,=+|&?:]$|^\s*(?:\/\/|\/?\*|#(?![a-z!])|<!--)/.test(above) || /^\s*[.?:|&*]/.test(below)) return 'slip'
  const paragraph = /^\s*[)\]}]/.test(above) && !/^\s*[)\]}]/.test(below) && indentOf(above) === indentOf(below)
  if (distance > 1) return paragraph && distance < 3 ? undefined : 'slip'
  return paragraph ? 'meant' : undefined
}

/** Whether empty lines are between lines at the left margin. */
function isOutermost(run: readonly Item[], { depth, solid, solidAt }: FileLines): boolean {
  const [first] = run
  const after = first?.kind === 'gone' ? solidAt[first.line]! : 0
  return depth[solid[after - 1] ?? -1] === 0 && depth[solid[after] ?? -1] === 0
}

/**
 * Whether a run of changes has, beside others, a comment with no more than a word put at its end: where that is all that differs, it
 * may be a slip just as well.
 */
export function trailsOff(run: readonly Item[], file: FileLines): boolean {
  return run.some((item, at) => {
    const next = run[at + 1]
    if (item.kind !== 'gone' || next?.kind !== 'new' || run.length === 2 || !isReworded([item, next], file))
      return false
    const [before, after] = [file.lines[item.line]!, next.text].map((line) =>
      wordsOf(line).filter((word) => /\w/.test(word)),
    )
    return after!.length === before!.length + 1 && before!.every((word, order) => word === after![order])
  })
}

/** Whether there is an empty line between lines that are copied. */
export function keepsEmptyLine(items: readonly Item[], { depth }: FileLines): boolean {
  const isCopied = (item: Item | undefined) => item?.kind === 'same' || item?.kind === 'loose'
  return items.some(
    (item, at) => item.kind === 'same' && depth[item.line]! < 0 && isCopied(items[at - 1]) && isCopied(items[at + 1]),
  )
}

/** How many lines of the file, empty ones too, stand between a run and the nearest of others. */
export function apart(
  run: readonly Item[],
  others: readonly (readonly Item[])[],
  file: FileLines,
  items: readonly Item[],
): number {
  const orders = new Map(items.map((item, order) => [item, order]))
  const between = (from: number, to: number) => {
    let count = 0
    for (let at = from + 1; at < to; at++) {
      const item = items[at]!
      if (item.kind !== 'new' && item.kind !== 'gone') count++
    }
    return count
  }
  const [start, end] = [orders.get(run[0]!)!, orders.get(run.at(-1)!)!]
  return Math.min(
    ...others.map((other) => {
      const [first, last] = [orders.get(other[0]!)!, orders.get(other.at(-1)!)!]
      return first > end ? between(end, first) : between(last, start)
    }),
  )
}

/** A run, but with a comment that is only worded otherwise, and that an empty line sets off at its end or its start, apart. */
export function withoutComment(run: Item[], file: FileLines): Item[][] {
  const isEmpty = (item: Item) => item.kind === 'same'
  const [first, last] = [run.findIndex(isEmpty), run.findLastIndex(isEmpty)]
  if (first < 0) return [run]
  const [head, tail] = [run.slice(0, first), run.slice(last + 1)]
  if (isReworded(tail, file))
    return [run.slice(0, run.findLastIndex((item, at) => at < last && !isEmpty(item)) + 1), tail]
  if (isReworded(head, file)) return [head, run.slice(run.findIndex((item, at) => at > first && !isEmpty(item)))]
  return [run]
}

/** The words that one of two texts has more often. */
function wordsApart(a: string, b: string): string[] {
  const counts = new Map<string, number>()
  for (const [text, step] of [
    [a, 1],
    [b, -1],
  ] as const) {
    for (const word of wordsOf(text)) if (/[\p{L}\p{N}]/u.test(word)) counts.set(word, (counts.get(word) ?? 0) + step)
  }
  return [...counts].flatMap(([word, count]) => Array.from({ length: Math.abs(count) }, () => word))
}

function isReworded(run: readonly Item[], file: FileLines): boolean {
  const solid = run.filter((item) => isReal(item, file))
  const [a, b] = solid
  if (solid.length !== 2 || a?.kind !== 'gone' || b?.kind !== 'new') return false
  const before = file.lines[a.line]!
  // A tag of a documentation comment is no prose.
  if (/^\s*(?:\/\/|\*|#)\s*@\w/.test(before)) return false
  return commentLine.test(before) && commentLine.test(b.text) && similarity(wordsOf(before), wordsOf(b.text)) >= 0.5
}

const commentLine = /^\s*(?:\/\/|#(?!include|define|if|else|endif|[![])|\/\*|\*(?: |$)|--\s|<!--|;;)/
