/** The probability that a proposal with these features is right, by a source's fitted weights. */
export function logistic(
  weights: Readonly<Record<string, number>>,
  bias: number,
  features: Readonly<Record<string, number>>,
): number {
  let sum = bias
  for (const [name, value] of Object.entries(features)) sum += value * (weights[name] ?? 0)
  return 1 / (1 + Math.exp(-sum))
}
