export { diffLines, editsOf, type Hunk } from './diff.ts'
export * from './edit.ts'
export { lineStarts, linesOf, type LineSpan } from './lines.ts'
export { type Conflict, merge, type Merged, textOf } from './merge.ts'
