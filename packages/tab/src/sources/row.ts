import type { Caret, Continuation } from '../predictor.ts'

const far = 4000
/** How likely the next row is after two that go on like this, and after three. */
const afterTwo = 0.5
const afterThree = 0.8

/** The next row where those above count: `case 1:`, `case 2:` make `case 3:`. */
export function nextRow(text: string, { offset }: Caret): Continuation[] {
  const rest = text.slice(offset, offset + 200)
  if (!/^[ \t]*(?:\r?\n|$)/.test(rest)) return []
  const lines = text.slice(Math.max(0, offset - far), offset).split('\n')
  const typed = lines.pop()!
  const [last, before, third] = lines.slice(-3).reverse()
  if (last === undefined || before === undefined || last.trim() === '') return []
  const row = advanced(before, last)
  if (row === undefined || !row.startsWith(typed) || row.length === typed.length) return []
  // Of a row that is the next one already, there is no second.
  if (rest.trimStart().startsWith(row.trim())) return []
  const certain = third !== undefined && advanced(third, before) === last
  return [
    {
      text: row.slice(typed.length),
      source: 'row',
      probability: certain ? afterThree : afterTwo,
      reason: 'goes on counting',
    },
  ]
}

/** The line that comes after two that differ only in numbers, each as much further as from the first to the second. */
function advanced(first: string, second: string): string | undefined {
  const [a, b] = [first.split(numbers), second.split(numbers)]
  if (a.length !== b.length || a.length < 2) return undefined
  let moves = false
  const parts = b.map((part, at) => {
    if (at % 2 === 0) return part === a[at] ? part : undefined
    const step = Number(part) - Number(a[at])
    if (step !== 0) moves = true
    const next = Number(part) + step
    return next < 0 ? undefined : String(next).padStart(part.startsWith('0') ? part.length : 0, '0')
  })
  return moves && !parts.includes(undefined) ? parts.join('') : undefined
}

/** Whole numbers that are small enough to count. */
const numbers = /(?<!\d|\d\.)(\d{1,9})(?!\d|\.\d)/
