import { learnDialect, type Pair } from '../composing/dialect.ts'
import { columns, indentOf, isBlank, normalize, type Source } from '../lines.ts'
import { type Doubt, type Hunk, isDoubt } from '../result.ts'
import { similarity, wordsOf } from '../reading/similarity.ts'

/** One block of a patch: lines that stay, go and come, in order. */
export interface Replacement {
  ops: Op[]
  /** The block as it was written. */
  sketch: string
  /** The line where it says it is, 0-based. */
  hint?: number
  /** Lines that come somewhere before it, the outermost first. */
  anchors?: readonly string[]
  /** It says that it is the file's end. */
  atEnd?: boolean
  /** Every place is meant. */
  everywhere?: boolean
}

export interface Op {
  kind: 'keep' | 'remove' | 'insert'
  text: string
}

/** Finds the place of each block, whatever their order, and makes hunks of them. `ordered` blocks come from top to bottom. */
export function replaceAll(
  source: Source,
  blocks: readonly Replacement[],
  { ordered }: { ordered: boolean },
): Hunk[] | Doubt {
  const index = indexLines(source)
  const found: Match[][] = []
  for (const block of blocks) {
    const matches = findBlock(source, index, block)
    if (isDoubt(matches)) return matches
    found.push(matches)
  }
  const chosen = choose(source, blocks, found, ordered)
  if (isDoubt(chosen)) return chosen
  const hunks: Hunk[] = []
  for (const [at, matches] of chosen.entries()) {
    for (const match of matches) hunks.push(...hunksOf(source, blocks[at]!, match))
  }
  return apart(hunks, blocks)
}

/** Where a block stands: for each of its old lines that is not blank, the line of the file. */
interface Match {
  places: number[]
  /** 0: as written; more: less and less alike. */
  looseness: number
}

interface LineIndex {
  /** The lines that are not blank, and their normalized texts. */
  solid: number[]
  norms: string[]
  where: Map<string, number[]>
}

function indexLines({ lines }: Source): LineIndex {
  const solid: number[] = []
  const norms: string[] = []
  const where = new Map<string, number[]>()
  for (const [at, line] of lines.entries()) {
    if (isBlank(line)) continue
    const norm = normalize(line)
    const known = where.get(norm)
    if (known) known.push(solid.length)
    else where.set(norm, [solid.length])
    solid.push(at)
    norms.push(norm)
  }
  return { solid, norms, where }
}

const oldLines = ({ ops }: Replacement) => ops.filter(({ kind }) => kind !== 'insert').map(({ text }) => text)

function findBlock(source: Source, index: LineIndex, block: Replacement): Match[] | Doubt {
  const old = oldLines(block)
  const solid = old.filter((line) => !isBlank(line))
  if (solid.length === 0) {
    if (source.lines.every(isBlank) || block.atEnd) return [{ places: [], looseness: 0 }]
    return doubt(source, block, 'The block names no line of the file that would say where it belongs.')
  }
  const norms = solid.map(normalize)
  const exact = exactMatches(index, norms).map((places) => ({ places, looseness: looseness(source, old, places) }))
  if (exact.length > 0) {
    const best = Math.min(...exact.map((match) => match.looseness))
    return exact.filter((match) => match.looseness === best)
  }
  const near = nearMatches(source, index, solid, norms)
  if (near.length === 1) return near
  return doubt(
    source,
    block,
    near.length === 0
      ? 'The lines that the block replaces are not in the file.'
      : 'The lines that the block replaces are not in the file, and several places are like them.',
    near,
  )
}

function exactMatches({ solid, norms, where }: LineIndex, wanted: readonly string[]): number[][] {
  const rarest = rarestOf(where, wanted)
  const matches: number[][] = []
  for (const at of where.get(wanted[rarest]!) ?? []) {
    const start = at - rarest
    if (start < 0 || start + wanted.length > norms.length) continue
    if (wanted.every((norm, offset) => norms[start + offset] === norm)) {
      matches.push(wanted.map((_, offset) => solid[start + offset]!))
    }
  }
  return matches
}

const rarestOf = (where: LineIndex['where'], wanted: readonly string[]) =>
  wanted.reduce((best, norm, at) => {
    const count = (which: string) => where.get(which)?.length ?? 0
    return count(norm) < count(wanted[best]!) ? at : best
  }, 0)

