import type { Worth } from './align.ts'
import type { FileLines } from '../reading/file-lines.ts'
import { tells } from '../lines.ts'
import type { Row } from '../reading/rows.ts'
import { similarity, wordsOf } from '../reading/similarity.ts'

/** How the columns of a sketch become those of the file, by the lines that both have once. */
export function depthMapping(file: FileLines, rows: readonly Row[]): (columns: number) => number {
  const votes = new Map<string, number>()
  for (const row of rows) {
    const places = row.kind === 'line' && !row.blank ? file.where.get(row.norm) : undefined
    if (row.kind !== 'line' || places?.length !== 1) continue
    const depth = file.depth[places[0]!]!
    for (const scale of [1, 2, 0.5]) {
      const key = `${scale} ${depth - row.indent * scale}`
      votes.set(key, (votes.get(key) ?? 0) + 1)
    }
  }
  // Of equally many votes, those without a shift: another unit of indentation is likelier than another depth.
  const unshifted = ([key]: [string, number]) => Number(key.endsWith(' 0')) + Number(key === '1 0')
  const [best] = [...votes].sort((a, b) => b[1] - a[1] || unshifted(b) - unshifted(a))
  // New lines may stand at another depth than those that they are copies of: a share of votes for no change decides.
  const own = votes.get('1 0') ?? 0
  const [scale = 1, shift = 0] = own * 4 >= (best?.[1] ?? 0) ? [] : best![0].split(' ').map(Number)
  return (columns) => columns * scale + shift
}

/** How much it says that a row is a line: much for a rare line, little for a bracket, something for a similar one if lines may be `changed`. */
export function worthOf(
  file: FileLines,
  rows: readonly Row[],
  depthOf: (columns: number) => number,
  anchors: readonly (readonly [line: number, row: number])[],
  changed: boolean,
): Worth[] {
  const similar = changed ? similarLines(file, rows, anchors) : new Map<number, Map<number, number>>()
  return rows.map((row, at): Worth => {
    if (row.kind === 'gap') return { lines: [], values: [] }
    const depth = depthOf(row.indent)
    const same = file.where.get(row.norm)
    if (row.blank) return { lines: same ?? [], values: (same ?? []).map(() => 0.08) }
    if (same) {
      const rarity = Math.max(0.25, 3 / same.length ** 0.8)
      const trivial = !tells(row.norm)
      const value = trivial ? Math.min(0.6, rarity) : rarity
      // A bracket is another one at another depth.
      const level = trivial ? same.filter((line) => depth === file.depth[line]!) : []
      if (level.length > 0) return { lines: level, values: level.map(() => value) }
      const elsewhere = value * (trivial ? 0.3 : 0.6)
      return { lines: same, values: same.map((line) => (depth === file.depth[line]! ? value : elsewhere)) }
    }
    const alike = [...(similar.get(at) ?? [])]
    return {
      lines: alike.map(([line]) => line),
      values: alike.map(([line, share]) => (share - 0.5) * (depth === file.depth[line]! ? 2.5 : 1.5)),
    }
  })
}

const leastAlike = 0.6

/** Which lines a row that the file has not may have been. Only lines that share one of the row's rarer words are looked at. */
function similarLines(
  file: FileLines,
  rows: readonly Row[],
  anchors: readonly (readonly [line: number, row: number])[],
): Map<number, Map<number, number>> {
  const unknown = rows.flatMap((row, at) =>
    row.kind === 'line' && !row.blank && !file.where.has(row.norm) ? [at] : [],
  )
  const tables = new Map<number, Map<number, number>>()
  if (unknown.length === 0) return tables
  const wanted = new Set(unknown.flatMap((at) => wordsOf((rows[at] as { text: string }).text)))
  const postings = new Map<string, number[]>()
  const words = new Map<number, string[]>()
  for (const at of linesAround(unknown, anchors, file.lines.length)) {
    const own = wordsOf(file.lines[at]!)
    words.set(at, own)
    for (const word of new Set(own)) {
      if (!wanted.has(word)) continue
      const known = postings.get(word)
      if (known) known.push(at)
      else postings.set(word, [at])
    }
  }
  for (const at of unknown) {
    const own = wordsOf((rows[at] as { text: string }).text)
    const candidates = new Set<number>()
    const byRarity = [...new Set(own)]
      .map((word) => postings.get(word) ?? [])
      .filter((places) => places.length > 0)
      .sort((a, b) => a.length - b.length)
    for (const places of byRarity) {
      if (candidates.size + places.length > 300 && candidates.size > 0) break
      if (places.length > 2000) break
      for (const place of places) candidates.add(place)
    }
    const table = new Map<number, number>()
    for (const place of candidates) {
      const alike = similarity(own, words.get(place)!)
      if (alike >= leastAlike) table.set(place, alike)
    }
    tables.set(at, table)
  }
  return tables
}

/** The lines between the anchors around each row. */
function linesAround(
  rows: readonly number[],
  anchors: readonly (readonly [line: number, row: number])[],
  end: number,
): Set<number> {
  const around = new Set<number>()
  let next = 0
  let done = 0
  for (const row of rows) {
    while (next < anchors.length && anchors[next]![1] < row) next++
    const from = Math.max(done, next > 0 ? anchors[next - 1]![0] + 1 : 0)
    done = Math.max(done, anchors[next]?.[0] ?? end)
    for (let at = from; at < done; at++) around.add(at)
  }
  return around
}
