import { readMentions } from '@caret/context'
import { instructService, type MessageConnection, serve } from '@caret/protocol'
import { ask, type Asking, type Boxes } from './ask.ts'
import { command } from './command.ts'
import { mentionables } from './mentionable.ts'

/** Lets a page have lines changed by a model, and asked about, and commands made of words. */
export function serveInstruct(connection: MessageConnection, asking: Asking): Disposable {
  // Who has closed the page waits for no answer, and should not pay for one.
  const gone = new AbortController()
  const whileHere = (signal: AbortSignal) => AbortSignal.any([signal, gone.signal])
  const boxes: Boxes = new Map()
  const { folder } = asking
  const served = serve(connection, instructService, {
    ask: (instruction, send, signal) => ask(asking, boxes, instruction, send, whileHere(signal)),
    command: (question, send, signal) => command(asking, question, send, whileHere(signal)),
    mentionable: (query, signal) => mentionables(folder, query, signal),
    missing: async ({ mentions }, signal) => {
      const around = { workspace: folder.place.workspace, syntax: folder.reader.syntax }
      return (await readMentions(mentions, '', around, signal)).missing
    },
  })
  return {
    [Symbol.dispose]() {
      gone.abort(new Error('The page is gone.'))
      served[Symbol.dispose]()
    },
  }
}
