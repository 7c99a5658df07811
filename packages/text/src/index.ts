export {
  type ChangeKind,
  type ChangeSet,
  type FileChange,
  hunksOf,
  invert,
  invertSet,
  isConflict,
  kindOf,
  type Origin,
  originKinds,
  rebase,
  withHunks,
} from './change-set.ts'
export { accept, edited, reject } from './decide.ts'
export { diffLines, editsOf, type Hunk } from './diff.ts'
export * from './edit.ts'
export { lowerBound } from './lower-bound.ts'
export { lineStarts, linesOf, type LineSpan, touches } from './lines.ts'
export { diffWords, type Span } from './words.ts'
export { type Conflict, merge, type Merged, textOf } from './merge.ts'
