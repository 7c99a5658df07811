import { tokenize } from '@caret/syntax'
import { type Grammar, grammarOf } from './grammar.ts'

/** A name that a continuation uses. */
export interface NameUse {
  name: string
  /** In the continuation; negative where its beginning is typed already. */
  start: number
  end: number
  /** What it is a member of, where that is a chain of names, such as `this.store`; empty for a member of anything else. */
  of?: string
}

/** How much is read before the caret's line, and behind the caret, in UTF-16 units. */
const behind = 2_000
const ahead = 80

/**
 * Reads which names a text at a caret uses for certain, by its tokens alone: no names that it makes, no keys and parameters, no
 * types where these look like values, nothing in strings, comments and prose. Undefined in a comment or a string of many lines.
 */
export function readerAt(
  grammar: Grammar,
  text: string,
  offset: number,
): ((inserted: string) => NameUse[]) | undefined {
  if (isInBlock(text, offset, grammar)) return undefined
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1
  const line = text.slice(lineStart, offset)
  const rest = /^[^\r\n]*/.exec(text.slice(offset, offset + ahead))![0]
  let above: Word[] | undefined
  return (inserted) => {
    above ??= wordsOf(text.slice(Math.max(0, lineStart - behind), lineStart), grammar)
    const words = [...above, ...wordsOf(line + inserted + rest, grammar)]
    return usesAmong(words, above.length, line.length, line.length + inserted.length, grammar)
  }
}

/**
 * What the member at an offset is one of: a chain of names, such as `this.store`, or empty for anything else. Undefined where no
 * member stands, and for languages that are not known.
 */
export function receiverBefore(path: string, text: string, offset: number): string | undefined {
  const grammar = grammarOf(path)
  if (!grammar) return undefined
  const words = wordsOf(text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset), grammar)
  return grammar.access.has(words.at(-1)?.value ?? '') ? receiverOf(words, words.length - 1, grammar) : undefined
}

/** A token that is neither blank nor a comment. */
interface Word {
  kind: 'word' | 'number' | 'string' | 'operator'
  value: string
  start: number
  end: number
  /** What stands in its line before it; undefined unless it is the line's first. */
  indent?: number
  /** Whether its line makes names, or is prose. */
  makes: boolean
}

function wordsOf(text: string, { lineComments, makes }: Grammar): Word[] {
  const all: Word[] = []
  let lineStart = 0
  let isFirst = true
  let line: 'uses' | 'makes' | 'text' = 'uses'
  const add = (kind: Word['kind'], start: number, end: number) => {
    const value = text.slice(start, end)
    if (isFirst) line = makes.test(lineOf(text, lineStart)) ? 'makes' : value === '*' ? 'text' : 'uses'
    all.push({ kind, value, start, end, makes: line !== 'uses', ...(isFirst && { indent: start - lineStart }) })
    isFirst = false
    // A string that has no end yet, or a template.
    if (quotes.has(value)) line = 'text'
    if (line === 'makes' && (isMade.has(value) || (value === '{' && all.at(-2)?.value === ')'))) line = 'uses'
  }
  for (const { kind, start, end } of tokenize(text, { lineComments })) {
    if (kind === 'newline') {
      lineStart = end
      isFirst = true
    } else if (kind === 'word' && text[start] === '@') {
      // A decorator is a use of its name.
      add('operator', start, start + 1)
      if (end > start + 1) add('word', start + 1, end)
    } else if (kind !== 'space' && kind !== 'comment') {
      add(kind, start, end)
    }
  }
  return all
}

const lineOf = (text: string, start: number) => /^[^\n]{0,120}/.exec(text.slice(start, start + 120))![0]

const quotes = new Set(["'", '"', '`'])

/** Behind these, a line that makes names uses others. */
const isMade = new Set(['=', ':=', 'of', 'in', 'range', '=>'])

function usesAmong(words: readonly Word[], first: number, from: number, to: number, grammar: Grammar): NameUse[] {
  const made = new Set<string>()
  const uses: NameUse[] = []
  for (let at = first; at < words.length; at++) {
    const { kind, start, end, value } = words[at]!
    if (start >= to) break
    if (kind !== 'word' || end <= from) continue
    const place = { name: value.slice(0, to - start), start: start - from, end: Math.min(end, to) - from }
    if (grammar.access.has(words[at - 1]?.value ?? '')) uses.push({ ...place, of: receiverOf(words, at - 1, grammar) })
    else if (grammar.keywords.has(value)) continue
    else if (!made.has(value) && isUse(words, at, grammar)) uses.push(place)
    else made.add(value)
  }
  return uses
}

