import { changeWord, isWord, linear, partsOf, type PartChange, probabilityOf, type TokenIndex } from '@caret/patterns'
import { isAt, isElsewhere, type RenamedBinding } from '../bindings.ts'
import type { Caret } from '../predictor.ts'
import { lineBreaks, lineStart } from './lines.ts'
import type { EditSource, Proposal } from './source.ts'
import { whereabouts } from './whereabouts.ts'

/** How many of the last edits are looked at, and how much of the codebase. */
const reach = 6
const mostFiles = 16
const mostWords = 24
const mostRuns = 40

/**
 * A name became another: so do the names made of it, in each one's own style (`userId` → `accountId` makes `setAccountId` of
 * `setUserId` and `account_id` of `user_id`), all those on a line and the lines next to it at once. Where a language server has
 * said what the name means, only that has the new one.
 */
export const rename: EditSource = {
  name: 'rename',
  propose: ({ pattern, index, caret, renamed }) => {
    const proposals: Proposal[] = []
    for (const { change: made, age, part, kin, repeats } of pattern.changes) {
      if (age >= reach) continue
      const [from, to] = [made.removed[0], made.inserted[0]]
      if (made.removed.length !== 1 || made.inserted.length !== 1 || !isWord(from!) || !isWord(to!)) continue
      if (/^\d/.test(from!) || partsOf(from!).length === 0 || partsOf(to!).length === 0) continue
      const bindings = renamed.filter((binding) => binding.from === from && binding.to === to)
      // A short name alone says nothing of what else has it, nor of what is made of it.
      if (from!.length < 3 && bindings.length === 0) continue
      const exact = index.number(from!)
      for (const { path, start, end, insert, features } of runsOf(from!, to!, index, caret, bindings)) {
        const all = {
          ...features,
          age: Math.log2(1 + age),
          part: part ? 1 : 0,
          left: exact !== undefined && index.holders(exact).size > 0 ? 1 : 0,
          // Where the new name is known elsewhere, another thing is meant, and no thing has another name.
          known: Math.log2(index.number(to!) === undefined ? 1 : Math.max(1, index.holders(index.number(to!)!).size)),
          declared: declarators.has(made.left[0] ?? '') ? 1 : 0,
          assigned: /^[:=?]$/.test(made.right[0] ?? '') ? 1 : 0,
          quoted: /^["'`/]$/.test(made.left[0] ?? '') ? 1 : 0,
          member: made.left[0] === '.' ? 1 : 0,
          kin: Math.log2(1 + kin),
          repeats: Math.log2(repeats),
        }
        proposals.push({
          edit: { path, offset: start, remove: end - start, insert },
          source: 'rename',
          probability: probabilityOf(scoreOf(all)),
          features: all,
          reason: `${from} is ${to} now`,
          family: `${from} → ${to}`,
        })
      }
    }
    return proposals
  },
}

const declarators = new Set(
  'function const let var type interface class enum struct trait impl mod def func fn static val'.split(' '),
)

interface Run {
  path: string
  start: number
  end: number
  insert: string
  features: Record<string, number>
}

/** Runs of adjacent lines that have names to change. */
function runsOf(from: string, to: string, index: TokenIndex, caret: Caret, bindings: readonly RenamedBinding[]): Run[] {
  const [old, fresh] = [from, to].map((name) => partsOf(name).map((part) => part.toLowerCase())) as [string[], string[]]
  const change: PartChange = { from: old, to: fresh }
  const rarest = old.toSorted((a, b) => index.related(a).length - index.related(b).length)[0]!
  const exact = index.number(from)
  const isShort = from.length < 3
  const changed = new Map<number, string>()
  // Bound, the name itself must not be lost among all that are made of it.
  if (exact !== undefined && bindings.length > 0) changed.set(exact, to)
  for (const number of isShort ? [] : index.related(rarest)) {
    if (changed.size >= mostWords) break
    if (index.holders(number).size === 0) continue
    const word = index.token(number) === from ? to : changeWord(index.token(number), change)
    if (word !== undefined) changed.set(number, word)
  }
  const dashed = dashedName(old, fresh, index)
  const files = new Set<string>()
  for (const { path } of bindings) files.add(path)
  for (const number of isShort ? [] : [...changed.keys(), ...(dashed ? [dashed.tokens[0]!] : [])]) {
    if (index.holders(number).has(caret.path)) files.add(caret.path)
    for (const path of index.holders(number)) if (files.size < mostFiles) files.add(path)
  }
  const runs: Run[] = []
  // What only one file knows has nothing made of it in others.
  const isLocal = bindings.length > 0 && bindings.every((binding) => binding.files?.length === 1)
  for (const path of files) {
    const isOther = bindings.length > 0 && isElsewhere(path, bindings)
    if (isOther && isLocal) continue
    const tokens = index.tokens(path)!
    const { starts, ends } = index.lexed(path)!
    const known = bindings.filter((binding) => binding.path === path)
    const ranges = known.length > 0 ? known.flatMap((binding) => binding.ranges) : undefined
    const places: Occurrence[] = []
    for (const [number, word] of changed) {
      for (let at = tokens.indexOf(number); at >= 0; at = tokens.indexOf(number, at + 1)) {
        if (number === exact && (isOther || (ranges && !isAt(ranges, starts[at]!, ends[at]!)))) continue
        places.push({ at, last: at, word, derived: number !== exact })
      }
    }
    if (dashed) {
      const [first] = dashed.tokens
      for (let at = tokens.indexOf(first!); at >= 0; at = tokens.indexOf(first!, at + 1)) {
        if (!dashed.tokens.every((token, offset) => tokens[at + offset] === token)) continue
        places.push({ at, last: at + dashed.tokens.length - 1, word: dashed.word, derived: true })
      }
    }
    const sorted = places.toSorted((a, b) => a.at - b.at)
    runs.push(...runsIn(path, sorted, index, caret, ranges !== undefined))
    if (runs.length > mostRuns) break
  }
  for (const run of runs) run.features.runs = Math.log2(runs.length)
  return runs
}

/** A name in a file: tokens `at` to `last`, and what becomes of it. */
interface Occurrence {
  at: number
  last: number
  word: string
  /** Made of the name, and not the name itself. */
  derived: boolean
}

/** A name as `user-id`, which is several tokens. */
function dashedName(old: readonly string[], fresh: readonly string[], index: TokenIndex) {
  if (old.length < 2) return undefined
  const tokens = old.flatMap((part, at) => (at > 0 ? ['-', part] : [part])).map((token) => index.number(token) ?? -1)
  return tokens.includes(-1) ? undefined : { tokens, word: fresh.join('-') }
}

/** @param isBound the name itself is certain, and what is made of it is not: they do not change as one */
function runsIn(path: string, places: readonly Occurrence[], index: TokenIndex, caret: Caret, isBound: boolean): Run[] {
  const lexed = index.lexed(path)!
  const { text, starts, ends } = lexed
  const here = path === caret.path
  const runs: (Run & { derived: number; count: number })[] = []
  for (const { at, last: to, word, derived: isDerived } of places) {
    const [start, end] = [starts[at]!, ends[to]!]
    const derived = isDerived ? 1 : 0
    const last = runs.at(-1)
    const between = last && text.slice(last.end, start)
    const isOneKind = !isBound || isDerived === (last?.derived ?? 0) > 0
    if (last && isOneKind && lineBreaks(between!) <= 1) {
      last.insert += between + word
      last.end = end
      last.derived += derived
      last.count++
    } else runs.push({ path, start, end, insert: word, derived, count: 1, features: {} })
  }
  const passed = here ? runs.filter(({ end }) => end < lineStart(text, caret.offset)).length : 0
  for (const [turn, run] of runs.entries()) {
    const where = whereabouts(path, run.start, caret)
    run.features = {
      ...where,
      folder: path.slice(0, path.lastIndexOf('/')) === caret.path.slice(0, caret.path.lastIndexOf('/')) ? 1 : 0,
      derived: run.derived > 0 ? 1 : 0,
      allDerived: run.derived === run.count ? 1 : 0,
      count: Math.log2(run.count),
      nearer: Math.log2(1 + (where.below ? turn - passed : turn)),
      passed: Math.log2(1 + passed),
    }
  }
  return runs
}

/** Fitted (logistic regression) on replays of real commits, in nats. */
const weights: Record<string, number> = {
  age: -0.83,
  allDerived: -3.24,
  below: 2.39,
  count: -2.33,
  derived: 1.77,
  distance: -0.42,
  folder: 1.2,
  here: 4.25,
  left: 0.74,
  nearer: -0.16,
  onward: 2.55,
  part: -3.02,
  passed: -0.26,
  runs: -0.09,
}
const bias = -5.29

/** Log odds that it is what comes next. */
const scoreOf = linear(weights, bias)
