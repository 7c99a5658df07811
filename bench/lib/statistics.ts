/** The value that half of `values` are not above; rounded. NaN where there are none. */
export const median = (values: number[]): number => percentile(values, 0.5)

/** The smallest value that `share` (0 to 1) of `values` are not above; rounded to three digits or whole numbers. */
export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const index = Math.max(0, Math.ceil(share * sorted.length) - 1)
  return tidy(sorted[index] ?? Number.NaN)
}

/** Times and sizes with no more digits than anybody reads. */
export const tidy = (value: number): number =>
  Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3))
