import {
  type Change,
  changeWord,
  keepFound,
  type Lexed,
  partsOf,
  type PartChange,
  type TokenIndex,
} from '@caret/patterns'
import { isAt, isElsewhere, type RenamedBinding } from '../bindings.ts'
import type { Caret } from '../predictor.ts'
import { derivedWords, type Derived as DerivedWords } from './derived.ts'
import { lineEnd, lineStart } from './lines.ts'
import { whereabouts } from './whereabouts.ts'

const mostFiles = 16
const mostWords = 24
const mostRuns = 40

/** Names on adjacent lines, and what becomes of them. */
export interface Run {
  path: string
  start: number
  end: number
  insert: string
  features: Record<string, number>
}

/**
 * Where a renamed name still has its old one, and what is made of it.
 * @param made one word gave way to another
 * @param bindings what language servers say of that name
 */
export function runsOf(made: Change, index: TokenIndex, caret: Caret, bindings: readonly RenamedBinding[]): Run[] {
  const [from, to] = [made.removed[0]!, made.inserted[0]!]
  const exact = index.number(from)
  const isShort = from.length < 3
  const derived = derivedOf(made, index)
  const changed = new Map<number, string>()
  // Bound, the name itself must not be lost among all that are made of it.
  if (exact !== undefined && bindings.length > 0) changed.set(exact, to)
  for (const [number, word] of isShort ? [] : derived.words) {
    if (changed.size >= mostWords) break
    if (index.holders(number).size > 0) changed.set(number, word)
  }
  const files = new Set(bindings.map(({ path }) => path))
  for (const number of isShort ? [] : [...changed.keys(), ...derived.dashed.slice(0, 1)]) {
    if (index.holders(number).has(caret.path)) files.add(caret.path)
    for (const path of index.holders(number)) {
      if (files.size >= mostFiles) break
      files.add(path)
    }
  }
  const runs: Run[] = []
  // What only one file knows has nothing made of it in others.
  const isLocal = bindings.length > 0 && bindings.every((binding) => binding.files?.length === 1)
  for (const path of files) {
    const isOther = bindings.length > 0 && isElsewhere(path, bindings)
    if (isOther && isLocal) continue
    const tokens = index.tokens(path)!
    const lexed = index.lexed(path)!
    const known = bindings.filter((binding) => binding.path === path)
    const ranges = known.length > 0 ? known.flatMap((binding) => binding.ranges) : undefined
    const isMeant = ({ at, last, derived }: Occurrence) =>
      derived || (!isOther && (!ranges || isAt(ranges, lexed.starts[at]!, lexed.ends[last]!)))
    const find = () => {
      const here = [...changed].filter(([number]) => index.holders(number).has(path))
      const places = occurrencesOf(here, exact, tokens).concat(dashedOnes(derived, tokens))
      return stretchesOf(
        places.filter(isMeant).sort((a, b) => a.at - b.at),
        lexed,
        ranges !== undefined,
      )
    }
    const stretches = bindings.length > 0 ? find() : found(made, tokens, find)
    runs.push(...nextOf(stretches, path, lexed.text, caret))
    if (runs.length > mostRuns) break
  }
  for (const run of runs) run.features.runs = Math.log2(runs.length)
  return runs
}

const found = keepFound<Stretch[]>()

/** Names that are made of a name, by number, with what becomes of them; the name itself is among them. */
interface Derived {
  words: DerivedWords
  /** The name as `user-id`, which is several tokens; empty where it has no such form. */
  dashed: number[]
  fresh: string
}

function derivedOf(made: Change, index: TokenIndex): Derived {
  const [from, to] = [made.removed[0]!, made.inserted[0]!]
  const [old, fresh] = [from, to].map((name) => partsOf(name).map((part) => part.toLowerCase())) as [string[], string[]]
  const change: PartChange = { from: old, to: fresh }
  const words = derivedWords(made, old, index, (word) => (word === from ? to : changeWord(word, change)))
  const dashed = old.flatMap((part, at) => (at > 0 ? ['-', part] : [part])).map((token) => index.number(token) ?? -1)
  return {
    words,
    dashed: old.length < 2 || dashed.includes(-1) ? [] : dashed,
    fresh: fresh.join('-'),
  }
}

/** A name in a file: tokens `at` to `last`, and what becomes of it. */
interface Occurrence {
  at: number
  last: number
  word: string
  /** Made of the name, and not the name itself. */
  derived: boolean
}

function occurrencesOf(
  changed: readonly (readonly [number: number, word: string])[],
  exact: number | undefined,
  tokens: Int32Array,
): Occurrence[] {
  const places: Occurrence[] = []
  for (const [number, word] of changed) {
    for (let at = tokens.indexOf(number); at >= 0; at = tokens.indexOf(number, at + 1)) {
      places.push({ at, last: at, word, derived: number !== exact })
    }
  }
  return places
}

function dashedOnes({ dashed, fresh: word }: Derived, tokens: Int32Array): Occurrence[] {
  const places: Occurrence[] = []
  if (dashed.length === 0) return places
  for (let at = tokens.indexOf(dashed[0]!); at >= 0; at = tokens.indexOf(dashed[0]!, at + 1)) {
    if (!dashed.every((token, offset) => tokens[at + offset] === token)) continue
    places.push({ at, last: at + dashed.length - 1, word, derived: true })
  }
  return places
}

/** Names that change together, and where in the text. */
interface Stretch {
  start: number
  end: number
  insert: string
  /** How many names, and how many of them are made of the name. */
  count: number
  derived: number
}

/** @param isBound the name itself is certain, and what is made of it is not: they do not change as one */
function stretchesOf(places: readonly Occurrence[], { text, starts, ends }: Lexed, isBound: boolean): Stretch[] {
  const stretches: Stretch[] = []
  for (const place of places) {
    const [start, end] = [starts[place.at]!, ends[place.last]!]
    const last = stretches.at(-1)
    const derived = place.derived ? 1 : 0
    const isOneKind = !isBound || place.derived === (last?.derived ?? 0) > 0
    if (last && isOneKind && lineStart(text, start) <= lineEnd(text, last.end)) {
      last.insert += text.slice(last.end, start) + place.word
      last.end = end
      last.count++
      last.derived += derived
    } else stretches.push({ start, end, insert: place.word, count: 1, derived })
  }
  return stretches
}

/** Those that come next from the caret on, down and then from the top; so many at most. */
function nextOf(stretches: readonly Stretch[], path: string, text: string, caret: Caret): Run[] {
  const line = lineStart(text, caret.offset)
  const passed = path === caret.path ? stretches.filter(({ end }) => end < line).length : 0
  const next = [...stretches.slice(passed), ...stretches.slice(0, passed)].slice(0, mostRuns)
  const folder = folderOf(path) === folderOf(caret.path) ? 1 : 0
  return next.map(({ start, end, insert, count, derived }, at) => {
    const { here, below, onward, distance } = whereabouts(path, start, caret)
    const turn = (at + passed) % stretches.length
    return {
      path,
      start,
      end,
      insert,
      features: {
        here,
        below,
        onward,
        distance,
        folder,
        derived: derived > 0 ? 1 : 0,
        allDerived: derived === count ? 1 : 0,
        count: Math.log2(count),
        nearer: Math.log2(1 + (below ? turn - passed : turn)),
        passed: Math.log2(1 + passed),
        runs: 0,
      },
    }
  })
}

const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/'))
