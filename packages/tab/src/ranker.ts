import { probabilityOf } from '@caret/patterns'
import type { Markable } from './ahead.ts'
import { followed, isLeft } from './bindings.ts'
import { createHabits, type Habits } from './habits.ts'
import type {
  Complaint,
  EditPrediction,
  Eagerness,
  FileEdit,
  Outcome,
  Prediction,
  RenamePrediction,
} from './predictor.ts'
import { logOdds, type Moment, mostRivals, rivalryOf } from './rivalry.ts'
import { createSightings } from './sightings.ts'
import { lineEnd, lineStart } from './sources/lines.ts'
import type { Proposal } from './sources/source.ts'
import { featuresOf, likeliest, oddsOf } from './weights.ts'

/**
 * Decides which of the proposed edits, and names for files, is shown, if any. All of them, and silence, are alternatives to each other: each is as
 * likely as what speaks for it makes it, by weights from replays, beside the rest. What became of earlier predictions says how
 * far this user, in this change, is from that.
 */
export interface Ranker extends Markable {
  choose(
    proposals: readonly (Proposal | RenamePrediction)[],
    moment: Moment,
    threshold?: number,
  ): Prediction | undefined
  /** What was dismissed is not shown again in the same place. */
  settle(prediction: Prediction, outcome: Outcome, texts: ReadonlyMap<string, string>): void
  /** An edit was undone, so it is not shown again in the same place either. */
  refuse(edit: FileEdit, texts: ReadonlyMap<string, string>): void
  forget(): void
}

export interface RankerOptions {
  /** What is known of the user from before. */
  habits?: Habits
  /** Hears each comparison before it is decided, for who fits the weights. */
  onCompared?: (rivals: readonly Rival[]) => void
}

/** What a prediction does. */
type Change = Pick<EditPrediction, 'edit'> | Pick<RenamePrediction, 'rename'>

interface Placed<P> {
  proposal: P
  /** Names the place and the edit, the same after edits elsewhere have moved it. */
  place: string
}

/** A proposal as it was compared with others. */
export interface Rival extends Placed<Proposal> {
  /** By the names that the fitted weights have. */
  features: Record<string, number>
}

/** An edit less probable is not shown. */
export const thresholds: Readonly<Record<Eagerness, number>> = { low: 0.4, medium: 0.2, high: 0.12 }

const remembered = 100
/** In log odds: what an acceptance or a dismissal says about predictions of the same family, and about all. */
const kin = { accepted: 0.7, dismissed: -1 }
const all = { accepted: 0.1, dismissed: -0.1 }
/** In log odds: that an edit changes lines of which a language server complains. A fix is there because of that already. */
const complained = 1.5
/**
 * In log odds: that an edit gives its new name to what a language server knows to be the same thing. Another file has its turn when
 * this one has none left, and gets more: replays, with no server, have taught the weights that what has the name there is seldom meant.
 */
const said = { here: 2.5, elsewhere: 6 }

