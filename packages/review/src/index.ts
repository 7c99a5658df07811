export type {
  FileNote,
  Guide,
  MarkKind,
  ReviewHunk,
  ReviewMark,
  ReviewProblem,
  ReviewSource,
  ReviewStep,
  StepKind,
} from '@caret/protocol'
export { type Changes, changesOf, type ChangesOptions } from './changes/changes-of.ts'
export { guide, type GuideOptions } from './guide.ts'
export type { SurpriseOf } from './importance.ts'
export { type CodebaseOptions, surpriseIn } from './changes/codebase.ts'
export { readReview, type ReadReviewOptions } from './read-review.ts'
export { showGuide, type ShowOptions } from './show.ts'
