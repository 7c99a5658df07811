import type { Review, ReviewHunk, ReviewStep, Staged } from '@caret/protocol'
import { type Size, sizesOf } from './words.ts'

/** A review as it is being read: a value. */
export interface Reading {
  readonly review: Review
  /** By the id of a hunk. */
  readonly hunks: ReadonlyMap<string, ReviewHunk>
  readonly steps: ReadonlyMap<string, ReviewStep>
  readonly sizes: ReadonlyMap<string, Size>
  /** Ids of all hunks, in the order to read them. */
  readonly order: readonly string[]
  readonly reviewed: ReadonlySet<string>
  /** The hunk that one is at; undefined where there is none. */
  readonly at: string | undefined
  /** Mechanical steps that are read hunk by hunk; the others are read as one. */
  readonly unfolded: ReadonlySet<string>
}

/** Begins to read, or goes on in a newer version of what `before` read: at the same hunk, or at what came after it. */
export function read(review: Review, before?: Reading, at?: string): Reading {
  const { steps } = review.guide
  const order = steps.flatMap((step) => step.hunks)
  const reading: Reading = {
    review,
    hunks: new Map(review.guide.hunks.map((hunk) => [hunk.id, hunk])),
    steps: new Map(steps.flatMap((step) => step.hunks.map((id) => [id, step] as const))),
    sizes: sizesOf(review),
    order,
    reviewed: new Set(review.reviewed),
    at: undefined,
    unfolded: before?.unfolded ?? new Set(),
  }
  const wanted = before?.at ?? at
  const kept = wanted !== undefined && reading.steps.has(wanted) ? wanted : before && placeIn(reading, before)
  return { ...reading, at: kept ?? order[0] }
}

/** The hunks that one stops at: of a mechanical step that is folded, only the first. */
export function stops({ review, unfolded, at }: Reading): string[] {
  return review.guide.steps.flatMap((step) => {
    if (!isGroup(step) || unfolded.has(step.id)) return step.hunks
    // Who was sent into one stays where they are.
    return [step.hunks.find((id) => id === at) ?? step.hunks[0]!]
  })
}

/** The next stop, or the one before; the same at either end. */
export function moved(reading: Reading, by: 1 | -1): Reading {
  const all = stops(reading)
  const index = reading.at === undefined ? -1 : all.indexOf(reading.at)
  return { ...reading, at: all[Math.min(Math.max(index + by, 0), all.length - 1)] }
}

export const goTo = (reading: Reading, at: string): Reading => (reading.steps.has(at) ? { ...reading, at } : reading)

/** The next stop that has something unreviewed, from the one that one is at and around; the same where all is. */
export function toUnreviewed(reading: Reading): Reading {
  const all = stops(reading)
  const from = reading.at === undefined ? 0 : all.indexOf(reading.at)
  const ahead = [...all.slice(from + 1), ...all.slice(0, from + 1)]
  return { ...reading, at: ahead.find((id) => !isReviewed(reading, meant(reading, id))) ?? reading.at }
}

/** Whether a step is several hunks that are read as one. */
export const isGroup = ({ mechanical, hunks }: ReviewStep): boolean => mechanical && hunks.length > 1

/** What a decision at a hunk is about: the hunk, or all of a mechanical step that is folded. */
export function meant({ steps, unfolded }: Reading, at: string | undefined): readonly string[] {
  const step = at === undefined ? undefined : steps.get(at)
  if (!step) return []
  return isGroup(step) && !unfolded.has(step.id) ? step.hunks : [at!]
}

export const isReviewed = ({ reviewed }: Reading, hunks: readonly string[]): boolean =>
  hunks.every((id) => reviewed.has(id))

/** Says of hunks, known or not, whether they are reviewed. */
export function ticked(reading: Reading, hunks: readonly string[], isReviewed: boolean): Reading {
  if (hunks.every((id) => reading.reviewed.has(id) === isReviewed)) return reading
  const reviewed = new Set(reading.reviewed)
  for (const id of hunks) {
    if (isReviewed) reviewed.add(id)
    else reviewed.delete(id)
  }
  return { ...reading, reviewed }
}

/** How much of hunks the next commit would have, all together. */
export function stagedOf({ review: { staged = {} } }: Reading, hunks: readonly string[]): Staged | undefined {
  if (hunks.every((id) => staged[id] === 'whole')) return 'whole'
  return hunks.some((id) => staged[id]) ? 'part' : undefined
}

/** Says of hunks whether the next commit has them, until the review is read again. */
export function staged(reading: Reading, hunks: readonly string[], isStaged: boolean): Reading {
  const now = { ...reading.review.staged }
  for (const id of hunks) {
    if (isStaged) now[id] = 'whole'
    else delete now[id]
  }
  return { ...reading, review: { ...reading.review, staged: now } }
}

/** Opens a mechanical step hunk by hunk, or closes it. */
export function folded(reading: Reading, step: string, isFolded: boolean): Reading {
  const unfolded = new Set(reading.unfolded)
  if (isFolded) unfolded.delete(step)
  else unfolded.add(step)
  return { ...reading, unfolded }
}

/** How many of the hunks are reviewed. */
export const countReviewed = ({ order, reviewed }: Reading): number => order.filter((id) => reviewed.has(id)).length

/** Where one was, in a newer version that does not have that hunk. */
function placeIn(reading: Reading, before: Reading): string | undefined {
  const gone = before.at === undefined ? undefined : before.hunks.get(before.at)
  if (!gone) return undefined
  // It was edited: then it is another hunk by now, in the same place.
  const successor = reading.review.guide.hunks.find(
    ({ id, path, after }) =>
      path === gone.path && !before.hunks.has(id) && after.start <= gone.after.end && after.end >= gone.after.start,
  )
  if (successor) return successor.id
  const index = before.order.indexOf(gone.id)
  const still = (id: string) => reading.steps.has(id)
  return before.order.slice(index).find(still) ?? before.order.slice(0, index).findLast(still)
}
