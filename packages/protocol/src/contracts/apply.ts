import * as z from 'zod'
import { defineService, request, stream } from '../service.ts'

const sketch = z.object({
  path: z.string(),
  /** The text that the editor has; empty for a file that is not there. */
  original: z.string(),
  /** In any form: a whole file, a part, with or without marks for what is left out, search and replace, a patch. */
  sketch: z.string(),
})

const result = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('applied'),
    text: z.string(),
    /** The model that wrote it, where structure alone was not certain. */
    model: z.string().optional(),
    /** Lines, from 0, that the sketch has otherwise, and that were kept: it was taken for a slip in copying. */
    slips: z.array(z.number()).optional(),
    /** Where a patch has the file go, or what else to call it: that is not done. */
    fate: z
      .discriminatedUnion('kind', [
        z.object({ kind: z.literal('created') }),
        z.object({ kind: z.literal('deleted') }),
        z.object({ kind: z.literal('renamed'), to: z.string() }),
      ])
      .optional(),
    /** Other files that it is about, as it names them. */
    others: z.array(z.string()).optional(),
  }),
  /** It was not certain where; `reason` is a sentence for the user. Lines count from 0, `end` excluded. */
  z.object({
    kind: z.literal('declined'),
    reason: z.string(),
    region: z.object({ start: z.number(), end: z.number() }),
  }),
])
export type AppliedSketch = z.infer<typeof result>

export const applyPart = z.discriminatedUnion('type', [
  /** Structure was not certain, and this model is asked. */
  z.object({ type: z.literal('start'), model: z.string() }),
  /** It is busy, and is let be for so many milliseconds before it is asked again. */
  z.object({ type: z.literal('wait'), ms: z.number(), why: z.string() }),
  /** The file as far as it has come, for showing. */
  z.object({ type: z.literal('text'), text: z.string() }),
])
export type ApplyPart = z.infer<typeof applyPart>

/** Puts what a model, or anybody, has sketched into a file's text. Nothing is written. */
export const applyService = defineService('apply', {
  /** By structure alone, in milliseconds. */
  sketch: request(sketch, result),
  /** By structure, and where that is not certain, by the model for the role `apply`. What fails has a code of `ModelError`. */
  merge: stream(sketch, applyPart, result),
})
