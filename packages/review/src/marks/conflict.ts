import type { MarkSource } from './mark-source.ts'

/** A merge's conflict was left in the text. */
export const conflict: MarkSource = ({ file, after }) => {
  const lines = file.after.lines.slice(after.start, after.end)
  const at = lines.findIndex((line) => /^<{7} \S/.test(line))
  if (at === -1 || !lines.some((line) => /^>{7} \S/.test(line))) return []
  const reason = "A merge's conflict is not resolved here."
  return [{ kind: 'conflict', side: 'after', line: after.start + at, reason, weight: 1 }]
}
