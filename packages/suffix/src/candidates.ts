import { align, type Aligned } from './align.ts'
import type { Recent, Shapes } from './abstraction.ts'
import type { Filter } from './part.ts'
import { isBreakName, pieceText } from './pieces.ts'
import { longestContext, type Reading, type Readings } from './reading.ts'
import type { Vocabulary } from './vocabulary.ts'

/** What is known about a place where a piece is to be predicted. */
export interface Situation {
  vocabulary: Vocabulary
  /**
   * Of the whole codebase; the file; what was lately inserted; what was lately removed; then of the shapes of the file and of
   * the codebase.
   */
  readings: Readings
  shapes: Shapes
  /** The pieces that were lately inserted, and those that were removed. */
  lately: readonly [inserted: Int32Array, removed: Int32Array]
  /** The pieces before, oldest first. */
  context: Int32Array
  /** What is already there of the piece to predict. */
  partial: string
  /** The indentation of the line. */
  base: string
  /** The first piece of what is after the caret, without blanks. */
  after: string
  /** Whether an earlier piece is predicted too, so that the user may want to end before this one. */
  further: boolean
  /** Names that are in scope. */
  names: readonly string[]
}

export interface Candidate {
  token: number
  /** All that the piece writes, `partial` included. */
  text: string
}

const perSource = 5
const sourceCount = 6
const own = perSource * sourceCount
const aligned = own + 14
export const featureCount = aligned + 6
const limits = [16, 12, 6, 6, 6, 6] as const
const shapeSource = 4

/** Candidates for the next piece with their features, `featureCount` a row; one row more, the last, for none of them. */
export interface Choice {
  candidates: Candidate[]
  features: Float32Array
}

export function choose(situation: Situation): Choice {
  const { vocabulary, shapes, context, partial, base, after, further, lately, names } = situation
  const situated = shapes.situate(context, longestContext)
  const readings = situation.readings.after(context, situated.shapes, shapeSource)
  // In the codebase as a whole no place is later than another.
  const latest = readings.map((reading, index) => (index === 0 || index === sourceCount - 1 ? 0 : reading.latest()))
  const last = lastPlaces(context)
  const alignments = [
    align(vocabulary, context, lately[1]),
    align(vocabulary, context, lately[0]),
    align(vocabulary, context, context, true),
  ]
  const candidates = collect(situation, readings, situated.recent, alignments)
  const features = new Float32Array((candidates.length + 1) * featureCount)
  const inScope = new Set(names)
  const sums = readings.map(() => 0)
  const tops = readings.map(({ top }) => Math.max(0, top) / 10)
  const written = Math.min(partial.length, 8) / 8
  candidates.forEach(({ token, text }, index) => {
    const row = index * featureCount
    const shape = shapes.next(token, situated.recent)
    for (let source = 0; source < sourceCount; source++) {
      const reading = readings[source]!
      const known = source < shapeSource ? token : shape
      const probability = reading.probability(known)
      sums[source]! += probability
      const at = row + source * perSource
      features[at] = Math.log(probability) / 8
      features[at + 1] = (reading.order + 1) / 10
      features[at + 2] = reading.share
      features[at + 3] = latest[source] === known ? 1 : 0
      features[at + 4] = reading.top > 0 && reading.order === reading.top ? tops[source]! : 0
      if (source < 2) features[row + own + source] = Math.log1p(reading.count) / 8
    }
    const distance = last.get(token)
    const rest = row + own + 2
    features[rest] =
      distance === undefined
        ? inScope.has(text.trimStart())
          ? 0.2
          : 0
        : 1 / (1 + Math.log2(context.length - distance))
    features[rest + 1] = isBreakName(vocabulary.names[token]!) ? 1 : 0
    features[rest + 2] = /\w/.test(text) ? 1 : 0
    features[rest + 3] = text.trim() === after && after !== '' ? 1 : 0
    features[rest + 4] = Math.min(text.length - partial.length, 16) / 16
    features[rest + 5] = text.length === partial.length ? 1 : 0
    alignments.forEach((one, which) => {
      if (one.token === token) features[row + aligned + which] = Math.min(60, one.score) / 30
    })
  })
  const row = candidates.length * featureCount
  for (let source = 0; source < sourceCount; source++) {
    features[row + source * perSource] = Math.log(Math.max(1e-4, 1 - sums[source]!)) / 8
    features[row + source * perSource + 1] = tops[source]!
  }
  features[row + own + 13] = 1
  const startsLine = context.length === 0 || isBreakName(vocabulary.names[context.at(-1)!]!)
  const prose = isProse(vocabulary, context)
  for (let at = 0; at <= candidates.length; at++) {
    const start = at * featureCount + own + 8
    features[start] = written
    features[start + 1] = further ? 1 : 0
    features[start + 3] = startsLine ? 1 : 0
    features[start + 4] = prose ? 1 : 0
    alignments.forEach((one, which) => {
      features[at * featureCount + aligned + 3 + which] = Math.min(60, one.score) / 30
    })
    features[start + 2] = isBreakName(partial) ? 1 : base.length > 0 ? 0.5 : 0
  }
  return { candidates, features }
}

