import { diffLines, type Hunk } from './diff.ts'
import { linesOf } from './lines.ts'

/** A stretch that both sides have changed, each in its own way. */
export interface Conflict {
  base: string
  ours: string
  theirs: string
}

/** A text that both sides agree on, piece by piece, with what they do not. */
export type Merged = readonly (string | Conflict)[]

/**
 * What two sides have made of a text, joined line by line. Where both have changed the same lines, or lines that touch, to
 * different ends, it is a conflict: nothing is guessed.
 */
export function merge(base: string, ours: string, theirs: string): Merged {
  const lines = brokenLines(base)
  const [mine, other] = [sideOf(base, ours), sideOf(base, theirs)]
  const merged: (string | Conflict)[] = []
  let at = 0
  for (const { start, end } of regions([...mine.hunks, ...other.hunks])) {
    merged.push(lines.slice(at, start).join(''))
    const [own, its] = [mine.text(start, end), other.text(start, end)]
    const was = lines.slice(start, end).join('')
    if (own === its || its === was) merged.push(own)
    else if (own === was) merged.push(its)
    else merged.push({ base: was, ours: own, theirs: its })
    at = end
  }
  merged.push(lines.slice(at).join(''))
  return withoutLastBreak(merged).filter((piece) => piece !== '')
}

/** Lines with a break each, the last one's too: so they can be joined in any way. */
const brokenLines = (text: string) => linesOf(text).map((line) => `${line}\n`)

/** Takes the break off the end; where a side has nothing there, that of the line before belongs to what they differ in. */
function withoutLastBreak(merged: readonly (string | Conflict)[]): (string | Conflict)[] {
  const pieces = merged.filter((piece) => piece !== '')
  const last = pieces.pop()
  if (last === undefined) return []
  if (typeof last === 'string') return [...pieces, last.slice(0, -1)]
  const { base, ours, theirs } = last
  const [before] = pieces.splice(-1)
  const isShort = typeof before === 'string' && (base === '' || ours === '' || theirs === '')
  const ended = (text: string) => (isShort ? `\n${text}` : text).slice(0, -1)
  return [
    ...pieces,
    ...(before === undefined ? [] : [isShort ? before.slice(0, -1) : before]),
    { base: ended(base), ours: ended(ours), theirs: ended(theirs) },
  ]
}

/** The text, if there is no conflict in it. */
export function textOf(merged: Merged): string | undefined {
  return merged.every((piece) => typeof piece === 'string') ? merged.join('') : undefined
}

interface Side {
  hunks: Hunk[]
  /** What this side has made of lines of the base, none of whose hunks is cut. */
  text(start: number, end: number): string
}

function sideOf(base: string, side: string): Side {
  const hunks = diffLines(base, side)
  const lines = brokenLines(side)
  /** How far lines are moved that stand after all hunks up to a line of the base. */
  const shift = (line: number, inclusive: boolean) => {
    let moved = 0
    for (const { before, after } of hunks) {
      if (before.start > line || (before.start === line && !inclusive)) break
      moved = after.end - before.end
    }
    return moved
  }
  return {
    hunks,
    text: (start, end) => lines.slice(start + shift(start, false), end + shift(end, true)).join(''),
  }
}

/** The lines of the base that hunks of either side change; what touches is one. */
function regions(hunks: readonly Hunk[]): { start: number; end: number }[] {
  const all: { start: number; end: number }[] = []
  for (const { start, end } of hunks.map(({ before }) => before).toSorted((a, b) => a.start - b.start)) {
    const last = all.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else all.push({ start, end })
  }
  return all
}