export function createRanker({ habits = createHabits(), onCompared }: RankerOptions = {}): Ranker {
  let dismissed: string[] = []
  let families = new Map<string, number>()
  let mood = 0
  const seen = createSightings()

  /** In log odds: what is known of this user and this change. */
  const leaning = (prediction: Prediction, moment: Moment) =>
    mood +
    habits.of(prediction.source) +
    (families.get(prediction.family ?? '') ?? 0) +
    ('edit' in prediction ? heard(prediction, moment) : 0)

  /** The likeliest that were not dismissed, so many at most. */
  const openOf = <P extends Prediction>(proposals: readonly P[], moment: Moment, most: number): Placed<P>[] => {
    const open: Placed<P>[] = []
    for (const proposal of proposals.toSorted((a, b) => b.probability - a.probability)) {
      if (open.length >= most) break
      if (isMistaken(proposal, moment)) continue
      const place = placeOf(proposal, moment.texts)
      if (!dismissed.includes(place)) open.push({ proposal, place })
    }
    return open
  }

  const dismiss = (change: Change, texts: ReadonlyMap<string, string>) => {
    dismissed.push(placeOf(change, texts))
    if (dismissed.length > remembered) dismissed.shift()
  }

  const likeliestOf = (compared: readonly Placed<Proposal>[], moment: Moment): Prediction | undefined => {
    const rivals = compared.map(({ proposal }) => proposal)
    const places = compared.map(({ place }) => place)
    const rivalry = rivalryOf(rivals, places, moment, seen)
    seen.add(moment.last, rivals, places)
    onCompared?.(compared.map((each, at) => ({ ...each, features: featuresOf(each.proposal, rivalry[at]!) })))
    return likeliest(
      rivals,
      rivals.map((proposal, at) => oddsOf(proposal, rivalry[at]!) + leaning(proposal, moment)),
    )
  }

  return {
    choose: (proposals, moment, threshold = thresholds.medium) => {
      // What stands for itself has no rivals.
      const certain = proposals.filter((proposal) => !isCompared(proposal))
      const alone = openOf(certain, moment, certain.length).map(({ proposal }): Prediction => {
        return { ...proposal, probability: probabilityOf(logOdds(proposal.probability) + leaning(proposal, moment)) }
      })
      const compared = likeliestOf(openOf(proposals.filter(isCompared), moment, mostRivals), moment)
      const [best] = [...alone, ...(compared ? [compared] : [])].sort((a, b) => b.probability - a.probability)
      return best && best.probability >= threshold ? best : undefined
    },
    settle: (prediction, outcome, texts) => {
      const { family, source, probability } = prediction
      habits.settle(source, probability, outcome)
      if (outcome === 'ignored') return
      mood = clamp(mood + all[outcome])
      if (family) families.set(family, clamp((families.get(family) ?? 0) + kin[outcome]))
      // A file that has its old name again was given that by the user.
      if (outcome === 'dismissed' || 'rename' in prediction) dismiss(prediction, texts)
    },
    refuse: (edit, texts) => dismiss({ edit }, texts),
    forget: () => {
      dismissed = []
      families.clear()
      seen.forget()
      mood = 0
    },
    mark: () => {
      const then = { dismissed: [...dismissed], families: new Map(families), mood }
      const unsee = seen.mark()
      return () => {
        unsee()
        ;({ dismissed, families, mood } = then)
      }
    },
  }
}

const clamp = (odds: number) => Math.max(-3, Math.min(3, odds))

const isCompared = (proposal: Proposal | RenamePrediction): proposal is Proposal =>
  'edit' in proposal && proposal.features !== undefined

/** In log odds: what language servers say for an edit. */
function heard({ edit, source }: EditPrediction, { texts, caret, complaints, renamed }: Moment): number {
  const isSaid = followed(edit, texts.get(edit.path) ?? '', renamed) === 'same'
  const isHere = edit.path === caret.path
  const hasTurn = isSaid && (isHere || !isLeft(renamed, caret.path, texts.get(caret.path) ?? ''))
  return (
    (source !== 'fix' && answers(edit, texts, complaints) ? complained : 0) +
    (hasTurn ? said[isHere ? 'here' : 'elsewhere'] : 0)
  )
}

/** Whether it would give a new name to what a language server knows to be another thing than what the user gave it to. */
const isMistaken = (prediction: Prediction, { texts, renamed }: Moment): boolean =>
  'edit' in prediction && followed(prediction.edit, texts.get(prediction.edit.path) ?? '', renamed) === 'other'

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

/** An edit with the lines that it changes, and one more on each side: the same after edits elsewhere have moved it. */
function placeOf(change: Change, texts: ReadonlyMap<string, string>): string {
  if ('rename' in change) return [change.rename.path, change.rename.newPath].join('\0')
  const { path, offset, remove, insert } = change.edit
  const text = texts.get(path) ?? ''
  const start = lineStart(text, offset)
  const lines = text.slice(lineStart(text, start - 1), lineEnd(text, lineEnd(text, offset + remove)))
  return [path, offset - start, remove, insert, lines].join('\0')
}
