import { standingOf } from '@caret/tab'
import type { Held, NamedFit } from './cross-validate.ts'

/** How much would be predicted, and how much of what is shown would be right, on average over repositories. */
export interface Judgement {
  threshold: number
  recall: number | null
  precision: number | null
}

/** An edit that is shown and wrong is dismissed, and not shown again in its commit. */
export function judge(held: readonly Held[], threshold: number): Judgement {
  const counts = held.map((each) => count(each, threshold))
  return {
    threshold,
    recall: mean(counts.map(({ right, wanted }) => right / wanted)),
    precision: mean(counts.map(({ right, shown }) => right / shown)),
  }
}

function count({ steps, odds, shown: fitted }: Held, threshold: number) {
  const least = Math.log(threshold / (1 - threshold))
  const dismissed = new Set<number>()
  let [row, commit, wanted, shown, right] = [0, 0, 0, 0, 0]
  for (const step of steps) {
    if (step.commit !== commit) dismissed.clear()
    commit = step.commit
    if (step.wanted) wanted++
    const open = step.rivals
      .map((rival, at) => ({ ...rival, odds: odds[row + at]! }))
      .filter(({ place }) => !dismissed.has(place))
    row += step.rivals.length
    if (open.length === 0) continue
    const { first, features } = standingOf(
      open,
      open.map((each) => each.odds),
    )
    if (oddsOf(features, fitted) < least) continue
    shown++
    if (open[first]!.right) right++
    else dismissed.add(open[first]!.place)
  }
  return { wanted, shown, right }
}

const oddsOf = (features: Readonly<Record<string, number>>, { bias, weights }: NamedFit) =>
  Object.entries(features).reduce((sum, [name, value]) => sum + value * (weights[name] ?? 0), bias)

/** Of those that are numbers: nothing shown has no precision. */
function mean(shares: readonly number[]): number | null {
  const known = shares.filter((share) => Number.isFinite(share))
  return known.length === 0 ? null : known.reduce((sum, share) => sum + share, 0) / known.length
}
