import type { ReviewMark } from '@caret/protocol'
import type { Surprise } from '@caret/suffix'
import type { LineSpan } from '@caret/text'
import type { HunkView } from './read/file-view.ts'
import type { Draft } from './steps/draft.ts'
import { runsOf } from './read/token-diff.ts'

/** How many bits each piece of a text is worth in this codebase: `SuffixModel.surprise`. */
export type SurpriseOf = (text: string, path: string) => readonly Surprise[]

/**
 * How much there is to see in a hunk, 0 to 1: what kind of thing it is, how much code differs, how little the codebase made it
 * to be expected (`bits`), and what it is marked for; each of them makes it more, none can make up for another.
 */
export function importanceOf(hunk: HunkView, draft: Draft, marks: readonly ReviewMark[], bits?: number): number {
  const share = marks.reduce((left, { weight }) => left * (1 - weight * 0.7), 1)
  const structure = bases[draft.role] * (draft.kind === 'definition' ? 1 : draft.kind === 'file' ? 0.5 : 0.8)
  const size = 1 - Math.exp(-amountOf(hunk) / 25)
  const unexpected = bits === undefined ? 0.5 : Math.min(1, Math.max(0, (bits - expected) / (unseen - expected)))
  const plain = structure * (0.25 + 0.35 * size + 0.4 * unexpected)
  return Math.round((1 - share * (1 - plain)) * 1000) / 1000
}

/** Of something that nobody needs to look at closely. */
export const mechanicalImportance = 0.05

const bases = { source: 0.85, test: 0.5, configuration: 0.5, documentation: 0.3, generated: 0.05 } as const

/** Tokens that differ; lines, where there is no code. */
function amountOf(hunk: HunkView): number {
  const tokens = runsOf(hunk).reduce((sum, { removed, inserted }) => sum + inserted.length + removed.length / 2, 0)
  return tokens > 0 ? tokens : hunk.after.end - hunk.after.start
}

/** Bits a token: below this the codebase has it nearly word for word, and above that nobody has written the like there. */
const [expected, unseen] = [3, 12]

/** Whether there is next to nothing in a hunk that its codebase does not make one expect: bits a token, and its marks. */
export const isPredictable = (bits: number | undefined, marks: readonly ReviewMark[]): boolean =>
  bits !== undefined && bits < predictable && marks.length === 0

/** One in ten changed hunks of code is below; among them are another case of a `switch`, a further field, a closing brace. */
const predictable = 4.5

/** How surprising a hunk's new lines are; undefined for none. */
export const bitsOf = ({ file, after }: HunkView, surprise: SurpriseOf | undefined): number | undefined =>
  surprise && bitsIn(file.after.lines, after, file.path, surprise)

/** Bits a token of a text's lines, on average; undefined where there is nothing but blanks. */
export function bitsIn(
  lines: readonly string[],
  { start, end }: LineSpan,
  path: string,
  surprise: SurpriseOf,
): number | undefined {
  const text = lines.slice(start, end).join('\n').slice(0, longest)
  const bits = surprise(text, path).flatMap(({ start, end, bits: own }) =>
    text.slice(start, end).trim() === '' ? [] : Math.min(own, 20),
  )
  return bits.length === 0 ? undefined : bits.reduce((sum, each) => sum + each, 0) / bits.length
}

/** UTF-16 units; a long hunk's beginning says how the rest is. */
const longest = 20_000
