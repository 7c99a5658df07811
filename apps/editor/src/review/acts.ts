import type { Hunk } from '@caret/text'

/** What can be done about what waits in a file: about some hunks of it, or all. */
export interface Acts {
  accept(path: string, hunks?: readonly Hunk[]): void
  reject(path: string, hunks?: readonly Hunk[]): void
  /** Shows all that waits as a page. */
  review(): void
  go(direction: 'next' | 'previous'): void
  /** Goes to the next of the problems that the changes bring. */
  showProblem(): void
}
