import type { ReviewMark } from '@caret/protocol'
import type { Surprise } from '@caret/suffix'
import type { HunkView } from './read/file-view.ts'
import type { Draft } from './steps/draft.ts'
import { runsOf } from './read/token-diff.ts'

/** How many bits each piece of a text is worth in this codebase: `SuffixModel.surprise`. */
export type SurpriseOf = (text: string, path: string) => readonly Surprise[]

/**
 * How much there is to see in a hunk, 0 to 1: what kind of thing it is, how much code differs, how little the codebase made it
 * to be expected, and what it is marked for; each of them makes it more, none can make up for another.
 */
export function importanceOf(
  hunk: HunkView,
  draft: Draft,
  marks: readonly ReviewMark[],
  surprise?: SurpriseOf,
): number {
  const share = marks.reduce((left, { weight }) => left * (1 - weight * 0.7), 1)
  const structure = bases[draft.role] * (draft.kind === 'definition' ? 1 : draft.kind === 'file' ? 0.5 : 0.8)
  const size = 1 - Math.exp(-amountOf(hunk) / 25)
  const unexpected = surprise ? unexpectedness(hunk, surprise) : 0.5
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

/** Of the pieces that are no blanks, in bits: around 1 is boilerplate, and 8 is what nobody has written here before. */
function unexpectedness({ file, after }: HunkView, surprise: SurpriseOf): number {
  const text = file.after.lines.slice(after.start, after.end).join('\n').slice(0, longest)
  if (text.trim() === '') return 0.3
  const bits = surprise(text, file.path).flatMap(({ start, end, bits: own }) =>
    text.slice(start, end).trim() === '' ? [] : Math.min(own, 20),
  )
  const mean = bits.reduce((sum, each) => sum + each, 0) / Math.max(1, bits.length)
  return Math.min(1, Math.max(0, (mean - 1) / 7))
}

/** UTF-16 units; a long hunk's beginning says how the rest is. */
const longest = 20_000
