import type { Tokenizer } from './tokenizer.ts'

/**
 * The tokenizer of OpenAI's models since GPT-4o, with what their API adds to each message: three tokens, one for the role,
 * and three that begin the answer. For models whose tokenizer is not public it is the best guess there is.
 * Special tokens in a text are counted as text. It is loaded with the first call, in about 200 ms.
 */
export async function gptTokenizer(): Promise<Tokenizer> {
  const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base')
  const countPlain = (text: string) => countTokens(text, plainText)
  return (loaded ??= {
    name: 'o200k_base',
    count: (text) => countCapped(text, countPlain),
    perMessage: 4,
    perRequest: 3,
    perToolCall: 8,
    splits: splitsGpt,
  })
}

let loaded: Tokenizer | undefined

const plainText = { allowedSpecial: new Set<string>(), disallowedSpecial: new Set<string>() }

/**
 * Merging takes time with the square of a run without a break (20,000 times `a`: 0.4 s), so a long one is counted in parts.
 * A cut may break a token in two, never more than that.
 */
function countCapped(text: string, count: (text: string) => number): number {
  if (text.length <= longest || !longRun.test(text)) return count(text)
  let total = 0
  let end = 0
  for (const { 0: run, index } of text.matchAll(longRuns)) {
    total += count(text.slice(end, index))
    for (let at = 0; at < run.length; at += part) total += count(run.slice(at, at + part))
    end = index + run.length
  }
  return total + count(text.slice(end))
}

const longest = 1000
const part = 500
const longRun = /\S{1001}|[^\S\n]{1001}|\n{1001}/
const longRuns = /\S{1001,}|[^\S\n]{1001,}|\n{1001,}/g

/**
 * The tokenizer first cuts the text by a regular expression, left to right and without looking back, and no token crosses a
 * cut. It cuts before blanks that follow a visible sign, and after a line break, unless more blank lines or a slash follow.
 */
export function splitsGpt(last: string, text: string): boolean {
  const first = text.charCodeAt(0)
  const blank = first === space || first === tab
  if (last === '\n') return blank ? indented.test(text) : first !== slash && !isBlank(first)
  return blank && !isBlank(last.charCodeAt(0))
}

const [space, tab, slash] = [32, 9, 47]
const indented = /^[ \t]+\S/

/** Also of no character at all, and where it is not certain: outside of ASCII. */
const isBlank = (code: number) => !(code > space && code < 127)
