import { tokenize } from '@caret/syntax'
import type { Edit } from '@caret/text'

/** What it takes to predict an edit from the edits before it. */
export type MissClass =
  /** Repeats an earlier edit of the commit token for token. */
  | 'repeat'
  /** Exchanges words as an earlier edit did. */
  | 'exchange'
  /** Takes out only. */
  | 'deletion'
  /** Puts in only words that earlier edits put in. */
  | 'words of the commit'
  /** Puts in only words that its file or earlier edits have. */
  | 'words of the file'
  | 'new words'

/** What an edit does, for comparing it with others. */
export interface Traits {
  /** The tokens that it takes out and puts in, as one string; empty where no word is among them. */
  words: string
  /** The one word that gives way to another, where it does nothing else. */
  exchange: string | undefined
  /** The words that it puts in, and those of them that it does not take out. */
  put: string[]
  fresh: string[]
}

/** @param text the file's text before the edit */
export function traitsOf(text: string, edit: Edit): Traits {
  const { removed, inserted } = wholeTokens(text, edit)
  const [before, after] = [tokensOf(removed), tokensOf(inserted)]
  const meaning = [...before, ...after].some((token) => /[\p{L}\p{N}]/u.test(token))
  const had = new Set(wordsOf(removed))
  const put = wordsOf(inserted)
  return {
    words: meaning ? JSON.stringify([before, after]) : '',
    exchange: exchanged(before, after),
    put,
    fresh: put.filter((word) => !had.has(word)),
  }
}

export function classifyMiss(
  text: string,
  { words, exchange, put, fresh }: Traits,
  earlier: readonly Traits[],
): MissClass {
  if (words !== '' && earlier.some((other) => other.words === words)) return 'repeat'
  if (exchange && earlier.some((other) => other.exchange === exchange)) return 'exchange'
  if (put.length === 0) return 'deletion'
  const known = new Set(earlier.flatMap((other) => other.put))
  if (fresh.every((word) => known.has(word))) return 'words of the commit'
  const here = new Set(wordsOf(text))
  return fresh.every((word) => known.has(word) || here.has(word)) ? 'words of the file' : 'new words'
}

/** An edit widened so that it cuts no word. */
function wholeTokens(text: string, { offset, remove, insert }: Edit): { removed: string; inserted: string } {
  let start = offset
  let end = offset + remove
  const inWord = (left = '', right = '') => wordlike.test(left) && wordlike.test(right)
  if (inWord(text[start - 1], text[start]) || inWord(text[start - 1], insert[0])) {
    while (start > 0 && wordlike.test(text[start - 1]!)) start--
  }
  if (inWord(text[end - 1], text[end]) || inWord(insert.at(-1), text[end])) {
    while (end < text.length && wordlike.test(text[end]!)) end++
  }
  return {
    removed: text.slice(start, end),
    inserted: text.slice(start, offset) + insert + text.slice(offset + remove, end),
  }
}

const wordlike = /[\p{L}\p{N}_$]/u

const tokensOf = (text: string): string[] =>
  tokenize(text)
    .filter(({ kind }) => kind !== 'space' && kind !== 'newline')
    .map(({ start, end }) => text.slice(start, end))

const wordsOf = (text: string): string[] => text.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []

function exchanged(before: readonly string[], after: readonly string[]): string | undefined {
  if (before.length === 0 || before.length !== after.length) return undefined
  const pairs = new Set(before.flatMap((token, at) => (token === after[at] ? [] : [`${token} → ${after[at]}`])))
  return pairs.size === 1 ? [...pairs][0] : undefined
}
