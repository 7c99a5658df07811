import type { HunkView } from '../read/file-view.ts'
import { filesOf, listed, nameOf } from '../words.ts'
import type { Claim } from './mechanical-source.ts'

/** Lock files, snapshots, bundles, and what says that a program wrote it. */
export function generated(hunks: readonly HunkView[]): Claim[] {
  const made = hunks.filter(({ file }) => file.role === 'generated')
  if (made.length === 0) return []
  return [{ kind: 'generated', title: `Generated: ${listed(filesOf(made).map(nameOf))}`, hunks: made }]
}
