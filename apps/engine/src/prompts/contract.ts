import { defineService, promptPreview, request } from '@caret/protocol'
import * as z from 'zod'

/** What the thread that renders prompts serves: to count tokens takes it hundreds of milliseconds at first. */
export const renderService = defineService('render', {
  render: request(z.object({ recording: z.string(), budget: z.number().optional() }), promptPreview),
})
