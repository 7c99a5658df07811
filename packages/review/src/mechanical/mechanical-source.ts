import type { StepKind } from '@caret/protocol'
import type { HunkView } from '../read/file-view.ts'

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
