/** Index of the first that is at least `least`, among ascending numbers; their count where there is none. */
export function lowerBound(numbers: ArrayLike<number>, least: number): number {
  let low = 0
  let high = numbers.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (numbers[middle]! < least) low = middle + 1
    else high = middle
  }
  return low
}
