import { trimEdit, type Edit } from '@caret/text'
import { type Change, indentAt, lineAt } from './change.ts'
import { tokenAt, type Lexed } from './lex.ts'
import { matchCalls } from './calls.ts'
import { layOut } from './layout.ts'
import { matchLiteral, type Match } from './literal.ts'
import type { LearnedChange } from './learn.ts'
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
}

const mostCandidates = 25
/** A candidate before its layout and what that says, which cost more than the rest and which only the likeliest get. */
export interface Draft extends Omit<Candidate, 'edit'> {
  layOut(): { edit: Edit; features: Record<string, number> }
}

const log = (count: number) => Math.log2(1 + count)

/** The places where one change would be made again. */
export function draftsOf(learned: LearnedChange, index: TokenIndex, near: Place): Draft[] {
  const { change } = learned
  const order = [near.path, ...(change.path === near.path ? [] : [change.path])]
  const removedBits = bitsOf(change.removed, index)
  const insertedBits = bitsOf(change.inserted, index)
  const leftBits = sums(change.left, index)
  const rightBits = sums(change.right, index)
  const weigh = (match: Match & Partial<SimilarMatch>) => {
    const [left, right] = [Math.min(24, leftBits[match.left]!), Math.min(24, rightBits[match.right]!)]
    return { match, left, right, context: left + right }
  }
  const literal = matchLiteral(change, index, order)
    .map(weigh)
    .filter(({ match, context }) =>
      change.removed.length > 0
        ? removedBits + context >= 12
        : context >= 12 && ((match.left > 0 && match.right > 0) || context >= 18),
    )
  const literalMatches = new Set<Match>(literal.map(({ match }) => match))
  const found = new Set(literal.map(({ match }) => `${match.from} ${match.path}`))
  const fresh = (match: Match) => {
    const size = found.size
    return found.add(`${match.from} ${match.path}`).size > size
  }
  const others =
    learned.age < 3 ? [...matchCalls(change, index), ...matchSimilar(change, index, order)].filter(fresh) : []
  const kept = [...literal, ...others.map(weigh)]
  const turns = turnsOf(kept, index, near)
  kept.sort((a, b) => b.context - a.context || turns.get(a.match)! - turns.get(b.match)!)
  const drafts: Draft[] = []
  for (const { match, context, left, right } of kept) {
    if (drafts.length >= mostCandidates) break
    const made = match.change ?? change
    if (isDone(made, match, index)) continue
    const here = match.path === near.path
    const start = here ? offsetIn(index.lexed(near.path)!, match.from) : 0
    const turn = turns.get(match)!
    let rivals = 0
    let rivalsHere = 0
    let nearer = 0
    let passed = 0
    for (const other of kept) {
      if (other.context < context - 1) break
      rivals++
      const its = turns.get(other.match)!
      if (its >= kept.length && other.match.path === near.path) passed++
      if (other.match.path !== match.path) continue
      rivalsHere++
      if (its < turn) nearer++
    }
    const distance = here ? start - near.offset : 0
    const isSimilar = match.change ? 1 : 0
    const isCall = !isSimilar && !literalMatches.has(match) ? 1 : 0
    drafts.push({
      path: match.path,
      learned,
      layOut: () => {
        const lexed = index.lexed(match.path)!
        const edit = trimEdit(lexed.text, layOut(made, lexed, match.from, match.to, match.right > match.left))
        return { edit, features: likenessOfLines(change, lexed, match) }
      },
      features: {
        removed: Math.min(30, removedBits) / 10,
        removes: change.removed.length > 0 ? 1 : 0,
        deletes: change.inserted.length === 0 ? 1 : 0,
        inserted: Math.min(60, insertedBits) / 10,
        insertsAndRemoves: change.removed.length > 0 && change.inserted.length > 0 ? 1 : 0,
        context: context / 10,
        contextAdded: change.removed.length === 0 ? context / 10 : 0,
        weaker: Math.min(left, right) / 10,
        both: match.left > 0 && match.right > 0 ? 1 : 0,
        rivals: log(rivals - 1),
        rivalsHere: log(rivalsHere - 1),
        nearer: log(nearer),
        passed: log(passed),
        onward: !here && turn < kept.length ? 1 : 0,
        twin: !here && stemOf(match.path) === stemOf(near.path) ? 1 : 0,
        follows: learned.follows > 0 ? 1 : 0,
        followsMore: log(learned.follows),
        soon: log(learned.soon),
        run: log(learned.run),
        kin: log(learned.kin),
        kinSimilar: match.change ? log(learned.kin) : 0,
        whole: !learned.part && literalMatches.has(match) ? 1 : 0,
        places: log(kept.length - 1),
        lines: log(change.text.split('\n').length - 1),
        word: change.removed.length === 1 && change.inserted.length === 1 ? 1 : 0,
        here: here ? 1 : 0,
        below: here && distance >= 0 ? 1 : 0,
        distance: here ? log(Math.abs(distance) / 40) : 0,
        folder: !here && folderOf(match.path) === folderOf(near.path) ? 1 : 0,
        extension: extensionOf(match.path) === extensionOf(change.path) ? 1 : 0,
        repeats: log(learned.repeats - 1),
        age: log(learned.age),
        part: learned.part ? 1 : 0,
        call: isCall,
        similar: isSimilar,
        similarAgreed: isSimilar && match.agreed! / 10,
        differing: match.differing ?? 0,
        similarAdds: isSimilar && change.removed.length === 0 ? 1 : 0,
      },
    })
  }
  return drafts
}

