import type { Edit } from '@caret/text'
import { applySketch } from './apply-sketch.ts'
import { normalize, readSource, splitLines } from './lines.ts'
import { isMarker } from './reading/markers.ts'
import { isDiff, isV4A } from './forms/patches.ts'
import type { SketchInput, SketchResult } from './result.ts'
import { isSearchReplace } from './forms/search-replace.ts'

/** A sketch that is still being written. */
export interface SketchStream {
  /**
   * Takes the next piece. Gives what is likely to change by what has arrived, as edits of the original: a list that only
   * grows. It is for showing; what is applied is the result at the end, which can be declined, or have other edits where the
   * rest of the sketch casts another light on its beginning.
   */
  push(piece: string): readonly Edit[]
  /** The result of the whole sketch: the same as `applySketch` gives for all pieces together. */
  end(): SketchResult
}

export function applyStreaming({ path, original }: Omit<SketchInput, 'sketch'>): SketchStream {
  const known = linesOnce(original)
  let sketch = ''
  let edits: readonly Edit[] = []
  let next = 0
  return {
    push: (piece) => {
      sketch += piece
      const settled = settledPart(sketch, known)
      // Each look costs as much as the sketch is long: with looks further and further apart, all cost a few times the last.
      if (settled === undefined || settled.length < next) return edits
      next = settled.length * 1.1 + 1
      const result = applySketch({ path, original, sketch: settled })
      if (result.kind === 'applied' && edits.every((edit) => result.edits.some((each) => sameEdit(edit, each)))) {
        edits = result.edits
      }
      return edits
    },
    end: () => applySketch({ path, original, sketch }),
  }
}

const sameEdit = (a: Edit, b: Edit) => a.offset === b.offset && a.remove === b.remove && a.insert === b.insert

function linesOnce(original: string): Set<string> {
  const counts = new Map<string, number>()
  for (const line of readSource(original).lines) {
    const norm = normalize(line)
    counts.set(norm, (counts.get(norm) ?? 0) + 1)
  }
  return new Set([...counts].filter(([, count]) => count === 1).map(([norm]) => norm))
}

/** As much of a sketch as the rest will not change, as a sketch of its own: whole blocks, or lines up to one that the file has. */
function settledPart(sketch: string, known: ReadonlySet<string>): string | undefined {
  const lines = splitLines(sketch.slice(0, sketch.lastIndexOf('\n') + 1))
  const code = lines.filter((line) => !/^\s*`{3,}/.test(line))
  if (/^\s*[[{]\s*"/.test(code.join('\n'))) return undefined
  if (isSearchReplace(lines)) return upTo(lines, (line) => /^\s*(?:>{5,9}|\+{7,9})\s*\w*\s*$/.test(line))
  if (isV4A(lines) || isDiff(code)) {
    const last = lines.findLastIndex((line) => /^\s*(?:@@|\*\*\* (?:Update|Add|Delete|End))/.test(line))
    return last > 0 ? `${lines.slice(0, last).join('\n')}\n` : undefined
  }
  const last = code.findLastIndex((line) => isMarker(line) || known.has(normalize(line)))
  if (last < 0) return undefined
  const part = code.slice(0, last + 1)
  // What has not come yet is as good as left out.
  return `${[...part, ...(isMarker(part.at(-1)!) ? [] : ['// ... existing code ...'])].join('\n')}\n`
}

function upTo(lines: readonly string[], ends: (line: string) => boolean): string | undefined {
  const last = lines.findLastIndex(ends)
  return last < 0 ? undefined : `${lines.slice(0, last + 1).join('\n')}\n`
}
