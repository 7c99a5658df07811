import { tells } from '../lines.ts'
import { nameIn } from '../reading/names.ts'
import type { LineRange } from '../result.ts'
import type { LineRow, Row } from '../reading/rows.ts'
import { similarity, wordsOf } from '../reading/similarity.ts'
import type { FileLines } from '../reading/file-lines.ts'

/** A stretch of a sketch that is lines of the file that stand next to each other, with new lines between them. */
export interface Insertion {
  /** `[line, row]` for each line of the file. */
  anchors: [number, number][]
  /** Whether the new lines are mostly new: else they may be a change of the code that is there. */
  certain: boolean
  /** Whether the new lines have, at their outermost, one that the file has nearby: then it would be there twice. */
  doubles: boolean
}

/** The one place where a stretch only inserts; undefined where there is none, or more than one. */
export function pureInsertion(
  file: FileLines,
  rows: readonly Row[],
  segment: LineRange,
  depthOf: (columns: number) => number,
): Insertion | undefined {
  const solid: number[] = []
  for (let at = segment.start; at < segment.end; at++) if (!(rows[at] as LineRow).blank) solid.push(at)
  if (solid.length < 2) return undefined
  const norms = solid.map((at) => (rows[at] as LineRow).norm)
  // A bracket is another one at another depth.
  const keys = solid.map((at) => keyOf((rows[at] as LineRow).norm, depthOf((rows[at] as LineRow).indent)))
  // Where the sketch begins or ends without a gap, so does the file, and its edge is as good as a line.
  if (segment.start === 0) {
    solid.unshift(-1)
    for (const list of [norms, keys]) list.unshift(startKey)
  }
  if (segment.end === rows.length) {
    solid.push(-1)
    for (const list of [norms, keys]) list.push(endKey)
  }
  if (norms.length < 3) return undefined
  const places = placesOf(file, norms.at(-1)!)
  if (places.length > 500 || placesOf(file, norms[0]!).length === 0) return undefined
  let best: Split | undefined
  let others = 0
  for (const place of places) {
    const split = splitAt(file, keys, place)
    if (!split) continue
    const total = split.head + split.tail
    if (!best || total > best.head + best.tail) {
      best = split
      others = 0
    } else if (total === best.head + best.tail) others++
  }
  if (!best || others > 0) return undefined
  const { head, tail, at } = best
  if (!isLongest(file, norms, keys, best)) return undefined
  const middle = solid.slice(head, solid.length - tail).map((row) => rows[row] as LineRow)
  const pair = (row: number, place: number): [number, number][] => (row < 0 ? [] : [[file.solid[place]!, row]])
  const both = [norms.slice(0, head), norms.slice(norms.length - tail)]
  // Two lines on either side are as good as a rare one: nowhere else in the file do they meet.
  if (!says(file, both.flat()) && !both.every((list) => list.length > 1 && list.some(tells))) return undefined
  return {
    anchors: [
      ...solid.slice(0, head).flatMap((row, index) => pair(row, at - head + index)),
      ...solid.slice(solid.length - tail).flatMap((row, index) => pair(row, at + index)),
    ],
    certain: !repeats(file, middle, at, norms.slice(0, head).some(tells)),
    doubles: doubles(file, middle, at),
  }
}

const keyOf = (norm: string, depth: number) => (tells(norm) ? norm : `${norm} ${depth}`)

const keyAt = ({ solid, norms, depth }: FileLines, at: number) => {
  const line = solid[at]
  if (line === undefined) return at === -1 ? startKey : at === solid.length ? endKey : undefined
  return keyOf(norms[line]!, depth[line]!)
}

/** The file's edges among its lines: no line has a break in it. */
const [startKey, endKey] = ['\n start', '\n end']

/** Where a line is among the solid lines. */
const placesOf = ({ where, solid, solidAt }: FileLines, norm: string): number[] => {
  if (norm === startKey) return [-1]
  return norm === endKey ? [solid.length] : (where.get(norm) ?? []).map((line) => solidAt[line]!)
}

