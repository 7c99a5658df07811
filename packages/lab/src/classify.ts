import { tokenize } from '@caret/syntax'
import type { FileEdit } from '@caret/tab'
import type { Edit } from '@caret/text'

/**
 * The tokens that an edit takes out and puts in, as one string that is equal for edits that repeat each other token for
 * token; empty where no word is among them.
 */
export function editWords(text: string, edit: Edit): string {
  const { removed, inserted } = wholeTokens(text, edit)
  const [before, after] = [tokensOf(removed), tokensOf(inserted)]
  return [...before, ...after].some((token) => /[\p{L}\p{N}]/u.test(token)) ? JSON.stringify([before, after]) : ''
}

/** What a missed edit would have taken to know. */
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

export function classifyMiss(text: string, edit: FileEdit, made: readonly Change[]): MissClass {
  const words = editWords(text, edit)
  const { removed, inserted } = wholeTokens(text, edit)
  const earlier = made.map((each) => wholeTokens(each.text, each.edit))
  if (words !== '' && made.some((each) => editWords(each.text, each.edit) === words)) return 'repeat'
  const swap = exchange(removed, inserted)
  if (swap && earlier.some((each) => exchange(each.removed, each.inserted) === swap)) return 'exchange'
  const put = wordsOf(inserted)
  if (put.length === 0) return 'deletion'
  const had = new Set(wordsOf(removed))
  const fresh = put.filter((word) => !had.has(word))
  const known = new Set(earlier.flatMap((each) => wordsOf(each.inserted)))
  if (fresh.every((word) => known.has(word))) return 'words of the commit'
  const here = new Set(wordsOf(text))
  return fresh.every((word) => known.has(word) || here.has(word)) ? 'words of the file' : 'new words'
}

/** An edit with its file's text before it. */
export interface Change {
  text: string
  edit: FileEdit
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

/** The words that give way to others at the same places, where an edit does nothing else. */
function exchange(removed: string, inserted: string): string | undefined {
  const [before, after] = [tokensOf(removed), tokensOf(inserted)]
  if (before.length === 0 || before.length !== after.length) return undefined
  const pairs = new Set(before.flatMap((token, at) => (token === after[at] ? [] : [`${token} → ${after[at]}`])))
  return pairs.size === 1 ? [...pairs][0] : undefined
}
