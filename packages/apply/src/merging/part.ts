import { applySketch } from '../apply-sketch.ts'
import { splitLines } from '../lines.ts'
import { isMarker } from '../reading/markers.ts'
import type { Declined, LineRange, SketchInput } from '../result.ts'
import { unwrap } from '../forms/unwrap.ts'

/** What is left to be decided: the lines `region` of a text, and what a sketch says about them. */
export interface OpenPart {
  text: string
  region: LineRange
  sketch: string
}

/** Lines on either side of the doubtful ones that are asked about too: a change seldom keeps to its first estimate. */
const around = 12

/**
 * Puts in what is certain of a declined sketch, and says what is not: a few lines where the rest of the sketch has its place
 * without them, else the file.
 */
export function openPart({ path, original, sketch }: SketchInput, { region, sketch: part, form }: Declined): OpenPart {
  const count = splitLines(original).length
  const whole = { text: original, region: { start: 0, end: count }, sketch }
  if (form !== 'markers' || region.end - region.start > count / 2) return whole
  const lines = unwrap(sketch, path, original)[0] ?? []
  const found = placeOf(
    lines,
    splitLines(part).filter((line) => line.trim() !== '…'),
  )
  if (!found) return whole
  const rest = [...lines.slice(0, found.start), '// ... existing code ...', ...lines.slice(found.end)]
  const own = lines.slice(found.start, found.end).join('\n')
  if (rest.every((line) => line.trim() === '' || isMarker(line)))
    return { text: original, region: widened(region, count), sketch: own }
  const certain = applySketch({ path, original, sketch: rest.join('\n') })
  if (certain.kind === 'declined') return whole
  // What was put in above moves the lines.
  const lineOf = (offset: number) => original.slice(0, offset).split('\n').length - 1
  let shift = 0
  for (const { offset, remove, insert } of certain.edits) {
    const [from, to] = [lineOf(offset), lineOf(offset + remove)]
    if (to >= region.start - around && from <= region.end + around) return whole
    if (to < region.start) shift += insert.split('\n').length - 1 - (to - from)
  }
  const moved = { start: region.start + shift, end: region.end + shift }
  return { text: certain.text, region: widened(moved, splitLines(certain.text).length), sketch: own }
}

const widened = ({ start, end }: LineRange, count: number): LineRange => ({
  start: Math.max(0, start - around),
  end: Math.min(count, end + around),
})

/** Where lines stand together in others, but for blanks around them. */
function placeOf(lines: readonly string[], part: readonly string[]): LineRange | undefined {
  const wanted = part.map((line) => line.trim())
  while (wanted[0] === '') wanted.shift()
  while (wanted.at(-1) === '') wanted.pop()
  if (wanted.length === 0) return undefined
  const starts = [...lines.keys()].filter((at) => wanted.every((line, index) => lines[at + index]?.trim() === line))
  return starts.length === 1 ? { start: starts[0]!, end: starts[0]! + wanted.length } : undefined
}