/**
 * The place of each match in the order in which a user comes to it: down from the caret, on to the files that follow, then from
 * the first file on, which has places of the number of matches and more.
 */
function turnsOf(matches: readonly { match: Match }[], index: TokenIndex, near: Place): Map<Match, number> {
  const lexed = index.lexed(near.path)
  const caret = lexed ? tokenAt(lexed, near.offset) : 0
  const behind = ({ path, from }: Match) => path < near.path || (path === near.path && from < caret)
  const inOrder = matches
    .map(({ match }) => match)
    .sort((a, b) => (a.path === b.path ? a.from - b.from : a.path < b.path ? -1 : 1))
  const ahead = inOrder.filter((match) => !behind(match))
  const turns = new Map<Match, number>()
  for (const [at, match] of ahead.entries()) turns.set(match, at)
  for (const [at, match] of inOrder.filter(behind).entries()) turns.set(match, matches.length + at)
  return turns
}

/** How far the lines at a place are those of the example. */
function likenessOfLines({ lines, indents }: Change, { text, starts }: Lexed, { from, to }: Match) {
  const left = from > 0 ? starts[from - 1]! : 0
  const right = starts[to] ?? text.length
  const own = [lineAt(text, left), lineAt(text, right)]
  const start = /^[^\s\w]*\s*\w*/
  return {
    sameLeft: own[0] === lines[0] ? 1 : 0,
    sameRight: own[1] === lines[1] ? 1 : 0,
    headLeft: start.exec(own[0]!)![0] === start.exec(lines[0])![0] ? 1 : 0,
    headRight: start.exec(own[1]!)![0] === start.exec(lines[1])![0] ? 1 : 0,
    indentLeft: indentAt(text, left) === indents[0] ? 1 : 0,
    indentRight: indentAt(text, right) === indents[1] ? 1 : 0,
    comment: /^(?:\/\/|\*|\/\*|#(?!include)|--|''')/.test(own[0]!) ? 1 : 0,
    imports: /^(?:import|from|use|#include|require|export .* from)\b/.test(own[0]!) ? 1 : 0,
  }
}

/** Whether what would be inserted stands there already. */
function isDone({ inserted, removed }: Change, { path, from, to }: Match, index: TokenIndex): boolean {
  if (inserted.length === 0 || removed.length >= inserted.length) return false
  const tokens = index.tokens(path)!
  const numbers = inserted.map((token) => index.number(token))
  return (
    numbers.every((number, at) => tokens[from - numbers.length + at] === number) ||
    numbers.every((number, at) => tokens[to + at] === number)
  )
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

/** The bits of the first 0, 1, 2 … tokens. */
function sums(tokens: readonly string[], index: TokenIndex): number[] {
  let sum = 0
  return [0, ...tokens.map((token) => (sum += index.bits(token)))]
}
