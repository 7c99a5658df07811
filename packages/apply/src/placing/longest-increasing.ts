/** The longest part of `pairs` whose first numbers increase. */
export function longestIncreasing<T extends readonly [number, ...unknown[]]>(pairs: readonly T[]): T[] {
  const tails: number[] = []
  const before = new Int32Array(pairs.length)
  for (const [index, [value]] of pairs.entries()) {
    let [low, high] = [0, tails.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (pairs[tails[middle]!]![0] < value) low = middle + 1
      else high = middle
    }
    before[index] = low > 0 ? tails[low - 1]! : -1
    tails[low] = index
  }
  const chain: T[] = []
  for (let at = tails.at(-1) ?? -1; at >= 0; at = before[at]!) chain.push(pairs[at]!)
  return chain.reverse()
}
