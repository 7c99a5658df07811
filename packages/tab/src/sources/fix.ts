import type { HistoryEntry } from '../history.ts'
import type { Complaint, Fix } from '../predictor.ts'
import type { EditSource } from './source.ts'

/** How many of the last edits are looked at. */
const reach = 12

/** How likely it is that the user wants what a language server has for an error that the last edits brought. */
const likely: Record<Fix['kind'], number> = { import: 0.8, unused: 0.6, other: 0.6 }

/** What a language server would do about what the last edits brought: a missing import, one that nothing uses any more. */
export const fix: EditSource = {
  name: 'fix',
  propose: ({ complaints, history }) =>
    complaints.flatMap((complaint) => {
      if (!complaint.fix || isUnfinished(complaint, history)) return []
      const { kind, reason, ...edit } = complaint.fix
      return [{ edit: { path: complaint.path, ...edit }, source: 'fix', probability: likely[kind], reason }]
    }),
}

/** An import that was just typed is about to be used. */
function isUnfinished({ path, start, end, fix: its }: Complaint, history: readonly HistoryEntry[]): boolean {
  if (its?.kind !== 'unused') return false
  return history
    .slice(0, reach)
    .some((entry) => entry.path === path && entry.offset <= end && entry.offset + entry.edit.insert.length > start)
}