/** Places where nearly all lines are the same, and the others alike: a model has misquoted a line or two. */
function nearMatches(source: Source, index: LineIndex, old: readonly string[], wanted: readonly string[]): Match[] {
  const { solid, norms, where } = index
  if (wanted.length < 3) return []
  const most = Math.max(1, Math.floor(wanted.length * 0.15))
  const votes = new Map<number, number>()
  for (const [offset, norm] of wanted.entries()) {
    const places = where.get(norm) ?? []
    if (places.length > 200) continue
    for (const at of places) votes.set(at - offset, (votes.get(at - offset) ?? 0) + 1)
  }
  const matches: { match: Match; agreed: number }[] = []
  for (const [start] of votes) {
    if (start < 0 || start + wanted.length > norms.length) continue
    const others = wanted.flatMap((norm, offset) => (norms[start + offset] === norm ? [] : [offset]))
    if (others.length > most) continue
    const alike = others.every((offset) => {
      const line = source.lines[solid[start + offset]!]!
      return similarity(wordsOf(old[offset]!), wordsOf(line)) >= 0.6
    })
    if (!alike) continue
    const places = wanted.map((_, offset) => solid[start + offset]!)
    matches.push({ match: { places, looseness: 10 }, agreed: wanted.length - others.length })
  }
  const best = Math.max(...matches.map(({ agreed }) => agreed))
  return matches.filter(({ agreed }) => agreed === best).map(({ match }) => match)
}

/** 0: the same; 1: but for blanks at line ends; 2: but for a common indentation; 3: but for blanks, quotes and empty lines. */
function looseness({ lines }: Source, old: readonly string[], places: readonly number[]): number {
  let worst = 0
  let previous = -1
  let next = 0
  const shifts = new Set<number>()
  for (const [at, line] of old.entries()) {
    if (isBlank(line)) continue
    const place = places[next]!
    if (next > 0 && place - places[next - 1]! !== at - previous) worst = Math.max(worst, 3)
    previous = at
    next++
    const own = lines[place]!
    shifts.add(columns(own) - columns(line))
    if (line === own) continue
    if (line.trimEnd() === own.trimEnd()) worst = Math.max(worst, 1)
    else worst = Math.max(worst, line.trim() === own.trim() ? 2 : 3)
  }
  return worst === 2 && shifts.size > 1 ? 3 : worst
}

function choose(
  source: Source,
  blocks: readonly Replacement[],
  found: readonly Match[][],
  ordered: boolean,
): Match[][] | Doubt {
  const chosen: Match[][] = found.map((matches, at) => (matches.length === 1 || blocks[at]!.everywhere ? matches : []))
  // What is certain says where the rest can be; each choice may make another certain.
  for (let changed = true; changed; ) {
    changed = false
    for (const [at, block] of blocks.entries()) {
      if (chosen[at]!.length > 0) continue
      const left = narrow(source, blocks, found, chosen, at, ordered)
      if (left.length !== 1) continue
      chosen[at] = left
      changed = true
      if (block.hint !== undefined) break
    }
  }
  // As many like blocks as there are places: each has one.
  for (const [at, block] of blocks.entries()) {
    if (chosen[at]!.length > 0) continue
    const alike = blocks.flatMap((other, index) => (sameOps(other, block) ? [index] : []))
    if (alike.length !== found[at]!.length) {
      const reason = `The lines that the block replaces are in the file ${found[at]!.length} times.`
      return doubt(source, block, reason, found[at])
    }
    for (const [order, index] of alike.entries()) chosen[index] = [found[at]![order]!]
  }
  return chosen
}

const sameOps = (a: Replacement, b: Replacement) =>
  a.ops.length === b.ops.length &&
  a.ops.every(({ kind, text }, at) => kind === b.ops[at]!.kind && text === b.ops[at]!.text)

/** The places of a block that what else is known leaves. */
function narrow(
  source: Source,
  blocks: readonly Replacement[],
  found: readonly Match[][],
  chosen: readonly Match[][],
  at: number,
  ordered: boolean,
): Match[] {
  const block = blocks[at]!
  let left = found[at]!.filter((match) => !chosen.some((others) => others.some((other) => overlaps(other, match))))
  if (ordered) {
    const before = chosen.slice(0, at).flat().at(-1)?.places.at(-1) ?? -1
    const after = chosen.slice(at + 1).flat()[0]?.places[0] ?? source.lines.length
    left = left.filter(({ places }) => places[0]! > before && places.at(-1)! < after)
  }
  if (block.atEnd) left = left.filter(({ places }) => source.lines.slice(places.at(-1)! + 1).every(isBlank))
  if (left.length > 1 && block.anchors?.length) left = underAnchors(source, block.anchors, left)
  if (left.length > 1 && block.hint !== undefined) left = byNumbers(blocks, chosen, block, left)
  return left
}

const overlaps = (a: Match, b: Match) =>
  a.places.length > 0 && b.places.length > 0 && a.places[0]! <= b.places.at(-1)! && b.places[0]! <= a.places.at(-1)!

