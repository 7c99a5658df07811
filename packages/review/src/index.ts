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
