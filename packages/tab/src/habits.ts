import type { Markable } from './ahead.ts'
import type { Outcome } from './predictor.ts'

/**
 * How far this user is from what the sources take for likely, in log odds for each source. It moves slowly, by how wrong a
 * probability was, and so comes to rest where probabilities hold.
 */
export interface Habits extends Markable {
  of(source: string): number
  settle(source: string, probability: number, outcome: Outcome): void
  readonly offsets: Readonly<Record<string, number>>
  restore(offsets: Readonly<Record<string, number>>): void
}

/** What comes at the caret. */
const continuations = new Set(['continue', 'fill'])

/** How much one outcome says. Continuations come with every few keys, the others with every few edits. */
const rates = { continue: 0.01, others: 0.08 }
/** Who types on has perhaps not seen it, and sees it again at the next pause. */
const ignoredShare = 0.1
/** Nothing is silenced for good; continuations never come oftener than they should for the average user. */
const limits = { continue: [-0.4, 0], others: [-1, 1] } as const

export function createHabits(): Habits {
  let offsets: Readonly<Record<string, number>> = {}
  const limited = (source: string, offset: number) => {
    const [least, most] = continuations.has(source) ? limits.continue : limits.others
    return Math.max(least, Math.min(most, offset))
  }
  return {
    of: (source) => offsets[source] ?? 0,
    settle: (source, probability, outcome) => {
      const rate = continuations.has(source) ? rates.continue : rates.others
      const step = outcome === 'accepted' ? 1 - probability : -probability * (outcome === 'ignored' ? ignoredShare : 1)
      offsets = { ...offsets, [source]: limited(source, (offsets[source] ?? 0) + rate * step) }
    },
    get offsets() {
      return offsets
    },
    restore: (kept) => {
      offsets = Object.fromEntries(Object.entries(kept).map(([source, offset]) => [source, limited(source, offset)]))
    },
    mark: () => {
      const then = offsets
      return () => void (offsets = then)
    },
  }
}
