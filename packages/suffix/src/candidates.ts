import type { Filter } from './part.ts'
import { isBreakName, pieceText } from './pieces.ts'
import { Reading, type Source } from './reading.ts'
import type { Vocabulary } from './vocabulary.ts'

/** What is known about a place where a piece is to be predicted. */
export interface Situation {
  vocabulary: Vocabulary
  /** The whole codebase; the file; what was lately inserted; what was lately removed. */
  sources: readonly [codebase: Source, file: Source, inserted: Source, removed: Source]
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

export const featureCount = 30
/** The probability of a piece before anything was read. */
export const unseen = 1 / 65_536
const limits = [16, 12, 6, 6] as const

/** Candidates for the next piece with their features, `featureCount` a row; one row more, the last, for none of them. */
export interface Choice {
  candidates: Candidate[]
  features: Float32Array
}

export function choose(situation: Situation): Choice {
  const { vocabulary, sources, context, partial, base, after, further } = situation
  const readings = sources.map((source) => new Reading(source, context))
  const candidates = collect(situation, readings)
  const latest = readings.map((reading) => reading.latest())
  const last = lastPlaces(context)
  const features = new Float32Array((candidates.length + 1) * featureCount)
  const sums = [0, 0, 0, 0]
  const tops = readings.map(({ top }) => Math.max(0, top) / 10)
  const written = Math.min(partial.length, 8) / 8
  candidates.forEach(({ token, text }, index) => {
    const row = index * featureCount
    for (let source = 0; source < 4; source++) {
      const reading = readings[source]!
      const probability = reading.probability(token, unseen)
      sums[source]! += probability
      features[row + source] = Math.log(probability) / 8
      features[row + 4 + source] = (reading.order + 1) / 10
      features[row + 8 + source] = reading.share
      features[row + 12 + source] = latest[source] === token ? 1 : 0
      features[row + 16 + source] = reading.top > 0 && reading.order === reading.top ? tops[source]! : 0
    }
    const distance = last.get(token)
    features[row + 20] = distance === undefined ? 0 : 1 / (1 + Math.log2(context.length - distance))
    features[row + 21] = isBreakName(vocabulary.names[token]!) ? 1 : 0
    features[row + 22] = /\w/.test(text) ? 1 : 0
    features[row + 23] = text.trim() === after && after !== '' ? 1 : 0
    features[row + 24] = Math.min(text.length - partial.length, 16) / 16
    features[row + 25] = text.length === partial.length ? 1 : 0
  })
  const row = candidates.length * featureCount
  for (let source = 0; source < 4; source++) {
    features[row + source] = Math.log(Math.max(1e-4, 1 - sums[source]!)) / 8
    features[row + 4 + source] = tops[source]!
  }
  features[row + 29] = 1
  for (let at = 0; at <= candidates.length; at++) {
    const start = at * featureCount
    features[start + 26] = written
    features[start + 27] = further ? 1 : 0
    features[start + 28] = isBreakName(partial) ? 1 : base.length > 0 ? 0.5 : 0
  }
  return { candidates, features }
}

function collect({ vocabulary, context, partial, base, names }: Situation, readings: Reading[]): Candidate[] {
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
    readings[source]!.collect(tokens, filter, vocabulary.names, limits[source]!, partial === '' ? 1 : 0)
  }
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

function lastPlaces(context: Int32Array): Map<number, number> {
  const last = new Map<number, number>()
  for (let at = Math.max(0, context.length - 400); at < context.length; at++) last.set(context[at]!, at)
  return last
}
