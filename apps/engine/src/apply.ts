import { applySketch } from '@caret/apply'
import { applyService, type MessageConnection, serve } from '@caret/protocol'

/** Lets a page put sketches into files, by their structure alone. */
export function serveApply(connection: MessageConnection): Disposable {
  return serve(connection, applyService, {
    sketch: (input) => {
      const result = applySketch(input)
      return result.kind === 'applied'
        ? { kind: result.kind, text: result.text }
        : { kind: result.kind, reason: result.reason, region: result.region }
    },
  })
}
