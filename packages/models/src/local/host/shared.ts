/** How many tokens two sequences have in common at their beginnings. */
export function sharedLength(one: readonly number[], other: readonly number[]): number {
  const most = Math.min(one.length, other.length)
  let at = 0
  while (at < most && one[at] === other[at]) at++
  return at
}
