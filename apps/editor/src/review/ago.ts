const units: [milliseconds: number, name: string][] = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
]

/** How long something was ago, as a person would say it. */
export function ago(milliseconds: number): string {
  for (const [unit, name] of units) {
    const count = Math.floor(milliseconds / unit)
    if (count > 0) return `${count} ${name}${count === 1 ? '' : 's'} ago`
  }
  return 'just now'
}
