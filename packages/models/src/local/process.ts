import { type ChildProcess, fork, type ForkOptions } from 'node:child_process'
import { Channel, type Client, connect, createConnection, type Socket } from '@caret/protocol'
import { ModelError } from '../errors.ts'
import { type HostOptions, localService } from './contract.ts'

export type LocalClient = Client<(typeof localService)['methods']>

/** What has the models: a process, and in tests also the same code without one. */
export interface Host extends AsyncDisposable {
  client: LocalClient
  /** Resolves with how it ended when it ends by itself. */
  ended: Promise<string>
  /** Whether an answer is awaited: only then it keeps the engine from ending. */
  await(answer: boolean): void
}

export type StartHost = (options: HostOptions) => Host

/** Starts the process in which the models run. */
export const startProcess: StartHost = (options) =>
  overProcess(fork(new URL('./host/main.ts', import.meta.url), [JSON.stringify(options)], forkOptions))

/** Frames of bytes go as they are. What llama.cpp prints is nobody's concern. */
export const forkOptions: ForkOptions = { serialization: 'advanced', stdio: ['ignore', 'ignore', 'ignore', 'ipc'] }

/** A process that serves models, as a host. */
export function overProcess(child: ChildProcess): Host {
  const channel = new Channel()
  const socket: Socket = { send: (frame) => void (child.connected && child.send(frame)), close: () => {} }
  child.on('message', (frame) => channel.receive(socket, frame as string | Uint8Array))
  const exited = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('exit', (code, signal) => resolve(signal ?? `code ${code}`))
  })
  const ended = exited.then((how) => {
    channel.end()
    return how
  })
  channel.attach(socket, 0)
  const host: Host = {
    client: connect(createConnection(channel), localService),
    ended,
    await(answer) {
      for (const handle of [child, child.channel]) {
        if (answer) handle?.ref()
        else handle?.unref()
      }
    },
    async [Symbol.asyncDispose]() {
      host.await(true)
      child.kill()
      await ended
    },
  }
  host.await(false)
  return host
}

/** In milliseconds without a request: then the memory is given back. */
const idleFor = 10 * 60_000

/** The host, started with the first request and again after it has ended. */
export class LocalHost implements AsyncDisposable {
  #running: Host | undefined
  #users = 0
  #idle: NodeJS.Timeout | undefined

  constructor(
    private readonly start: StartHost,
    private readonly options: () => HostOptions,
  ) {}

  /**
   * Has the host do something. What it throws are `ModelError`s; where the whole host ended it is `Unreachable`, which another try
   * would only repeat.
   */
  async use<T>(task: (client: LocalClient) => Promise<T>, signal: AbortSignal): Promise<T> {
    const host = this.#host()
    this.#users++
    host.await(true)
    clearTimeout(this.#idle)
    let how: string | undefined
    try {
      return await Promise.race([
        task(host.client),
        host.ended.then((end): never => {
          how = end
          throw new Error(end)
        }),
      ])
    } catch (error) {
      signal.throwIfAborted()
      // Calls fail a moment before it is known why.
      how ??= await Promise.race([host.ended, Promise.resolve(undefined)])
      if (how !== undefined) throw died(how)
      const { message, code } = error as { message: string; code?: unknown }
      throw new ModelError(isCode(code) ? code : 'BadAnswer', message, { cause: error })
    } finally {
      this.#users--
      if (this.#users === 0) {
        host.await(false)
        this.#idle = setTimeout(() => void this.#stop(), idleFor).unref()
      }
    }
  }

  /** Ends the host, whatever it does: the next request starts another, which sees what files there are then. */
  async restart(): Promise<void> {
    clearTimeout(this.#idle)
    await this.#stop()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.restart()
  }

  #host(): Host {
    if (this.#running) return this.#running
    const host = this.start(this.options())
    this.#running = host
    void host.ended.then(() => {
      if (this.#running === host) this.#running = undefined
    })
    return host
  }

  async #stop(): Promise<void> {
    const host = this.#running
    this.#running = undefined
    await host?.[Symbol.asyncDispose]()
  }
}

const codes = ['Refused', 'BadAnswer', 'NoRuntime'] as const
const isCode = (code: unknown): code is (typeof codes)[number] => codes.includes(code as never)

function died(how: string): ModelError {
  const advice =
    'The machine may have too little memory for this model, or its file may be damaged: choose a smaller one.'
  return new ModelError('Unreachable', `The models that run inside Caret have stopped (${how}). ${advice}`)
}
