/** What each feature of a candidate says for it, in nats; fitted on replays of real commits. */
const weights: Record<string, number> = {
  age: -0.35,
  below: 2.5,
  both: 0.11,
  context: 0.37,
  contextAdded: 0.01,
  deletes: -0.6,
  differing: 0.09,
  distance: -0.02,
  extension: 0.88,
  folder: 0.82,
  gap: -0.72,
  group: 3.54,
  here: -0.82,
  inserted: -0.18,
  insertsAndRemoves: 0.73,
  members: -0.92,
  nearer: 0.17,
  part: -1.96,
  removed: 0.46,
  removes: 0.45,
  repeats: 0.41,
  rivals: -0.26,
  rivalsHere: -0.08,
  similar: -2.41,
  similarAdds: 0.14,
  similarAgreed: 0.14,
  single: 1.42,
  votes: 0.43,
  weaker: 0.37,
}
const bias = -6.62

/** Log odds that a candidate is what comes next. */
export function scoreOf(features: Record<string, number>): number {
  let sum = bias
  for (const [name, value] of Object.entries(features)) sum += value * (weights[name] ?? 0)
  return sum
}
