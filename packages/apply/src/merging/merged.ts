import { changesBetween } from '../changes.ts'
import { isBlank, normalize, splitLines } from '../lines.ts'
import { isMarker } from '../reading/markers.ts'
import { nameIn } from '../reading/names.ts'
import type { OpenPart } from './part.ts'

/**
 * Why lines that a model wrote cannot be what a sketch makes of the lines that it is about; undefined where nothing speaks against
 * it. Every line must come from the file or from the sketch, every new line of the sketch must be there, and lines may go only
 * beside what the sketch has in their place.
 */
export function faultOf({ text, region, sketch }: OpenPart, written: readonly string[]): string | undefined {
  const before = splitLines(text).slice(region.start, region.end)
  const shown = splitLines(sketch).filter((line) => !isMarker(line) && !/^\s*(?:`{3,}|~{3,})/.test(line))
  const [own, sketched, answer] = [before, shown, written].map((lines) => countsOf(lines))
  for (const [norm, count] of answer!) {
    const most = Math.max(own!.get(norm) ?? 0, sketched!.get(norm) ?? 0)
    if (most === 0) {
      const line = written.find((each) => normalize(each) === norm)!
      return isMarker(line)
        ? 'The model has left out lines of its own.'
        : `The model has written a line that neither the file nor the sketch has: ${line.trim()}`
    }
    if (count > most && nameIn(norm) !== undefined) return `The model has written this twice: ${norm}`
  }
  for (const norm of sketched!.keys()) {
    if (!answer!.has(norm)) return `The model has left out a line of the sketch: ${norm}`
  }
  const lines = new Set(shown.filter((line) => !isBlank(line)).map(normalize))
  for (const { aFrom, aTo, bFrom, bTo } of changesBetween(before, written)) {
    const gone = before.slice(aFrom, aTo).filter((line) => !isBlank(line))
    const beside = [...written.slice(bFrom, bTo), written[bFrom - 1] ?? '', written[bTo] ?? ''].filter(
      (line) => !isBlank(line),
    )
    if (gone.length > 0 && !beside.some((line) => lines.has(normalize(line)))) {
      return `The model has lost a line that the sketch says nothing about: ${gone[0]!.trim()}`
    }
  }
  return undefined
}

function countsOf(lines: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const line of lines) {
    if (isBlank(line)) continue
    const norm = normalize(line)
    counts.set(norm, (counts.get(norm) ?? 0) + 1)
  }
  return counts
}
