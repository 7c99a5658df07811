import type { HunkView } from '../read/file-view.ts'
import { formatting } from './formatting.ts'
import { generated } from './generated.ts'
import { importsOnly } from './imports-only.ts'
import type { Claim, MechanicalSource } from './mechanical-source.ts'
import { moved } from './moved.ts'
import { renamed } from './renamed.ts'
import { repeated } from './repeated.ts'

/** The surest first: what one has claimed is kept from the next. */
const sources: readonly MechanicalSource[] = [generated, formatting, renamed, importsOnly, moved, repeated]

/** What is mechanical among the hunks, each claimed once. */
export function claim(hunks: readonly HunkView[]): Claim[] {
  const left = new Set(hunks)
  const claims: Claim[] = []
  for (const source of sources) {
    for (const made of source([...left], hunks)) {
      const own = made.hunks.filter((hunk) => left.has(hunk))
      for (const hunk of own) left.delete(hunk)
      if (own.length > 0) claims.push({ ...made, hunks: own })
    }
  }
  return claims
}
