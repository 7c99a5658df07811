import type { Change } from './change.ts'
import { keepFound, keepNearest, Places } from './found.ts'
import { isWord } from './lex.ts'
import type { Match } from './literal.ts'
import type { TokenIndex } from './token-index.ts'
import { changeWord, partChange, type PartChange, partsOf, pluralOf } from './words.ts'

/** A place that is like the example but for some words, and the change with these words put in. */
export interface SimilarMatch extends Match {
  change: Change
  /** How many words differ. */
  differing: number
  /** Bits of the tokens that agree. */
  agreed: number
}

const width = 5
const mostPlaces = 150
/** Files near the user that are searched for places of the same shape, and places tried in each. */
const mostNear = 8
const mostOfShape = 300
/** Words that may differ. */
const mostBound = 3

/**
 * Places where other words stand in for some of the example's: what the example removes there is the same but for words, and
 * what it inserts is made from the words found (`get(user)` → `getUser()` makes `getOrder()` of `get(order)`).
 */
export function matchSimilar(change: Change, index: TokenIndex, order: readonly string[]): SimilarMatch[] {
  const { window, lead } = windowOf(change)
  if (window.length > 60) return []
  const numbers = index.numbers(window)
  const bits = window.map((token) => Math.min(10, index.bits(token)))
  const matches: SimilarMatch[] = []
  const places = new Places()
  /** Tries the places in a file that have the window's token `anchor`, so many at most; gives how many. */
  const search = (path: string, anchor: number, most: number) => {
    const tokens = index.tokens(path)!
    const known = searches(change, tokens, () => [])
    const found = (known[anchor] ??= { tried: 0, next: tokens.indexOf(numbers[anchor]!), alike: [] })
    for (; found.next >= 0 && found.tried < most; found.tried++) {
      const from = found.next - anchor + lead
      const likeness = align(change, tokens, from, window, numbers, lead, index)
      if (likeness) found.alike.push({ turn: found.tried, from, likeness })
      found.next = tokens.indexOf(numbers[anchor]!, found.next + 1)
    }
    for (const { turn, from, likeness } of found.alike) {
      if (turn >= most) break
      const match = matchOf(change, path, from, likeness, bits)
      if (match && places.add(path, from)) matches.push(match)
    }
    return Math.min(found.tried, most)
  }
  const filesWith = (anchor: number) =>
    (nearestBy[anchor] ??= keepNearest())(change, [numbers[anchor]!], index, order, mostPlaces)
  let tried = 0
  for (const anchor of anchorsOf(window, numbers, index)) {
    for (const path of filesWith(anchor)) {
      if (tried >= mostPlaces) break
      tried += search(path, anchor, mostPlaces - tried)
    }
  }
  const shape = shapeAnchor(change, lead, numbers, bits)
  if (shape !== undefined) {
    for (const path of filesWith(shape).slice(0, mostNear)) search(path, shape, mostOfShape)
  }
  return matches
}

/** What a change removes with some of its neighbours; `lead` of them stand before it. */
interface Window {
  window: readonly string[]
  lead: number
}

function windowOf(change: Change): Window {
  let known = windows.get(change)
  if (!known) {
    const left = change.left.slice(0, width).reverse()
    known = { window: [...left, ...change.removed, ...change.right.slice(0, width)], lead: left.length }
    windows.set(change, known)
  }
  return known
}

const windows = new WeakMap<Change, Window>()

/** By the index of the token in the window. */
const nearestBy: ReturnType<typeof keepNearest>[] = []

/** What a search for one token of the window has found in a file so far. */
interface Search {
  /** How many places were tried, and the next one; −1 where there is none. */
  tried: number
  next: number
  /** Those like the example, and as the how manieth each was tried. */
  alike: { turn: number; from: number; likeness: Likeness }[]
}

/** By the index of the token in the window. */
const searches = keepFound<Search[]>()

/** Where to look for places whose words may all be others: the rarest sign of what is removed, if that has several. */
function shapeAnchor(
  { removed }: Change,
  lead: number,
  numbers: readonly number[],
  bits: readonly number[],
): number | undefined {
  const signs = removed.map((_, at) => at).filter((at) => !isWord(removed[at]!) && numbers[lead + at] !== -1)
  if (signs.length < 2) return undefined
  return lead + signs.reduce((best, at) => (bits[lead + at]! > bits[lead + best]! ? at : best))
}

/** How a place is like an example, whatever its tokens say. */
interface Likeness {
  /** What stands for the example's words. */
  bound: ReadonlyMap<string, string>
  /** Which of the window's tokens agree. */
  same: readonly number[]
  left: number
  right: number
  /** Made when it is first needed; null where there is none. */
  change: Change | null | undefined
}

function matchOf(
  change: Change,
  path: string,
  from: number,
  likeness: Likeness,
  bits: readonly number[],
): SimilarMatch | undefined {
  const { bound, same, left, right } = likeness
  let agreed = 0
  for (const slot of same) agreed += bits[slot]!
  if (agreed < 14) return undefined
  if (likeness.change === undefined) likeness.change = substituteOnce(change, bound)
  if (!likeness.change) return undefined
  const to = from + change.removed.length
  return { path, from, to, left, right, change: likeness.change, differing: bound.size, agreed }
}

