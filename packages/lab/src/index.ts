export { type ApplyCase, applyCases, type ApplyCasesOptions, applyKinds, readApplyCase } from './apply/apply-cases.ts'
export {
  type ApplyOutcome,
  type ApplyResult,
  type Counts,
  describeApply,
  evaluateApply,
  judgeApply,
} from './apply/evaluate-apply.ts'
export { naivePredictor } from './baselines/naive.ts'
export { ngramPredictor } from './baselines/ngram.ts'
export { type CasesResult, judgeCase, type Outcome, readCase, type TabCase } from './cases.ts'
export { evaluateTab, type EvaluateTabOptions } from './evaluate-tab.ts'
export { describeMistake, type Mistake } from './mistakes.ts'
export { replay, type ReplayedCommit, type ReplayOptions } from './replay.ts'
export type { TabResult } from './tally.ts'
export {
  evaluateReview,
  type EvaluateReviewOptions,
  type FoundMark,
  type ReviewResult,
} from './review/evaluate-review.ts'
export { trainTab, type TabTraining, type TrainTabOptions } from './train/train-tab.ts'
export {
  evaluateFaults,
  type EvaluateFaultsOptions,
  type FaultResult,
  type FaultShares,
  type JudgedFault,
  type Placement,
} from './review/evaluate-faults.ts'
export { type Fault, type FaultKind, faultKinds, faultsIn } from './review/faults.ts'
