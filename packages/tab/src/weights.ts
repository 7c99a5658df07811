import { probabilityOf, weigh } from '@caret/patterns'
import { fitted } from './fitted.ts'
import type { EditPrediction } from './predictor.ts'
import type { Proposal } from './sources/source.ts'
import { standingOf } from './standing.ts'

/** Log odds of a proposal against silence, from what its source and the comparison with its rivals say for it. */
export function oddsOf({ source, features = {} }: Proposal, rivalry: Readonly<Record<string, number>>): number {
  return weigh(weightsBySource[source] ?? {}, weigh(fitted.weights, fitted.bias, rivalry), features)
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

/** The weights of what the sources say, by their own names. */
const weightsBySource: Record<string, Record<string, number>> = {}
for (const [name, weight] of Object.entries(fitted.weights)) {
  const [source, own] = name.split(':')
  if (own !== undefined) (weightsBySource[source!] ??= {})[own] = weight
}

/**
 * The likeliest of some alternatives, silence being one more, with the probability that it is right: that is more than its
 * share, since several may be right, and less where others come close.
 */
export function likeliest(proposals: readonly Proposal[], odds: readonly number[]): EditPrediction | undefined {
  if (proposals.length === 0) return undefined
  const { first, features } = standingOf(proposals, odds)
  const { features: _, ...best } = proposals[first]!
  const { bias, ...weights } = fitted.shown
  return { ...best, probability: probabilityOf(weigh(weights, bias, features)) }
}
