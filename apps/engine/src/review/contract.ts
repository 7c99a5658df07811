import { defineService, request, review, reviewProblem, reviewSource } from '@caret/protocol'
import * as z from 'zod'

/** What the thread that reads changes serves: it parses every file of them. */
export const readerService = defineService('reader', {
  read: request(
    z.object({
      folder: z.string(),
      source: reviewSource,
      unsaved: z.record(z.string(), z.string()),
      problems: z.array(reviewProblem).optional(),
    }),
    review.omit({ reviewed: true }),
  ),
})
