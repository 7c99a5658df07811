import type { RenamedBinding } from './bindings.ts'
import { lowerBound } from '@caret/text'
import type { HistoryEntry } from './history.ts'
import type { Caret, Complaint, FileEdit } from './predictor.ts'
import type { Sightings } from './sightings.ts'
import { lineBreaks } from './sources/lines.ts'
import type { Proposal } from './sources/source.ts'

/** What was going on when edits were proposed. */
export interface Moment {
  texts: ReadonlyMap<string, string>
  caret: Caret
  /** The user's last edit, and how many there were. */
  last: HistoryEntry
  edits: number
  complaints: readonly Complaint[]
  renamed: readonly RenamedBinding[]
}

/** More than these few, the likeliest, are not compared. */
export const mostRivals = 60

const log = (count: number) => Math.log2(1 + count)

/** What speaks for each proposal beside what its source knows: where it is, what it does, and what the others would do there. */
export function rivalryOf(
  proposals: readonly Proposal[],
  places: readonly string[],
  { texts, caret, last, edits }: Moment,
  seen: Sightings,
): Record<string, number>[] {
  const breaksBefore = countBreaks(texts.get(caret.path) ?? '')
  const breaksAtCaret = breaksBefore(caret.offset)
  const odds = proposals.map(({ probability }) => logOdds(probability))
  return proposals.map((proposal, at) => {
    const { edit, source } = proposal
    let [agree, contained, contains, strongest] = [0, 0, 0, nobody]
    // Each with each: entries of an iterator would cost more than what is done with them.
    for (let index = 0; index < proposals.length; index++) {
      const other = proposals[index]!.edit
      if (index === at || !overlaps(edit, other)) continue
      if (other.offset === edit.offset && other.remove === edit.remove && other.insert === edit.insert) {
        agree++
        continue
      }
      strongest = Math.max(strongest, odds[index]!)
      if (within(edit, other)) contained = 1
      if (within(other, edit)) contains = 1
    }
    const here = edit.path === caret.path
    return {
      prior: odds[at]!,
      overRival: odds[at]! - strongest,
      agree,
      contained,
      contains,
      seen: log(seen.place(places[at]!)),
      familySeen: log(seen.family(proposal.family)),
      chained: last.predicted ? 1 : 0,
      lastInserted: log(last.edit.insert.length),
      edits: log(edits),
      here: here ? 1 : 0,
      below: here && edit.offset >= caret.offset ? 1 : 0,
      linesAway: here ? log(Math.abs(breaksBefore(edit.offset) - breaksAtCaret)) : 0,
      inserted: log(edit.insert.length),
      removed: log(edit.remove),
      lines: log(lineBreaks(edit.insert)),
      [`from:${source}`]: 1,
    }
  })
}

/** Log odds of a rival where there is none. */
const nobody = -12

export const logOdds = (probability: number): number => {
  const inside = Math.max(1e-5, Math.min(1 - 1e-5, probability))
  return Math.log(inside / (1 - inside))
}

/** Whether two edits touch the same stretch of a file. */
function overlaps(a: FileEdit, b: FileEdit): boolean {
  return a.path === b.path && b.offset <= a.offset + a.remove && a.offset <= b.offset + b.remove
}

/** Whether an edit takes out less than another that takes out the same and more. */
function within(small: FileEdit, large: FileEdit): boolean {
  return (
    large.remove > small.remove &&
    large.offset <= small.offset &&
    large.offset + large.remove >= small.offset + small.remove
  )
}

/** Tells how many line breaks a text has before an offset: it is asked for many, and read once. */
function countBreaks(text: string): (offset: number) => number {
  const breaks: number[] = []
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) breaks.push(at)
  return (offset) => lowerBound(breaks, offset)
}
