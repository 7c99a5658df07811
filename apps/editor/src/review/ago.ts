import { count } from '../count.ts'

const units: [milliseconds: number, name: string][] = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
]

/** How long something was ago, as a person would say it. */
export function ago(milliseconds: number): string {
  for (const [unit, name] of units) {
    const many = Math.floor(milliseconds / unit)
    if (many > 0) return `${count(many, name)} ago`
  }
  return 'just now'
}