/** Whether the first lines, or the last, are not more of the file somewhere else. */
function isLongest(
  file: FileLines,
  norms: readonly string[],
  keys: readonly string[],
  { head, tail, at }: Split,
): boolean {
  const run = (start: number, step: 1 | -1) => {
    let length = 0
    let index = step === 1 ? 0 : keys.length - 1
    while (index >= 0 && index < keys.length && keyAt(file, start + length * step) === keys[index]) {
      length++
      index += step
    }
    return length
  }
  const isBest = (norm: string, own: number, step: 1 | -1) => {
    const length = run(own, step)
    return placesOf(file, norm).every((start) => start === own || run(start, step) <= length)
  }
  return isBest(norms[0]!, at - head, 1) && isBest(norms.at(-1)!, at + tail - 1, -1)
}

/** So many rows at the head, and at the tail, are lines before and after the solid line `at`. */
interface Split {
  head: number
  tail: number
  at: number
}

function splitAt(file: FileLines, wanted: readonly string[], end: number): Split | undefined {
  const own = (at: number) => keyAt(file, at)
  let longest = 0
  while (longest < wanted.length - 1 && own(end - longest) === wanted[wanted.length - 1 - longest]) longest++
  let best: Split | undefined
  for (let tail = longest; tail > 0; tail--) {
    const at = end - tail + 1
    for (let head = wanted.length - tail; head > 0; head--) {
      if (best && head + tail < best.head + best.tail) break
      let same = 0
      while (same < head && own(at - 1 - same) === wanted[head - 1 - same]) same++
      if (same === head) best = { head, tail, at }
    }
  }
  return best
}

/** Whether lines tell their place: one of them is rare. */
const says = (file: FileLines, norms: readonly string[]) =>
  norms.some((norm) => tells(norm) && placesOf(file, norm).length <= 2)

/**
 * Whether new lines are mostly those of the code nearby: then that may be what changes. Not so where they begin with a line
 * that nothing nearby is like, a new definition.
 */
function repeats(file: FileLines, middle: readonly LineRow[], at: number, headed: boolean): boolean {
  const { where, lines, solid } = file
  const rows = middle.filter(({ norm }) => tells(norm))
  const [first] = rows
  if (!first) return false
  if (doubles(file, middle, at)) return true
  const reach = reachOf(middle)
  const line = solid[Math.min(Math.max(at, 0), solid.length - 1)]!
  const near = rows.filter(({ norm }) => where.get(norm)?.some((place) => Math.abs(place - line) <= reach))
  const least = Math.min(...rows.map(({ indent }) => indent))
  const outer = rows.filter(({ indent }) => indent === least)
  // New definitions are no others, much as they may be like those nearby.
  const named = outer.filter(({ norm }) => nameIn(norm) !== undefined)
  if (named.length > 0 && named.every(({ norm }) => !where.has(norm))) return false
  if (near.length <= rows.length * (headed ? 0.5 : 0.3)) return false
  const heads = rows.every(({ indent }) => indent >= first.indent) && !where.has(first.norm)
  if (!heads) return true
  const words = wordsOf(first.text)
  return lines
    .slice(Math.max(0, line - reach), line + reach)
    .some((each) => similarity(words, wordsOf(each)) >= (headed ? 0.75 : 0.6))
}

/** Whether a line that the file has once, nearby, is among the outermost of new lines: a definition of the file, perhaps. */
function doubles({ where, solid }: FileLines, middle: readonly LineRow[], at: number): boolean {
  const rows = middle.filter(({ norm }) => tells(norm))
  const least = Math.min(...rows.map(({ indent }) => indent))
  const line = solid[Math.min(Math.max(at, 0), solid.length - 1)]!
  return rows.some(({ norm, indent }) => {
    const places = indent === least ? where.get(norm) : undefined
    return places?.length === 1 && Math.abs(places[0]! - line) <= reachOf(middle)
  })
}

const reachOf = (middle: readonly LineRow[]) => middle.length * 2 + 4
