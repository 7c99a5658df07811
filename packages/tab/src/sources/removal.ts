import { type Lexed, type Paths, isWord, linear, probabilityOf, type TokenIndex, tokensOf } from '@caret/patterns'
import type { HistoryEntry } from '../history.ts'
import type { Caret } from '../predictor.ts'
import { lineEnd, lineStart, shapeOf } from './lines.ts'
import { isName } from './names.ts'
import type { EditSource, Proposal } from './source.ts'
import { fewOf, whereabouts } from './whereabouts.ts'

/** How many of the last edits are looked at, and how much of the codebase. */
const reach = 6
const mostNames = 4
const mostFiles = 12
const mostHolders = 16
const mostSites = 40
const longest = 2000

/** A line was taken out: so are those elsewhere that are about the same name, with what their brackets hold. */
export const removal: EditSource = {
  name: 'removal',
  propose: ({ history, index, caret }) => {
    const proposals: Proposal[] = []
    for (const [age, entry] of history.slice(0, reach).entries()) {
      for (const { name, rank, declared, lines } of namesIn(entry, index)) {
        for (const { path, start, end, features } of sitesOf(name, index, caret)) {
          const all = { ...features, rank, declared, removedLines: lines, age: Math.log2(1 + age) }
          proposals.push({
            edit: { path, offset: start, remove: end - start, insert: '' },
            source: 'removal',
            probability: probabilityOf(scoreOf(all)),
            features: all,
            reason: `${name} is gone from ${entry.path}`,
            family: `- ${name}`,
          })
        }
      }
    }
    return proposals
  },
}

/** Names that the lines an edit took out were about, the rarest first. */
function namesIn({ before, edit }: HistoryEntry, index: TokenIndex) {
  if (edit.insert.trim() !== '' || edit.remove > longest) return []
  const removed = before.slice(edit.offset, edit.offset + edit.remove)
  if (!removed.includes('\n') && before.slice(lineStart(before, edit.offset), edit.offset).trim() !== '') return []
  const tokens = tokensOf(removed)
  const declared = new Set(tokens.filter((_, at) => declarators.has(tokens[at - 1] ?? '')))
  const names = new Set(tokens.filter((token) => isName(token) && token.length > 3))
  return [...names]
    .map((name) => ({ name, holders: holdersOf(name, index)?.size ?? 0 }))
    .filter(({ holders }) => holders > 0 && holders <= mostHolders)
    .sort((a, b) => a.holders - b.holders)
    .slice(0, mostNames)
    .map(({ name }, rank) => ({
      name,
      rank,
      declared: declared.has(name) ? 1 : 0,
      lines: Math.log2(1 + removed.trim().split('\n').length - 1),
    }))
}

const declarators = new Set(
  'function const let var type interface class enum struct trait impl mod def func fn static import use'.split(' '),
)

function holdersOf(name: string, index: TokenIndex): Paths | undefined {
  const number = index.number(name)
  return number === undefined ? undefined : index.holders(number)
}

function* sitesOf(name: string, index: TokenIndex, caret: Caret) {
  const number = index.number(name)!
  const holders = index.holders(number)
  let sites = 0
  for (const path of fewOf(holders, [caret.path], mostFiles)) {
    for (const [turn, { start, end, features }] of sitesIn(path, name, number, index).entries()) {
      if (++sites > mostSites) return
      yield {
        path,
        start,
        end,
        features: {
          ...features,
          ...whereabouts(path, start, caret),
          holders: Math.log2(holders.size),
          turn: Math.log2(1 + turn),
        },
      }
    }
  }
}

/** A line that has a name, with what its brackets hold, and what the text says for taking it out. */
interface Site {
  start: number
  end: number
  features: Record<string, number>
}

/** By a file's tokens, which are others as soon as its text is, and a name's number: asked for again after every edit. */
const known = new WeakMap<Int32Array, Map<number, readonly Site[]>>()

function sitesIn(path: string, name: string, number: number, index: TokenIndex): readonly Site[] {
  const tokens = index.tokens(path)!
  let byNumber = known.get(tokens)
  if (!byNumber) known.set(tokens, (byNumber = new Map()))
  let found = byNumber.get(number)
  if (!found) byNumber.set(number, (found = findSites(name, number, tokens, index.lexed(path)!)))
  return found
}

function findSites(name: string, number: number, tokens: Int32Array, { text, starts }: Lexed): Site[] {
  const sites: Site[] = []
  let last = -1
  for (let at = tokens.indexOf(number); at >= 0 && sites.length < mostSites; at = tokens.indexOf(number, at + 1)) {
    const start = lineStart(text, starts[at]!)
    if (start <= last) continue
    const end = endOfBlock(text, start)
    if (end === undefined) continue
    last = end - 1
    const [old, own] = [text.slice(start, end), text.slice(start, lineEnd(text, start))]
    const [above, below] = [text.slice(lineStart(text, start - 1), start), text.slice(end, lineEnd(text, end))]
    const shape = shapeOf(own)
    const listed = Number(shapeOf(above) === shape) + Number(shapeOf(below) === shape)
    const its = tokensOf(own)
    const words = its.filter((token) => isWord(token))
    sites.push({
      start,
      end,
      features: {
        first: words[0] === name ? 1 : 0,
        lead: its.slice(0, 4).includes(name) ? 1 : 0,
        alone: own.trim().replace(/[,;]$/, '') === name ? 1 : 0,
        imports: /^\s*(?:import|from|use|export \{|export \*|#include|mod)\b/.test(own) ? 1 : 0,
        comma: /,\s*$/.test(old) ? 1 : 0,
        listed: listed > 0 ? 1 : 0,
        listedBoth: listed > 1 ? 1 : 0,
        lines: Math.log2(old.trimEnd().split('\n').length),
        words: Math.log2(words.length),
      },
    })
  }
  return sites
}

/** Where the lines end that belong to the one at `start`: all that the brackets it opens hold. */
function endOfBlock(text: string, start: number): number | undefined {
  let depth = 0
  for (let at = start; at < text.length && at < start + longest; at++) {
    const sign = text[at]!
    if ('([{'.includes(sign)) depth++
    else if (')]}'.includes(sign) && --depth < 0) return undefined
    else if (sign === '\n' && depth === 0) return at + 1
  }
  return depth === 0 && text.length < start + longest ? text.length : undefined
}

/** Log odds, until the ranker compares. */
const weights: Record<string, number> = {
  age: -0.4,
  alone: 1,
  below: 1,
  comma: 0.5,
  declared: 1,
  first: 0.8,
  here: 1,
  holders: -0.5,
  listed: 0.8,
  listedBoth: 0.5,
  onward: 1,
  rank: -0.4,
  turn: -0.3,
  words: -0.3,
}
const bias = -4

/** Log odds that it is what comes next. */
const scoreOf = linear(weights, bias)
