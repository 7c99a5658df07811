import { probabilityOf } from '@caret/patterns'
import { createHabits, type Habits } from './habits.ts'
import type { Complaint, Eagerness, FileEdit, Outcome, Prediction } from './predictor.ts'
import { lineEnd, lineStart } from './sources/lines.ts'

/**
 * Decides which of the proposed edits is shown, if any. A source's probability holds for the average user in the average
 * change; what became of earlier predictions says how far this user, in this change, is from that.
 */
export interface Ranker {
  choose(
    proposals: readonly Prediction[],
    texts: ReadonlyMap<string, string>,
    complaints?: readonly Complaint[],
    threshold?: number,
  ): Prediction | undefined
  /** What was dismissed is not shown again in the same place. */
  settle(prediction: Prediction, outcome: Outcome, texts: ReadonlyMap<string, string>): void
  forget(): void
}

export interface RankerOptions {
  /** What is known of the user from before. */
  habits?: Habits
}

/** An edit less probable is not shown. */
export const thresholds: Readonly<Record<Eagerness, number>> = { low: 0.55, medium: 0.4, high: 0.25 }

const remembered = 100
/** In log odds: what an acceptance or a dismissal says about predictions of the same family, and about all. */
const kin = { accepted: 0.7, dismissed: -1 }
const all = { accepted: 0.1, dismissed: -0.1 }
/** In log odds: that an edit changes lines of which a language server complains. A fix is there because of that already. */
const complained = 1.5

export function createRanker({ habits = createHabits() }: RankerOptions = {}): Ranker {
  const dismissed: string[] = []
  const families = new Map<string, number>()
  let mood = 0
  return {
    choose: (proposals, texts, complaints = [], threshold = thresholds.medium) => {
      let best: Prediction | undefined
      for (const proposal of proposals) {
        let odds = logOdds(proposal.probability) + mood + (families.get(proposal.family ?? '') ?? 0)
        odds += habits.of(proposal.source)
        if (proposal.source !== 'fix' && answers(proposal.edit, texts, complaints)) odds += complained
        const probability = probabilityOf(odds)
        if (probability < threshold || probability <= (best?.probability ?? 0)) continue
        if (!dismissed.includes(placeOf(proposal.edit, texts))) best = { ...proposal, probability }
      }
      return best
    },
    settle: ({ edit, family, source, probability }, outcome, texts) => {
      habits.settle(source, probability, outcome)
      if (outcome === 'ignored') return
      mood = clamp(mood + all[outcome])
      if (family) families.set(family, clamp((families.get(family) ?? 0) + kin[outcome]))
      if (outcome === 'accepted') return
      dismissed.push(placeOf(edit, texts))
      if (dismissed.length > remembered) dismissed.shift()
    },
    forget: () => {
      dismissed.splice(0)
      families.clear()
      mood = 0
    },
  }
}

export const logOdds = (probability: number) => Math.log(probability / (1 - probability))
const clamp = (odds: number) => Math.max(-3, Math.min(3, odds))

/** Whether an edit is on lines of which there are complaints. */
function answers(
  { path, offset, remove }: FileEdit,
  texts: ReadonlyMap<string, string>,
  complaints: readonly Complaint[],
): boolean {
  const text = texts.get(path) ?? ''
  return complaints.some((complaint) => {
    if (complaint.path !== path) return false
    const [from, to] = [lineStart(text, complaint.start), lineEnd(text, complaint.end)]
    return offset < to && offset + remove >= from
  })
}

/** An edit with the lines that it changes: the same after edits elsewhere have moved it. */
function placeOf({ path, offset, remove, insert }: FileEdit, texts: ReadonlyMap<string, string>): string {
  const text = texts.get(path) ?? ''
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const end = text.indexOf('\n', offset + remove)
  const lines = text.slice(start, end === -1 ? text.length : end)
  return [path, offset - start, remove, insert, lines].join('\0')
}
