import type { ReviewMark, ReviewProblem } from '@caret/protocol'
import type { FileView, HunkView } from '../read/file-view.ts'
import type { Draft } from '../steps/draft.ts'
import { condition } from './condition.ts'
import { conflict } from './conflict.ts'
import { diagnostic } from './diagnostic.ts'
import { errorHandling } from './error-handling.ts'
import { leftover } from './leftover.ts'
import { money } from './money.ts'
import { publicApi } from './public-api.ts'
import { security } from './security.ts'
import { untested } from './untested.ts'
import { weakerTest } from './weaker-test.ts'

/** What a source of marks may know beside the hunk. */
export interface MarkContext {
  files: readonly FileView[]
  drafts: readonly Draft[]
  /** Of each draft, those that use it. */
  users: readonly (readonly number[])[]
  problems: readonly ReviewProblem[]
}

/** One reason to look closer. It is better silent than wrong: each false alarm makes the next mark count less. */
export type MarkSource = (hunk: HunkView, context: MarkContext) => readonly ReviewMark[]

/** What concerns mechanical hunks too. */
export const always: readonly MarkSource[] = [conflict, diagnostic]

const sources: readonly MarkSource[] = [
  ...always,
  ...[publicApi, errorHandling, condition, security, money, weakerTest, leftover, untested],
]

/** The marks of a hunk: of each kind the weightiest few, the weightiest first. */
export function marksOf(hunk: HunkView, context: MarkContext, from: readonly MarkSource[] = sources): ReviewMark[] {
  return from
    .flatMap((source) => {
      const found = [...source(hunk, context)].sort((a, b) => b.weight - a.weight || a.line - b.line)
      return found.filter(({ reason }, at) => found.findIndex((other) => other.reason === reason) === at).slice(0, most)
    })
    .sort((a, b) => b.weight - a.weight)
}

/** Of one kind, in one hunk: who has seen three sees the rest. */
const most = 3
