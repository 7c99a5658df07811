import {
  changeWord,
  isWord,
  linear,
  type Lexed,
  partChange,
  type PartChange,
  probabilityOf,
  type TokenIndex,
  tokensOf,
} from '@caret/patterns'
import type { Edit } from '@caret/text'
import type { HistoryEntry } from '../history.ts'
import type { Caret } from '../predictor.ts'
import { derivedWords } from './derived.ts'
import { lineEnd, lineStart, linesFrom, shapeOf } from './lines.ts'
import { isName } from './names.ts'
import type { EditSource, Proposal } from './source.ts'
import { fewOf, whereabouts } from './whereabouts.ts'

/** How many of the last edits are looked at, and how much of the codebase. */
const reach = 8
const mostLines = 4
const mostFiles = 12
const mostSites = 40
/** So near, in UTF-16 units, the same lines are taken for these. */
const nearby = 2000
const mostWords = 12
/** A name that more files have is no name of one thing. */
const mostHolders = 200

/**
 * A new line came beside one like it: wherever the old one's name has a line of its own, the new name wants one too. A field
 * `timeout` after `retries` makes `timeout: options.timeout,` after `retries: options.retries,`.
 */
export const sibling: EditSource = {
  name: 'sibling',
  propose: ({ history, index, caret }) => {
    const proposals = new Map<string, Proposal>()
    for (const [age, entry] of history.slice(0, reach).entries()) {
      for (const likeness of likenessesOf(entry)) {
        for (const { path, offset, insert, features } of missingOf(likeness, age, index, caret)) {
          const probability = probabilityOf(scoreOf(features))
          const key = `${path}\n${offset}\n${insert}`
          if ((proposals.get(key)?.probability ?? 0) >= probability) continue
          proposals.set(key, {
            edit: { path, offset, remove: 0, insert },
            source: 'sibling',
            probability,
            features,
            reason: `${likeness.fresh} goes with ${likeness.known}`,
            family: `${likeness.known} + ${likeness.fresh}`,
          })
        }
      }
    }
    return [...proposals.values()]
  },
}

/** What a new name was put beside. */
interface Likeness {
  known: string
  fresh: string
  change: PartChange
  /** Other words that differ between the two. */
  words: ReadonlyMap<string, string>
  /** The new lines come after the old ones, or before them. */
  after: boolean
  lines: number
  /** On which of the lines the known name is. */
  line: number
  /** The two are the same but for the words. */
  alike: boolean
  path: string
  indent: string
  ending: string
}

/** What was found in an edit, which is asked for again after each of the next ones. */
const known = new WeakMap<Edit, readonly Likeness[]>()

function likenessesOf(entry: HistoryEntry): readonly Likeness[] {
  let found = known.get(entry.edit)
  if (!found) known.set(entry.edit, (found = findLikenesses(entry)))
  return found
}

function findLikenesses({ path, before, edit }: HistoryEntry): Likeness[] {
  if (edit.remove > 0 || edit.insert.length > 600) return []
  const { offset, insert } = wholeLines(before, edit)
  if (!insert.endsWith('\n') || insert.trim() === '' || lineStart(before, offset) !== offset) return []
  const lines = insert.split('\n').length - 1
  if (lines > mostLines) return []
  const found: Likeness[] = []
  for (const after of [true, false]) {
    const block = linesFrom(before, offset, after ? -lines : lines)
    if (!block) continue
    const old = before.slice(block.start, block.end)
    const pair = pairOf(old, insert)
    if (!pair) continue
    const [known, fresh] = pair.names
    const change = partChange(known, fresh)
    if (!change) continue
    const line = old.split('\n').findIndex((each) => tokensOf(each).includes(known))
    const indent = /^[ \t]*/.exec(old)![0]
    found.push({
      known,
      fresh,
      change,
      words: pair.words,
      after,
      lines,
      line,
      alike: pair.alike,
      path,
      indent,
      ending: old.trimEnd().at(-1) ?? '',
    })
  }
  return found
}