/** `a.b` of `a.b.c`, the index being that of the last sign between them. */
function receiverOf(words: readonly Word[], access: number, grammar: Grammar): string {
  let receiver = ''
  for (let at = access; at > 0; at -= 2) {
    const owner = words[at - 1]!
    if (owner.kind !== 'word') return ''
    receiver = owner.value + (receiver && words[at]!.value + receiver)
    if (!grammar.access.has(words[at - 2]?.value ?? '')) return receiver
  }
  return ''
}

/** Followed by these, a word is made, a key, a parameter, a macro, or stands for what comes later. */
const notUsed = new Set([':', '=', ':=', '=>', '->', '!', 'for'])

function isUse(words: readonly Word[], at: number, grammar: Grammar): boolean {
  const { indent, value, makes } = words[at]!
  const [previous, next] = [words[at - 1], words[at + 1]]
  if (makes || /^_+$/.test(value)) return false
  const isEnd = next?.indent !== undefined
  const after = isEnd ? '' : (next?.value ?? '')
  // A string may have a letter before it.
  if (notUsed.has(after) || next?.kind === 'string') return false
  const isOther = (word: Word | undefined) => word?.kind === 'word' && !grammar.keywords.has(word.value)
  // Words beside each other are a declaration, or prose.
  if ((!isEnd && isOther(next)) || (indent === undefined && isOther(previous))) return false
  const isReceiver = grammar.access.has(after)
  const isCalled = after === '('
  if (!previous || !grammar.before.has(previous.value)) {
    return indent !== undefined && (isReceiver || (isCalled && isStatement(words, at, grammar)))
  }
  if (isReceiver) return true
  // What looks like a type may be one.
  if (!isCalled && /^[A-Z]/.test(value)) return false
  return !listed.has(previous.value) || isArgument(words, at, grammar)
}

const listed = new Set(['(', ',', '['])

/** The last bracket before a word that is not closed. */
function bracketBefore(words: readonly Word[], at: number): number {
  let closed = 0
  for (let index = at - 1; index >= 0; index--) {
    const { value, kind } = words[index]!
    if (kind !== 'operator') continue
    if (/^[)\]}]/.test(value)) closed++
    else if (/[([{]$/.test(value) && closed-- === 0) return index
  }
  return -1
}

/** Whether a call at the start of a line is a statement, and no method's declaration. */
function isStatement(words: readonly Word[], at: number, grammar: Grammar): boolean {
  if (!grammar.hasBraces || words[at]!.indent === 0) return true
  const bracket = bracketBefore(words, at)
  return words[bracket]?.value === '{' && blockStarts.has(words[bracket - 1]?.value ?? '')
}

const blockStarts = new Set([')', '=>', 'else', 'try', 'do', 'finally'])

/** Whether a word in a list is a value: in an array, or given to a function that is called. */
function isArgument(words: readonly Word[], at: number, grammar: Grammar): boolean {
  const bracket = bracketBefore(words, at)
  const called = words[bracket - 1]
  if (words[bracket]?.value === '[') return called?.value !== '('
  if (words[bracket]?.value !== '(' || called?.kind !== 'word' || grammar.keywords.has(called.value)) return false
  return called.indent === undefined
    ? !declaring.has(words[bracket - 2]?.value ?? '')
    : isStatement(words, bracket - 1, grammar)
}

const declaring = new Set(['function', 'async', 'get', 'set', 'static', 'def', 'fn', 'func'])

/** Whether an offset is in a comment or a string of many lines. */
function isInBlock(text: string, offset: number, { blocks }: Grammar): boolean {
  return blocks.some(([open, close]) => {
    if (open !== close) {
      const start = text.lastIndexOf(open, offset - 1)
      return start >= 0 && !text.slice(start, offset).includes(close)
    }
    let isIn = false
    for (let at = text.indexOf(open); at >= 0 && at < offset; at = text.indexOf(open, at + open.length)) isIn = !isIn
    return isIn
  })
}
