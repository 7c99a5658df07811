import { Channel, connect, createConnection, type Socket } from '@caret/protocol'
import { localService } from '../contract.ts'
import { serveModels } from '../host/serve-models.ts'
import type { Host, StartHost } from '../process.ts'

/** The same code as in the process, in this one. */
export const startHere: StartHost = (options): Host => {
  const [here, there] = [new Channel(), new Channel()]
  const toHere: Socket = { send: (frame) => queueMicrotask(() => there.receive(toThere, frame)), close: () => {} }
  const toThere: Socket = { send: (frame) => queueMicrotask(() => here.receive(toHere, frame)), close: () => {} }
  const client = connect(createConnection(here), localService)
  const served = serveModels(createConnection(there), options)
  here.attach(toHere, 0)
  there.attach(toThere, 0)
  return {
    client,
    ended: new Promise(() => {}),
    await: () => {},
    async [Symbol.asyncDispose]() {
      here.end()
      there.end()
      await served[Symbol.asyncDispose]()
    },
  }
}
