import { probabilityOf, weigh } from '@caret/patterns'
import { fitted } from './fitted.ts'
import type { Prediction } from './predictor.ts'
import { logOdds } from './rivalry.ts'
import type { Proposal } from './sources/source.ts'

/** Log odds of a proposal against silence, from what its source and the comparison with its rivals say for it. */
export function oddsOf({ source, features = {} }: Proposal, rivalry: Readonly<Record<string, number>>): number {
  let sum = weigh(fitted.weights, fitted.bias, rivalry)
  for (const [name, value] of Object.entries(features)) sum += value * (fitted.weights[`${source}:${name}`] ?? 0)
  return sum
}

/**
 * The likeliest of some alternatives, silence being one more, with the probability that it is right: that is more than its
 * share, since several may be right, and less where others come close.
 */
export function likeliest(proposals: readonly Proposal[], odds: readonly number[]): Prediction | undefined {
  if (proposals.length === 0) return undefined
  const masses = odds.map((each) => Math.exp(Math.min(20, each)))
  const sum = masses.reduce((total, each) => total + each, 1)
  const shares = masses.map((each) => each / sum)
  const ranked = [...shares.keys()].sort((a, b) => shares[b]! - shares[a]!)
  const [first, second] = [ranked[0]!, ranked[1]]
  const { features: _, ...best } = proposals[first]!
  const family = proposals.reduce((total, each, at) => total + (each.family === best.family ? shares[at]! : 0), 0)
  const any = (sum - 1) / sum
  const { bias, ...weights } = fitted.shown
  const probability = probabilityOf(
    weigh(weights, bias, {
      likeliest: logOdds(shares[first]!),
      second: logOdds(second === undefined ? 0 : shares[second]!),
      any: logOdds(any),
      prior: logOdds(best.probability),
      family: logOdds(family),
      share: shares[first]! / Math.max(any, 1e-9),
    }),
  )
  return { ...best, probability }
}
