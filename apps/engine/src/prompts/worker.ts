import { serve } from '@caret/protocol'
import { renderService } from './contract.ts'
import { ownPrompts } from './own.ts'
import { preview } from './preview.ts'
import { serveThread } from '../thread.ts'

serveThread((connection) =>
  serve(connection, renderService, {
    render: ({ recording, budget }, signal) => preview(recording, ownPrompts, budget, signal),
  }),
)