/** Those that come after all anchors; if several do, the one inside the last anchor's block. */
function underAnchors({ lines }: Source, anchors: readonly string[], matches: readonly Match[]): Match[] {
  let from = -1
  for (const anchor of anchors) {
    const wanted = normalize(anchor)
    // An anchor that stands at several places does not say which.
    const places = lines.filter((line, index) => index > from && normalize(line) === wanted).length
    if (places > 1) return [...matches]
    const same = lines.findIndex((line, at) => at > from && normalize(line) === wanted)
    const at = same === -1 ? lines.findIndex((line, index) => index > from && normalize(line).includes(wanted)) : same
    if (at === -1) return [...matches]
    from = at
  }
  const depth = columns(lines[from]!)
  const found = lines.findIndex((line, at) => at > from && !isBlank(line) && columns(line) <= depth)
  const end = found === -1 ? lines.length : found
  const after = matches.filter(({ places }) => places.at(-1)! >= from)
  const inside = after.filter(({ places }) => places[0]! >= from - 3 && places[0]! <= end)
  return inside.length > 0 ? inside : after
}

/** By the line number that the block names, where it is right, or wrong by as much as those of the blocks around it. */
function byNumbers(
  blocks: readonly Replacement[],
  chosen: readonly Match[][],
  block: Replacement,
  matches: readonly Match[],
): Match[] {
  const known = blocks.flatMap((other, at) => {
    const place = chosen[at]![0]?.places[0]
    return place === undefined || other.hint === undefined ? [] : [place - firstSolid(other) - other.hint]
  })
  const shifts = new Set(known.length > 0 ? known : [0])
  if (shifts.size > 1) return [...matches]
  const [shift = 0] = shifts
  const exact = matches.filter(({ places }) => places[0]! - firstSolid(block) === block.hint! + shift)
  return exact.length === 1 ? exact : [...matches]
}

const firstSolid = (block: Replacement) => oldLines(block).findIndex((line) => !isBlank(line))

function hunksOf(source: Source, block: Replacement, { places, looseness: loose }: Match): Hunk[] {
  const { lines } = source
  const { ops } = block
  if (places.length === 0) {
    const fresh = ops.filter(({ kind }) => kind === 'insert').map(({ text }) => text)
    const blank = lines.every(isBlank)
    return [{ from: blank ? 0 : lines.length, to: lines.length, lines: fresh }]
  }
  const dialect = loose < 2 ? undefined : learnDialect(pairsOf(ops, places, lines))
  const hunks: Hunk[] = []
  let next = 0
  let at = places[0]! - blanksBefore(ops, places[0]!, lines)
  const put = (from: number, to: number, fresh: string[]) => {
    const last = hunks.at(-1)
    if (last && last.to === from) {
      last.to = to
      last.lines.push(...fresh)
    } else hunks.push({ from, to, lines: fresh })
  }
  for (const { kind, text } of ops) {
    if (kind === 'insert') put(at, at, [dialect ? dialect.translate(text) : text])
    else if (isBlank(text)) {
      if (at >= lines.length || !isBlank(lines[at]!)) continue
      if (kind === 'remove') put(at, at + 1, [])
      at++
    } else {
      const place = places[next++]!
      if (kind === 'remove') put(place, place + 1, [])
      at = place + 1
    }
  }
  return hunks
}

function pairsOf(ops: readonly Op[], places: readonly number[], lines: readonly string[]): Pair[] {
  const old = ops.filter(({ kind, text }) => kind !== 'insert' && !isBlank(text))
  const pairs = old.map(({ kind, text }, at) => ({ kind, pair: { sketch: text, file: lines[places[at]!]! } }))
  // Context often comes without the column that says that it is context; what goes has its sign.
  const removed = pairs.filter(({ kind }) => kind === 'remove')
  return (removed.length > 0 ? removed : pairs).map(({ pair }) =>
    indentOf(pair.file).length - indentOf(pair.sketch).length === 1 ? { ...pair, sketch: pair.file } : pair,
  )
}

function blanksBefore(ops: readonly Op[], first: number, lines: readonly string[]): number {
  const leading = ops.findIndex(({ kind, text }) => kind !== 'insert' && !isBlank(text))
  let count = ops.slice(0, leading).filter(({ kind }) => kind !== 'insert').length
  while (count > 0 && !(first >= count && lines.slice(first - count, first).every(isBlank))) count--
  return count
}

/** Hunks in order, none over another. */
function apart(hunks: Hunk[], blocks: readonly Replacement[]): Hunk[] | Doubt {
  hunks.sort((a, b) => a.from - b.from || a.to - b.to)
  for (const [at, hunk] of hunks.entries()) {
    const before = hunks[at - 1]
    if (before && (hunk.from < before.to || (hunk.from === before.from && hunk.to === before.to))) {
      return {
        reason: 'Two blocks change the same lines.',
        region: { start: before.from, end: Math.max(before.to, hunk.to) },
        sketch: blocks.map(({ sketch }) => sketch).join('\n'),
      }
    }
  }
  return hunks
}

function doubt({ lines }: Source, block: Replacement, reason: string, matches: readonly Match[] = []): Doubt {
  const places = matches.flatMap((match) => match.places)
  const region =
    places.length === 0 ? { start: 0, end: lines.length } : { start: Math.min(...places), end: Math.max(...places) + 1 }
  return { reason, region, sketch: block.sketch }
}
