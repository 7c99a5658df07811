import type { ReviewMark, ReviewProblem } from '@caret/protocol'
import type { FileView, HunkView } from '../read/file-view.ts'

/** What a source of marks may know beside the hunk. */
export interface MarkContext {
  files: readonly FileView[]
  problems: readonly ReviewProblem[]
}

/** The weight of a mark that only says what code is about, which is said once. */
export const topicWeight = 0.4

/** One reason to look closer. It is better silent than wrong: each false alarm makes the next mark count less. */
export type MarkSource = (hunk: HunkView, context: MarkContext) => readonly ReviewMark[]