/** An insertion moved to where it is whole lines, which it may be in several places. */
function wholeLines(before: string, { offset, insert }: { offset: number; insert: string }) {
  let moved = 0
  while (
    moved < insert.length &&
    lineStart(before, offset - moved) !== offset - moved &&
    before[offset - moved - 1] === insert.at(-1 - moved)
  ) {
    moved++
  }
  const cut = insert.length - moved
  return { offset: offset - moved, insert: insert.slice(cut) + insert.slice(0, cut) }
}

/** The names that tell two stretches of lines apart. */
function pairOf(old: string, fresh: string) {
  const [a, b] = [tokensOf(old), tokensOf(fresh)]
  const words = new Map<string, string>()
  let alike = a.length === b.length
  for (let at = 0; alike && at < a.length; at++) {
    if (a[at] === b[at]) continue
    if (!isWord(a[at]!) || !isWord(b[at]!) || (words.get(a[at]!) ?? b[at]) !== b[at]) alike = false
    else words.set(a[at]!, b[at]!)
  }
  if (alike && words.size > 0 && words.size <= 4) {
    const [names] = words
    return { names: names!, words, alike }
  }
  const [x, y] = [a.find((token) => isName(token)), b.find((token) => isName(token))]
  if (!x || !y || x === y) return undefined
  return { names: [x, y] as [string, string], words: new Map([[x, y]]), alike: false }
}

/** A block that is missing somewhere, with what speaks for it. */
interface Missing {
  path: string
  offset: number
  insert: string
  features: Record<string, number>
}

function missingOf(likeness: Likeness, age: number, index: TokenIndex, caret: Caret): Missing[] {
  const { change, known, fresh, after, path: origin } = likeness
  const exact = index.number(known)
  const missing: Missing[] = []
  if (exact === undefined || index.holders(exact).size > mostHolders) return missing
  const numbers = new Set([exact])
  for (const [number] of derivedWords(likeness, change.from, index, (word) => changeWord(word, change))) {
    if (numbers.size >= mostWords) break
    numbers.add(number)
  }
  const freshNumber = index.number(fresh)
  const freshUsed = Math.log2(1 + (freshNumber === undefined ? 0 : index.holders(freshNumber).size))
  let sites = 0
  for (const number of numbers) {
    const holders = index.holders(number)
    for (const path of fewOf(holders, [caret.path, origin], mostFiles)) {
      for (const site of sitesIn(likeness, number, path, index)) {
        if (++sites > mostSites) return missing
        if (!site) continue
        const { block, insert, looks } = site
        const { here, below, onward, distance } = whereabouts(path, block.start, caret)
        missing.push({
          path,
          offset: after ? block.end : block.start,
          insert,
          // Written out: to spread these from others takes longer than all the rest.
          features: {
            comma: looks.comma,
            opens: looks.opens,
            sameEnding: looks.sameEnding,
            first: looks.first,
            lines: looks.lines,
            length: looks.length,
            listed: looks.listed,
            listedBoth: looks.listedBoth,
            here,
            below,
            onward,
            distance,
            alike: likeness.alike ? 1 : 0,
            exact: number === exact ? 1 : 0,
            after: after ? 1 : 0,
            origin: path === origin ? 1 : 0,
            holders: Math.log2(holders.size),
            freshUsed,
            age: Math.log2(1 + age),
          },
        })
      }
    }
  }
  return missing
}

/** A line that has a name, with the block that it begins, and what stands there says for the block that is missing beside it. */
interface Site {
  block: { start: number; end: number }
  insert: string
  looks: Looks
}

/** What the lines themselves say, as features. */
type Looks = Record<'comma' | 'opens' | 'sameEnding' | 'first' | 'lines' | 'length' | 'listed' | 'listedBoth', number>

/** By the tokens of a file, which are others as soon as its text is: asked for again after every edit. */
const sitesKnown = new WeakMap<Likeness, WeakMap<Int32Array, Map<number, readonly (Site | undefined)[]>>>()

