export { applySketch } from './apply-sketch.ts'
export { applyStreaming, type SketchStream } from './apply-streaming.ts'
export { type Change, diffLines } from './diff-lines.ts'
export type { Applied, Declined, Fate, Form, LineRange, SketchInput, SketchResult, Slip } from './result.ts'
