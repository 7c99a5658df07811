/**
 * What each feature of a candidate says for it, in nats; fitted (logistic regression) on replays of real commits. Replays go
 * down each file, so they say nothing of what is above the caret: `here` was raised over `folder` by hand.
 */
const weights: Record<string, number> = {
  again: -3.15,
  age: -0.39,
  below: 0.84,
  both: -0.13,
  call: 2.5,
  context: 0.43,
  contextAdded: 0.08,
  deletes: -0.59,
  differing: 0.28,
  distance: -0.04,
  extension: 0.93,
  folder: 0.54,
  gap: -0.72,
  group: 3.33,
  here: 0.64,
  inserted: -0.18,
  insertsAndRemoves: 0.76,
  members: -0.83,
  nearer: 0.12,
  part: -1.92,
  removed: 0.49,
  removes: 0.53,
  repeats: 0.53,
  rivals: -0.29,
  rivalsHere: -0.03,
  similar: -2.48,
  similarAdds: 0.04,
  similarAgreed: 0.15,
  single: 1.63,
  votes: 0.18,
  weaker: 0.4,
}
const bias = -6.8

/** Log odds that a candidate is what comes next. */
export function scoreOf(features: Record<string, number>): number {
  let sum = bias
  for (const [name, value] of Object.entries(features)) sum += value * (weights[name] ?? 0)
  return sum
}
