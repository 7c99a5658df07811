import { diffLines } from '@caret/text'

/**
 * Lines while others come to take their place: what came so far, and below it those that it does not stand for yet. Of the lines that
 * came after the last one they have in common, each is taken to stand for one.
 */
export function grown(original: readonly string[], came: readonly string[]): string[] {
  if (came.length === 0) return [...original]
  const last = diffLines(original.join('\n'), came.join('\n')).at(-1)
  const isCommonToTheEnd = !last || last.after.end < came.length
  // What is removed at the end may be yet to come.
  const stood = isCommonToTheEnd
    ? original.length - (last ? last.before.end + came.length - last.after.end : came.length)
    : original.length - Math.min(original.length, last.before.start + last.after.end - last.after.start)
  return [...came, ...original.slice(original.length - Math.max(0, stood))]
}

/** How many lines differ, as a person would count them. */
export const changedLines = (before: string, after: string): number =>
  diffLines(before, after).reduce(
    (sum, { before: old, after: its }) => sum + Math.max(old.end - old.start, its.end - its.start),
    0,
  )
