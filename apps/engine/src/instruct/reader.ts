import { Worker } from 'node:worker_threads'
import type { Syntax } from '@caret/context'
import type { Prompt } from '@caret/prompt'
import { Channel, type Client, connect, createConnection, type Socket } from '@caret/protocol'
import { type Laid, readerService } from './contract.ts'

/** Reads code and lays out prompts in a thread of its own, which starts when it is first needed. */
export interface Reader extends AsyncDisposable {
  syntax: Syntax
  /** Undefined where what the prompt must show does not fit. */
  render<Props extends object>(
    prompt: Prompt<Props>,
    props: Props,
    budget: number,
    signal: AbortSignal,
  ): Promise<Laid | undefined>
}

export function openReader(): Reader {
  let running: { worker: Worker; client: Client<(typeof readerService)['methods']>; channel: Channel } | undefined

  function start() {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { name: 'reader' })
    const channel = new Channel()
    const socket: Socket = { send: (frame) => worker.postMessage(frame, []), close: () => {} }
    worker.on('message', (frame) => channel.receive(socket, frame))
    // The next question starts another.
    const end = () => {
      channel.end()
      if (running?.worker === worker) running = undefined
    }
    worker.on('error', end)
    worker.on('exit', end)
    worker.unref()
    channel.attach(socket, 0)
    return { worker, channel, client: connect(createConnection(channel), readerService) }
  }
  const client = () => (running ??= start()).client

  return {
    syntax: {
      outline: async (path, text, signal) => (await client().outline({ path, text }, signal)) ?? undefined,
      imports: async (path, text, signal) => (await client().imports({ path, text }, signal)) ?? undefined,
      references: async (path, text, range, signal) =>
        (await client().references({ path, text, ...(range && { range }) }, signal)) ?? undefined,
    },
    render: async ({ name }, props, budget, signal) =>
      (await client().render({ prompt: name, props: { ...props } as Record<string, unknown>, budget }, signal)) ??
      undefined,
    [Symbol.asyncDispose]: async () => {
      running?.channel.end()
      await running?.worker.terminate()
    },
  }
}