function sitesIn(likeness: Likeness, number: number, path: string, index: TokenIndex): readonly (Site | undefined)[] {
  const tokens = index.tokens(path)!
  let byTokens = sitesKnown.get(likeness)
  if (!byTokens) sitesKnown.set(likeness, (byTokens = new WeakMap()))
  let byNumber = byTokens.get(tokens)
  if (!byNumber) byTokens.set(tokens, (byNumber = new Map()))
  let found = byNumber.get(number)
  if (!found) byNumber.set(number, (found = findSites(likeness, number, tokens, index.lexed(path)!)))
  return found
}

/** The lines of a file that have a name, undefined for those where nothing is missing. */
function findSites(
  { change, words, lines, line, ending: its }: Likeness,
  number: number,
  tokens: Int32Array,
  { text, starts }: Lexed,
): (Site | undefined)[] {
  const sites: (Site | undefined)[] = []
  let last = -1
  for (let at = tokens.indexOf(number); at >= 0 && sites.length <= mostSites; at = tokens.indexOf(number, at + 1)) {
    const start = lineStart(text, starts[at]!)
    if (start <= last) continue
    last = start
    sites.push(undefined)
    const top = line > 0 ? linesFrom(text, start, -line)?.start : start
    const block = top === undefined ? undefined : blockAt(text, top, lines)
    if (!block) continue
    const old = text.slice(block.start, block.end)
    if (!old.endsWith('\n') || old.length > 600) continue
    last = block.end - 1
    const tall = old.split('\n').length - 1
    const insert = renamed(old, words, change)
    if (insert === old || text.slice(Math.max(0, block.start - nearby), block.end + nearby).includes(insert)) continue
    const [above, below] = [linesFrom(text, block.start, -tall), linesFrom(text, block.end, tall)].map((beside) =>
      beside ? shapeOf(text.slice(beside.start, beside.end)) : undefined,
    )
    const shape = shapeOf(old)
    const ending = old.trimEnd().at(-1) ?? ''
    sites[sites.length - 1] = {
      block,
      insert,
      looks: {
        comma: ending === ',' ? 1 : 0,
        opens: /[({[:]/.test(ending) ? 1 : 0,
        sameEnding: ending === its ? 1 : 0,
        first: tokens[at - 1] === undefined || text.slice(start, starts[at]).trim() === '' ? 1 : 0,
        lines: tall - 1,
        length: Math.log2(1 + old.trim().length / 10),
        listed: above === shape || below === shape ? 1 : 0,
        listedBoth: above === shape && below === shape ? 1 : 0,
      },
    }
  }
  return sites
}

/** Lines from a line's start on, with what the last of them opens: what its brackets hold, or what is indented below it. */
function blockAt(text: string, start: number, lines: number): { start: number; end: number } | undefined {
  const block = linesFrom(text, start, lines)
  if (!block) return undefined
  const last = text.slice(lineStart(text, block.end - 1), block.end)
  const opens = /[({[:]\s*$/.test(last)
  if (!opens) return block
  const indent = /^[ \t]*/.exec(last)![0].length
  let { end } = block
  while (end < text.length && end < block.end + 600) {
    const next = text.slice(end, lineEnd(text, end))
    const deep = /^[ \t]*/.exec(next)![0].length
    const closes = deep === indent && /^[ \t]*[)\]}]+[;,]?\s*$/.test(next)
    if (deep <= indent && !closes) break
    end += next.length
    if (closes) break
  }
  return { start: block.start, end }
}

function renamed(text: string, words: ReadonlyMap<string, string>, change: PartChange): string {
  return text.replaceAll(/[\p{L}\p{N}_$]+/gu, (word) => words.get(word) ?? changeWord(word, change) ?? word)
}

/** Fitted (logistic regression) on replays of real commits, in nats. */
const weights: Record<string, number> = {
  after: 1.29,
  age: -0.35,
  alike: 1.41,
  below: 1.78,
  comma: -0.98,
  exact: 1.36,
  first: 1.01,
  freshUsed: 0.1,
  here: -0.44,
  holders: -0.25,
  length: -0.13,
  lines: -1.37,
  listed: 2.28,
  listedBoth: 1.68,
  onward: 1.22,
  opens: -1.32,
  origin: 2.76,
  sameEnding: 1.22,
}
const bias = -12.01

/** Log odds that it is what comes next. */
const scoreOf = linear(weights, bias)
