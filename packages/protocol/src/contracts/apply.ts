import * as z from 'zod'
import { defineService, request } from '../service.ts'

/** Puts what a model, or anybody, has sketched into a file's text. Nothing is written. */
export const applyService = defineService('apply', {
  sketch: request(
    z.object({
      path: z.string(),
      /** The text that the editor has; empty for a file that is not there. */
      original: z.string(),
      /** In any form: a whole file, a part, with or without marks for what is left out, search and replace, a patch. */
      sketch: z.string(),
    }),
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('applied'), text: z.string() }),
      /** It was not certain where; `reason` is a sentence for the user. Lines count from 0, `end` excluded. */
      z.object({
        kind: z.literal('declined'),
        reason: z.string(),
        region: z.object({ start: z.number(), end: z.number() }),
      }),
    ]),
  ),
})
