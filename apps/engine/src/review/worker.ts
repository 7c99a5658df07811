import { serve } from '@caret/protocol'
import { keepSurprise, readReview } from '@caret/review'
import { readerService } from './contract.ts'
import { serveThread } from '../thread.ts'

const surpriseIn = keepSurprise()
serveThread((connection) =>
  serve(connection, readerService, {
    read: ({ unsaved, ...options }, signal) =>
      readReview({ ...options, surpriseIn, unsaved: new Map(Object.entries(unsaved)) }, signal),
  }),
)
