import { trimEdit, type Edit } from '@caret/text'
import { type Change, headOf, indentAt, lineAt } from './change.ts'
import { isWord, tokenAt, type Lexed } from './lex.ts'
import { matchCalls } from './calls.ts'
import { Places } from './found.ts'
import { layOut } from './layout.ts'
import { matchLiteral, type Match } from './literal.ts'
import type { LearnedChange } from './learn.ts'
import { scoreOfPlace } from './score.ts'
import { matchSimilar, type SimilarMatch } from './similar.ts'
import type { TokenIndex } from './token-index.ts'

/** Where the user is; sites near it come first. */
export interface Place {
  path: string
  offset: number
}

/** A change fitted to a place, with what speaks for it. */
export interface Candidate {
  path: string
  edit: Edit
  learned: LearnedChange
  features: Record<string, number>
  /** Log odds that it is what comes next, by its features. */
  z: number
}

/** A candidate before its layout and what that says, which cost more than the rest and which only the likeliest get. */
export interface Draft extends Omit<Candidate, 'edit'> {
  layOut(): { edit: Edit; features: Record<string, number> }
}

/** A match, with how much its surroundings say. */
interface Fitting {
  match: Match & Partial<SimilarMatch>
  kind: 'literal' | 'call' | 'similar'
  /** Bits of the tokens that agree. */
  context: number
  /** Its place in the order in which a user comes to it; see `inTurn`. */
  turn: number
}

const log = (count: number) => Math.log2(1 + count)

/** How far is looked for the places of one change. */
export interface Reach {
  /** Places at most. */
  candidates: number
  /** The nearest files that are looked into for a whole edit, and for a part of one. */
  files: number
  filesOfParts: number
  /** Whether parts, too, are looked for with other words and in other lists. */
  variesParts: boolean
}

/** The places where one change would be made again. */
export function draftsOf(learned: LearnedChange, index: TokenIndex, near: Place, reach: Reach): Draft[] {
  const { change } = learned
  const removedBits = bitsOf(change.removed, index)
  const around = { left: sums(change.left, index), right: sums(change.right, index) }
  const fittings = fittingsOf(learned, removedBits, around, index, near, reach)
  if (fittings.length === 0) return []
  const kept = inTurn(fittings, index, near).sort((a, b) => b.context - a.context)
  const rivalsOf = rivalry(kept, near)
  const insertedBits = bitsOf(change.inserted, index)
  const lines = log(change.text.split('\n').length - 1)
  const [folder, stem, extension] = [folderOf(near.path), stemOf(near.path), extensionOf(change.path)]
  const lexedHere = index.lexed(near.path)
  const drafts: Draft[] = []
  for (const fitting of kept) {
    if (drafts.length >= reach.candidates) break
    const { match, kind, context, turn } = fitting
    const made = match.change ?? change
    if (isDone(made, match, index) || (kind !== 'call' && !isFitting(change, match, index))) continue
    const here = match.path === near.path
    const distance = here ? offsetIn(lexedHere!, match.from) - near.offset : 0
    const { rivals, rivalsHere, nearer, passed } = rivalsOf(fitting)
    const isSimilar = kind === 'similar' ? 1 : 0
    const features = {
      removed: Math.min(30, removedBits) / 10,
      removes: change.removed.length > 0 ? 1 : 0,
      deletes: change.inserted.length === 0 ? 1 : 0,
      inserted: Math.min(60, insertedBits) / 10,
      insertsAndRemoves: change.removed.length > 0 && change.inserted.length > 0 ? 1 : 0,
      context: context / 10,
      contextAdded: change.removed.length === 0 ? context / 10 : 0,
      weaker: Math.min(around.left[match.left]!, around.right[match.right]!) / 10,
      both: match.left > 0 && match.right > 0 ? 1 : 0,
      rivals: log(rivals - 1),
      rivalsHere: log(rivalsHere - 1),
      nearer: log(nearer),
      passed: log(passed),
      onward: !here && turn < kept.length ? 1 : 0,
      twin: !here && stemOf(match.path) === stem ? 1 : 0,
      follows: learned.follows > 0 ? 1 : 0,
      followsMore: log(learned.follows),
      soon: log(learned.soon),
      run: log(learned.run),
      kin: log(learned.kin),
      kinSimilar: isSimilar ? log(learned.kin) : 0,
      whole: !learned.part && kind === 'literal' ? 1 : 0,
      places: log(kept.length - 1),
      lines,
      word: change.removed.length === 1 && change.inserted.length === 1 ? 1 : 0,
      here: here ? 1 : 0,
      below: here && distance >= 0 ? 1 : 0,
      distance: here ? log(Math.abs(distance) / 40) : 0,
      folder: !here && folderOf(match.path) === folder ? 1 : 0,
      extension: extensionOf(match.path) === extension ? 1 : 0,
      repeats: log(learned.repeats - 1),
      age: log(learned.age),
      part: learned.part ? 1 : 0,
      call: kind === 'call' ? 1 : 0,
      similar: isSimilar,
      similarAgreed: isSimilar && match.agreed! / 10,
      differing: match.differing ?? 0,
      similarAdds: isSimilar && change.removed.length === 0 ? 1 : 0,
      // What only a layout and the other candidates tell is there from the start: features that come later cost more.
      sameLeft: 0,
      sameRight: 0,
      headLeft: 0,
      headRight: 0,
      indentLeft: 0,
      indentRight: 0,
      comment: 0,
      imports: 0,
      votes: 0,
      again: 0,
      single: 0,
    }
    const layOutHere = () => {
      const lexed = index.lexed(match.path)!
      const edit = trimEdit(lexed.text, layOut(made, lexed, match.from, match.to, match.right > match.left))
      return { edit, features: Object.assign(features, likenessOfLines(change, lexed, match)) }
    }
    drafts.push({ path: match.path, learned, features, z: scoreOfPlace(features), layOut: layOutHere })
  }
  return drafts
}

