import type { MarkSource } from './mark-source.ts'

/** A merge's conflict was left in the text. */
export const conflict: MarkSource = ({ file, after }) => {
  const { lines } = file.after
  const at = lines.slice(after.start, after.end).findIndex((line) => /^<{7} \S/.test(line))
  // Both sides of it may have lines that were there before, and be apart.
  if (at === -1 || !lines.slice(after.start + at).some((line) => /^>{7} \S/.test(line))) return []
  const reason = "A merge's conflict is not resolved here."
  return [{ kind: 'conflict', side: 'after', line: after.start + at, reason, weight: 1 }]
}
