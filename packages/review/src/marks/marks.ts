import type { ReviewHunk, ReviewMark } from '@caret/protocol'
import type { HunkView } from '../read/file-view.ts'
import { asynchrony } from './asynchrony.ts'
import { condition } from './condition.ts'
import { conflict } from './conflict.ts'
import { diagnostic } from './diagnostic.ts'
import { errorHandling } from './error-handling.ts'
import { leftover } from './leftover.ts'
import { lostCheck } from './lost-check.ts'
import { type MarkContext, type MarkSource, topicWeight } from './mark-source.ts'
import { money } from './money.ts'
import { publicApi } from './public-api.ts'
import { security } from './security.ts'
import { swapped } from './swapped.ts'
import { untested } from './untested.ts'
import { weakerTest } from './weaker-test.ts'
import { weakerType } from './weaker-type.ts'

/** What concerns mechanical hunks too. */
export const always: readonly MarkSource[] = [conflict, diagnostic]

const sources: readonly MarkSource[] = [
  ...always,
  ...[publicApi, errorHandling, condition, lostCheck, asynchrony, swapped, weakerType, security, money, weakerTest],
  ...[leftover, untested],
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

/** Hunks in the order in which they are read, without saying again what they are about. */
export function sayOnce(hunks: readonly ReviewHunk[]): ReviewHunk[] {
  const said = new Set<string>()
  return hunks.map((hunk) => ({
    ...hunk,
    marks: hunk.marks.filter(({ reason, weight }) => weight !== topicWeight || (!said.has(reason) && said.add(reason))),
  }))
}