/** What was done so often with the same words is meant with these. */
const asItIs = 3

/** The places that fit a change well enough. */
function fittingsOf(
  learned: LearnedChange,
  removedBits: number,
  around: Around,
  index: TokenIndex,
  near: Place,
  reach: Reach,
): Fitting[] {
  const { change } = learned
  const order = [near.path, ...(change.path === near.path ? [] : [change.path])]
  const contextOf = ({ left, right }: Match) => around.left[left]! + around.right[right]!
  const fittings: Fitting[] = []
  for (const match of matchLiteral(change, index, order, learned.part ? reach.filesOfParts : reach.files)) {
    const context = contextOf(match)
    const isEnough =
      change.removed.length > 0
        ? removedBits + context >= 12
        : context >= 12 && ((match.left > 0 && match.right > 0) || context >= 18)
    if (isEnough) fittings.push({ match, kind: 'literal', context, turn: 0 })
  }
  if (learned.age >= 3 || (learned.part && !reach.variesParts)) return fittings
  const places = new Places()
  for (const { match } of fittings) places.add(match.path, match.from)
  const add = (matches: readonly Match[], kind: Fitting['kind']) => {
    for (const match of matches) {
      if (places.add(match.path, match.from)) fittings.push({ match, kind, context: contextOf(match), turn: 0 })
    }
  }
  add(matchCalls(change, index), 'call')
  if (learned.repeats < asItIs) add(matchSimilar(change, index, order), 'similar')
  return fittings
}

/** The bits of the first 0, 1, 2 … tokens on each side of a change. */
interface Around {
  left: readonly number[]
  right: readonly number[]
}

/**
 * Numbers the places in the order in which a user comes to them: down from the caret, on to the files that follow, then from
 * the first file on; those have the number of places and more.
 */
function inTurn(fittings: readonly Fitting[], index: TokenIndex, near: Place): Fitting[] {
  const lexed = index.lexed(near.path)
  const caret = lexed ? tokenAt(lexed, near.offset) : 0
  const byPath = new Map<string, Fitting[]>()
  for (const fitting of fittings) {
    const file = byPath.get(fitting.match.path)
    if (file) file.push(fitting)
    else byPath.set(fitting.match.path, [fitting])
  }
  const ahead: Fitting[] = []
  const behind: Fitting[] = []
  for (const path of [...byPath.keys()].sort()) {
    for (const fitting of byPath.get(path)!.sort((a, b) => a.match.from - b.match.from)) {
      const isBehind = path < near.path || (path === near.path && fitting.match.from < caret)
      fitting.turn = isBehind ? fittings.length + behind.length : ahead.length
      ;(isBehind ? behind : ahead).push(fitting)
    }
  }
  return [...ahead, ...behind]
}

