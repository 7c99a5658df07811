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
export { bitsIn, type SurpriseOf } from './importance.ts'
export { type Role, roleOf } from './read/role.ts'
export { type CodebaseOptions, keepSurprise, surpriseIn } from './changes/codebase.ts'
export { readReview, type ReadReviewOptions } from './read-review.ts'
export { showGuide, type ShowOptions } from './show.ts'
export { ApplyError, type Applied, applyTo, type ApplyOptions, readFrom } from './apply-to-workspace.ts'
export { type Checkpoint, type CheckpointList, type CheckpointOptions, Checkpoints } from './checkpoints/checkpoints.ts'
export { type Accepted, type AcceptedFile } from './checkpoints/accepted.ts'
export { CheckpointDamaged, CheckpointMissing } from './checkpoints/errors.ts'
export { type FileConflict, type Place, type ReadText, type TakenBack } from './checkpoints/take-back.ts'
