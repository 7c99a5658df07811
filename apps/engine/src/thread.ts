import { parentPort, type Worker } from 'node:worker_threads'
import {
  Channel,
  type Client,
  connect,
  createConnection,
  type MessageConnection,
  type Methods,
  type Service,
  type Socket,
} from '@caret/protocol'

/** A service in a thread of its own. */
export interface Thread<M extends Methods> extends AsyncDisposable {
  /** Starts the thread when first asked, and another when that has died. */
  client(): Client<M>
}

/** @param start makes the worker, which serves by `serveThread`; it does not keep the process alive */
export function openThread<M extends Methods>(start: () => Worker, service: Service<M>): Thread<M> {
  let running: { worker: Worker; channel: Channel; client: Client<M> } | undefined

  function run() {
    const worker = start()
    const channel = new Channel()
    const socket: Socket = { send: (frame) => worker.postMessage(frame, []), close: () => {} }
    worker.on('message', (frame) => channel.receive(socket, frame))
    const end = () => {
      channel.end()
      if (running?.worker === worker) running = undefined
    }
    worker.on('error', end)
    worker.on('exit', end)
    worker.unref()
    channel.attach(socket, 0)
    return { worker, channel, client: connect(createConnection(channel), service) }
  }

  return {
    client: () => (running ??= run()).client,
    [Symbol.asyncDispose]: async () => {
      running?.channel.end()
      await running?.worker.terminate()
    },
  }
}

/** In a thread: gives the connection to who has started it. */
export function serveThread(serve: (connection: MessageConnection) => unknown): void {
  const port = parentPort!
  const channel = new Channel()
  const socket: Socket = { send: (frame) => port.postMessage(frame), close: () => port.close() }
  port.on('message', (frame) => channel.receive(socket, frame))
  serve(createConnection(channel))
  channel.attach(socket, 0)
}
