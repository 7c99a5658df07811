import { linear, probabilityOf } from '@caret/patterns'
import { fitted } from './fitted.ts'
import type { EditPrediction } from './predictor.ts'
import type { Proposal } from './sources/source.ts'
import { standingOf } from './standing.ts'

/** Log odds of a proposal against silence, from what its source and the comparison with its rivals say for it. */
export function oddsOf({ source, features = {} }: Proposal, rivalry: Readonly<Record<string, number>>): number {
  return oddsByRivalry(rivalry) + (oddsBySource.get(source)?.(features) ?? 0)
}

/** All that `oddsOf` weighs, by the names that the weights have. */
export function featuresOf(
  { source, features = {} }: Proposal,
  rivalry: Readonly<Record<string, number>>,
): Record<string, number> {
  const own = Object.entries(features).map(([name, value]) => [nameOf(source, name), value])
  return { ...rivalry, ...Object.fromEntries(own) }
}

const nameOf = (source: string, name: string) => `${source}:${name}`

const general: Record<string, number> = {}
const own: Record<string, Record<string, number>> = {}
for (const [name, weight] of Object.entries(fitted.weights)) {
  const [source, feature] = name.split(':')
  if (feature === undefined || source === 'from') general[name] = weight
  else (own[source!] ??= {})[feature] = weight
}
const oddsByRivalry = linear(general, fitted.bias)
const oddsBySource = new Map(Object.entries(own).map(([source, weights]) => [source, linear(weights, 0)]))
const { bias, ...shown } = fitted.shown
const oddsOfShown = linear(shown, bias)

/**
 * The likeliest of some alternatives, silence being one more, with the probability that it is right: that is more than its
 * share, since several may be right, and less where others come close.
 */
export function likeliest(proposals: readonly Proposal[], odds: readonly number[]): EditPrediction | undefined {
  if (proposals.length === 0) return undefined
  const { first, features } = standingOf(proposals, odds)
  const { features: _, ...best } = proposals[first]!
  return { ...best, probability: probabilityOf(oddsOfShown(features)) }
}
