import type { StepKind } from '@caret/protocol'
import type { HunkView } from '../read/file-view.ts'
import { formatting } from './formatting.ts'
import { generated } from './generated.ts'
import { importsOnly } from './imports-only.ts'
import { moved } from './moved.ts'
import { renamed } from './renamed.ts'
import { repeated } from './repeated.ts'

/** Hunks that one glance is enough for, all of them together. */
export interface Claim {
  kind: Extract<StepKind, 'rename' | 'imports' | 'formatting' | 'repeat' | 'moved' | 'generated'>
  title: string
  hunks: readonly HunkView[]
  /** One that is read in full, and that these repeat. */
  example?: HunkView
}

/** One way to know that hunks are mechanical. What it claims must be so beyond doubt: nobody looks at it closely. */
export type MechanicalSource = (hunks: readonly HunkView[], all: readonly HunkView[]) => Claim[]

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
