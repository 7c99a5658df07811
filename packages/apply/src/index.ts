export { applySketch } from './apply-sketch.ts'
export type { Applied, Declined, Fate, Form, LineRange, SketchInput, SketchResult } from './result.ts'