/**
 * Counts for a place the others that fit about as well or better; to be asked in the order of the list, the best first, so that
 * each place is counted in only once.
 */
function rivalry(fittings: readonly Fitting[], near: Place) {
  const turnsIn = new Map<string, number[]>()
  let rivals = 0
  let passed = 0
  return ({ match: { path }, context, turn }: Fitting) => {
    for (; rivals < fittings.length && fittings[rivals]!.context >= context - 1; rivals++) {
      const other = fittings[rivals]!
      const turns = turnsIn.get(other.match.path)
      if (turns) turns.push(other.turn)
      else turnsIn.set(other.match.path, [other.turn])
      if (other.turn >= fittings.length && other.match.path === near.path) passed++
    }
    const turns = turnsIn.get(path)!
    let nearer = 0
    for (const its of turns) if (its < turn) nearer++
    return { rivals, rivalsHere: turns.length, nearer, passed }
  }
}

/** How far the lines at a place are those of the example. */
function likenessOfLines({ lines, heads, indents }: Change, { text, starts }: Lexed, { from, to }: Match) {
  const left = from > 0 ? starts[from - 1]! : 0
  const right = starts[to] ?? text.length
  const own = [lineAt(text, left), lineAt(text, right)]
  return {
    sameLeft: own[0] === lines[0] ? 1 : 0,
    sameRight: own[1] === lines[1] ? 1 : 0,
    headLeft: headOf(own[0]!) === heads[0] ? 1 : 0,
    headRight: headOf(own[1]!) === heads[1] ? 1 : 0,
    indentLeft: indentAt(text, left) === indents[0] ? 1 : 0,
    indentRight: indentAt(text, right) === indents[1] ? 1 : 0,
    comment: /^(?:\/\/|\*|\/\*|#(?!include)|--|''')/.test(own[0]!) ? 1 : 0,
    imports: /^(?:import|from|use|#include|require|export .* from)\b/.test(own[0]!) ? 1 : 0,
  }
}

/** Whether an insertion would stand beside the kind of token that it was made beside, on the sides where it shares their line. */
function isFitting({ removed, left, right, gapsAfter }: Change, { path, from, to }: Match, index: TokenIndex): boolean {
  if (removed.length > 0) return true
  const tokens = index.tokens(path)!
  const alike = (own: string | undefined, at: number) =>
    sortOf(own) === sortOf(tokens[at] === undefined ? undefined : index.token(tokens[at]))
  return (
    (gapsAfter[0].includes('\n') || alike(left[0], from - 1)) && (gapsAfter[1].includes('\n') || alike(right[0], to))
  )
}

/** A word, something that closes, another sign, or nothing at all. */
function sortOf(token: string | undefined): 'word' | 'end' | 'sign' | undefined {
  if (token === undefined) return undefined
  return isWord(token) ? 'word' : ')]}'.includes(token) ? 'end' : 'sign'
}

/** Whether what would be inserted stands there already. */
function isDone({ inserted, removed }: Change, { path, from, to }: Match, index: TokenIndex): boolean {
  if (inserted.length === 0 || removed.length >= inserted.length) return false
  const tokens = index.tokens(path)!
  const stands = (start: number) => inserted.every((token, at) => tokens[start + at] === index.number(token))
  return stands(from - inserted.length) || stands(to)
}

function offsetIn({ starts, text }: Lexed, token: number): number {
  return starts[token] ?? text.length
}

export function bitsOf(tokens: readonly string[], index: TokenIndex): number {
  let bits = 0
  for (const token of tokens) bits += index.bits(token)
  return bits
}

export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

export function extensionOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1)
}

/** A path without folders and endings: what a module and its test share. */
function stemOf(path: string): string {
  return path
    .slice(path.lastIndexOf('/') + 1)
    .replace(/\..*$/, '')
    .replace(/^test_|_test$/, '')
}

/** More bits than these of one side say nothing more. */
const mostBits = 24

/** What the first 0, 1, 2 … tokens say, in bits, as far as it counts. */
function sums(tokens: readonly string[], index: TokenIndex): number[] {
  let sum = 0
  return [0, ...tokens.map((token) => (sum = sum < mostBits ? Math.min(mostBits, sum + index.bits(token)) : sum))]
}
