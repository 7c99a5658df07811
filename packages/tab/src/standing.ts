import { logOdds } from './rivalry.ts'

/** The likeliest of some alternatives, and what says whether it is right. */
export interface Standing {
  /** Which it is. */
  first: number
  features: Record<'likeliest' | 'second' | 'any' | 'prior' | 'family' | 'share', number>
}

/**
 * @param alternatives with what their sources think of them; there is one at least
 * @param odds of each against silence, in log odds
 */
export function standingOf(
  alternatives: readonly { probability: number; family?: unknown }[],
  odds: readonly number[],
): Standing {
  const masses = odds.map((each) => Math.exp(Math.min(20, each)))
  const sum = masses.reduce((total, each) => total + each, 1)
  const shares = masses.map((each) => each / sum)
  const ranked = [...shares.keys()].sort((a, b) => shares[b]! - shares[a]!)
  const [first, second] = [ranked[0]!, ranked[1]]
  const best = alternatives[first]!
  const kin = alternatives.reduce((total, each, at) => total + (each.family === best.family ? shares[at]! : 0), 0)
  const any = (sum - 1) / sum
  return {
    first,
    features: {
      likeliest: logOdds(shares[first]!),
      second: logOdds(second === undefined ? 0 : shares[second]!),
      any: logOdds(any),
      prior: logOdds(best.probability),
      family: logOdds(kin),
      share: shares[first]! / Math.max(any, 1e-9),
    },
  }
}