function collect(
  { vocabulary, shapes, context, partial, base, names }: Situation,
  readings: readonly Reading[],
  recent: Recent,
  alignments: readonly Aligned[],
): Candidate[] {
  const isBreak = partial.charCodeAt(0) === 10
  const prefix = isBreak ? '\n' : partial
  const [from, to] = vocabulary.withPrefix(prefix)
  const filter: Filter = {
    prefix,
    from,
    to,
    sorted: vocabulary.sorted,
    fits: (token) => vocabulary.names[token]!.startsWith(prefix),
  }
  const tokens = new Set<number>()
  for (let source = 3; source >= 0; source--) {
    readings[source]!.collect(tokens, filter, vocabulary.compare, limits[source]!, partial === '' ? 1 : 0)
  }
  for (let source = shapeSource; source < sourceCount; source++) {
    const found = new Set<number>()
    readings[source]!.collect(found, allShapes, shapes.compare, limits[source]!, 1)
    for (const shape of found) {
      const text = shapes.text(shape, recent)
      if (text?.startsWith(prefix)) tokens.add(vocabulary.add(text))
    }
  }
  for (const { token } of alignments) if (token !== 0 && vocabulary.names[token]!.startsWith(prefix)) tokens.add(token)
  if (partial !== '' && !isBreak) {
    for (let at = context.length - 1, found = 0; at >= 0 && found < 6; at--) {
      const token = context[at]!
      if (!tokens.has(token) && vocabulary.names[token]!.startsWith(partial)) {
        tokens.add(token)
        found++
      }
    }
    const spaced = partial.startsWith(' ')
    for (const name of names) {
      const text = spaced ? ` ${name}` : name
      if (text.startsWith(partial)) tokens.add(vocabulary.add(text))
    }
    // The piece may well be complete.
    tokens.add(vocabulary.add(partial))
  }
  const candidates: Candidate[] = []
  for (const token of tokens) {
    const text = pieceText(vocabulary.names[token]!, base)
    if (text !== undefined && text.length > 0 && text.startsWith(partial)) candidates.push({ token, text })
  }
  return candidates
}

const allShapes: Filter = { prefix: '', from: 1, to: 2 ** 31 - 1, sorted: 2 ** 31 - 1, fits: () => true }

/** Whether the line is a comment from its start. */
function isProse(vocabulary: Vocabulary, context: Int32Array): boolean {
  for (let at = context.length - 1; at >= 0; at--) {
    const name = vocabulary.names[context[at]!]!
    if (at === 0 || isBreakName(vocabulary.names[context[at - 1]!]!)) return commentStarts.has(name)
  }
  return false
}

const commentStarts = new Set(['//', '///', '#', '*', '/**', '/*', '--'])

function lastPlaces(context: Int32Array): Map<number, number> {
  const last = new Map<number, number>()
  for (let at = Math.max(0, context.length - 400); at < context.length; at++) last.set(context[at]!, at)
  return last
}
