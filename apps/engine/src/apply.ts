import { applyChecked, applyWithModel, type SketchResult } from '@caret/apply'
import type { ModelRegistry } from '@caret/models'
import type { Recording } from '@caret/prompt'
import { type AppliedSketch, applyService, type MessageConnection, serve } from '@caret/protocol'
import { coalesce } from './coalesce.ts'

/** What is shown of a file grows at most so often, in milliseconds. */
const calmMs = 100

/**
 * Lets a page put sketches into files, by their structure, or by a model where that is not certain.
 * @param onAsked hears of each prompt that is sent
 */
export function serveApply(
  connection: MessageConnection,
  models: ModelRegistry,
  onAsked: (recording: Recording) => void,
): Disposable {
  // Who has closed the page waits for no answer, and should not pay for one.
  const gone = new AbortController()
  const served = serve(connection, applyService, {
    sketch: async (input, signal) => answerOf(await applyChecked(input, signal)),
    merge: async (input, send, signal) => {
      let text = ''
      using calm = coalesce(() => send({ type: 'text', text }), calmMs)
      const options = {
        ...{ models, onAsked },
        onProgress: (part: Parameters<typeof send>[0]) => {
          if (part.type !== 'text') return send(part)
          text = part.text
          calm.soon()
        },
      }
      return answerOf(await applyWithModel(input, options, AbortSignal.any([signal, gone.signal])))
    },
  })
  return {
    [Symbol.dispose]() {
      gone.abort(new Error('The page is gone.'))
      served[Symbol.dispose]()
    },
  }
}

function answerOf(result: SketchResult): AppliedSketch {
  const { kind } = result
  if (kind === 'declined') return { kind, reason: result.reason, region: result.region }
  const { text, model, slips, fate, others } = result
  return {
    ...{ kind, text },
    ...(model !== undefined && { model }),
    ...(slips && { slips: slips.map(({ line }) => line) }),
    ...(fate && { fate }),
    ...(others && { others }),
  }
}