/** Null where the place is not like the example, or the same. */
function align(
  change: Change,
  tokens: Int32Array,
  from: number,
  window: readonly string[],
  numbers: readonly number[],
  lead: number,
  index: TokenIndex,
): Likeness | null {
  const to = from + change.removed.length
  if (from < 0 || to > tokens.length) return null
  const shift = lead - from
  // A pair of each word that has another in its place: nearly all places are given up before it is worth a map.
  const mine: string[] = []
  const theirs: string[] = []
  const same: number[] = []
  // Within what is removed all signs agree, and a word stands for a word, always the same one.
  for (let at = from; at < to; at++) {
    if (tokens[at] === numbers[at + shift]) {
      same.push(at + shift)
      continue
    }
    const [own, other] = [window[at + shift]!, index.token(tokens[at]!)]
    if (!isWord(own) || !isWord(other)) return null
    const known = mine.indexOf(own)
    if (known >= 0 && theirs[known] !== other) return null
    if (known < 0 && mine.push(own) > mostBound) return null
    if (known < 0) theirs.push(other)
  }
  /** How many tokens agree without a gap, from `start` on; undefined where too many words differ. */
  const side = (start: number, step: 1 | -1) => {
    let near = 0
    let contiguous = true
    for (let at = start; at >= 0 && at < tokens.length; at += step) {
      const slot = at + shift
      if (slot < 0 || slot >= window.length) break
      if (tokens[at] === numbers[slot]) {
        same.push(slot)
        if (contiguous) near++
        continue
      }
      contiguous = false
      const [own, other] = [window[slot]!, index.token(tokens[at]!)]
      if (!isWord(own) || !isWord(other)) break
      if (mine.includes(own)) continue
      if (mine.push(own) > mostBound) return undefined
      theirs.push(other)
    }
    return near
  }
  const left = side(from - 1, -1)
  if (left === undefined) return null
  const right = side(to, 1)
  if (right === undefined || mine.length === 0) return null
  return { bound: new Map(mine.map((own, at) => [own, theirs[at]!])), same, left, right, change: undefined }
}

/** The same words stand in many places, and still do after an edit. */
function substituteOnce(change: Change, bound: ReadonlyMap<string, string>): Change | null {
  let known = substituted.get(change)
  if (!known) substituted.set(change, (known = new Map()))
  const key = [...bound].join(' ')
  let made = known.get(key)
  if (made === undefined) known.set(key, (made = substitute(change, bound) ?? null))
  return made
}

const substituted = new WeakMap<Change, Map<string, Change | null>>()

/**
 * The change with other words put in. Undefined where that leaves a removed word without a trace in what is inserted: the
 * example says nothing about such a place.
 */
function substitute(change: Change, bound: ReadonlyMap<string, string>): Change | undefined {
  const derived: PartChange[] = []
  for (const [mine, theirs] of bound) {
    if (!isPartOfInserted(mine, change)) continue
    const parts = partChange(mine, theirs)
    if (parts && change.inserted.some((token) => isWord(token) && changeWord(token, parts) !== undefined)) {
      derived.push(parts)
    }
  }
  const put = (token: string) => {
    if (!isWord(token)) return token
    const whole = bound.get(token)
    if (whole !== undefined) return whole
    for (const parts of derived) {
      const changed = changeWord(token, parts)
      if (changed !== undefined) return changed
    }
    return token
  }
  const inserted = change.inserted.map(put)
  const used = inserted.some((token, at) => token !== change.inserted[at])
  const inRemoved = change.removed.some((token) => bound.has(token))
  if (inRemoved && !used && change.inserted.length > 0) return undefined
  if (change.removed.length === 0 && !used) return { ...change }
  let at = 0
  const text = change.text.replaceAll(/[\p{L}\p{N}\p{M}_$]+/gu, (word) => {
    while (at < inserted.length && change.inserted[at] !== word) at++
    return inserted[at++] ?? word
  })
  return { ...change, inserted, text }
}

/** Whether what is inserted may have a word with a part of this one: few do, and to look more closely takes long. */
function isPartOfInserted(word: string, change: Change): boolean {
  let known = inInserted.get(change)
  if (!known) inInserted.set(change, (known = new Map()))
  let found = known.get(word)
  if (found === undefined) {
    const text = change.text.toLowerCase()
    const parts = partsOf(word).map((part) => part.toLowerCase())
    found = parts.some((part) => text.includes(part) || text.includes(pluralOf(part)))
    known.set(word, found)
  }
  return found
}

const inInserted = new WeakMap<Change, Map<string, boolean>>()

/** Whether one change is another with other words: what it makes of what that removes is what that inserts. */
export function isAlike(change: Change, other: Change): boolean {
  if (change.removed.length !== other.removed.length || change.inserted.length !== other.inserted.length) return false
  const bound = new Map<string, string>()
  for (const [at, mine] of change.removed.entries()) {
    const theirs = other.removed[at]!
    if (mine === theirs) continue
    if (!isWord(mine) || !isWord(theirs) || (bound.get(mine) ?? theirs) !== theirs) return false
    bound.set(mine, theirs)
  }
  const made = bound.size === 0 ? change : substituteOnce(change, bound)
  return made !== null && made.inserted.every((token, at) => token === other.inserted[at])
}

/** The rarest tokens of the window, as places to look from. */
function anchorsOf(window: readonly string[], numbers: readonly number[], index: TokenIndex): number[] {
  return window
    .map((_, at) => at)
    .filter((at) => numbers[at] !== -1 && isWord(window[at]!) && index.holders(numbers[at]!).size > 0)
    .sort((a, b) => index.holders(numbers[a]!).size - index.holders(numbers[b]!).size)
    .slice(0, 3)
}
