import { Channel } from './channel.ts'
import type { Frame } from './frame.ts'

/**
 * How the two ends of a channel find each other again over a fresh WebSocket:
 *
 *   client connects to  `/rpc?channel=<its id>&received=<frames it has>`
 *   server says first   `!{"received":<frames it has>,"fresh":<whether it just made its end>}`
 *   both send again what the other lacks.
 *
 * A client that had been greeted before and meets a fresh end knows that its channel is lost.
 */
export interface Hello {
  received: number
  fresh: boolean
}

export const helloFrame = (hello: Hello): string => `!${JSON.stringify(hello)}`

export type LinkState = 'connecting' | 'connected' | 'disconnected' | 'lost'

/** The browser's `WebSocket`, or one that behaves like it. */
export type WebSocketConstructor = new (url: string) => WebSocketLike

interface WebSocketLike {
  binaryType: string
  send(data: string | Uint8Array<ArrayBuffer>): void
  close(): void
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
  addEventListener(type: 'close' | 'error', listener: () => void): void
}

const firstRetryMs = 100
const longestRetryMs = 3_000
const silenceMs = 30_000

/**
 * The client's end: keeps a channel connected to `url`, reconnecting by itself with back-off until disposed.
 *
 * The state is `lost` when the server no longer has the other end (it was restarted, or the client was away too long);
 * the channel has ended then, and the caller starts over with a new link.
 */
export class Link implements Disposable {
  readonly channel = new Channel()
  #id = crypto.randomUUID()
  #state: LinkState = 'connecting'
  #retryMs = firstRetryMs
  #timer: ReturnType<typeof setTimeout> | undefined
  #greeted = false
  #ws: WebSocketLike | undefined

  constructor(
    private readonly url: string,
    private readonly onState: (state: LinkState) => void,
    private readonly WebSocketClass: WebSocketConstructor,
  ) {
    this.#connect()
  }

  get state(): LinkState {
    return this.#state
  }

  /** Tries again at once, as when the machine has woken up. */
  retry(): void {
    if (this.#state !== 'disconnected') return
    clearTimeout(this.#timer)
    this.#connect()
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
    this.#setState('lost')
    this.channel.end()
    this.#ws?.close()
  }

  #connect(): void {
    const url = new URL(this.url)
    url.searchParams.set('channel', this.#id)
    url.searchParams.set('received', String(this.channel.received))
    const ws = new this.WebSocketClass(url.href)
    this.#ws = ws
    ws.binaryType = 'arraybuffer'
    const socket = { send: (frame: Frame) => ws.send(frame as string), close: () => ws.close() }
    let greeted = false
    let watchdog = setTimeout(() => ws.close(), silenceMs)
    ws.addEventListener('message', ({ data }) => {
      clearTimeout(watchdog)
      watchdog = setTimeout(() => ws.close(), silenceMs)
      const frame = typeof data === 'string' ? data : new Uint8Array(data as ArrayBuffer)
      if (greeted) return this.channel.receive(socket, frame)
      greeted = true
      this.#greet(socket, JSON.parse((frame as string).slice(1)) as Hello)
    })
    // Node's client throws an error that nobody hears; a close always follows it.
    ws.addEventListener('error', () => {})
    ws.addEventListener('close', () => {
      clearTimeout(watchdog)
      this.channel.detach(socket)
      if (this.#state === 'lost') return
      this.#setState('disconnected')
      this.#timer = setTimeout(() => this.#connect(), this.#retryMs)
      this.#retryMs = Math.min(this.#retryMs * 2, longestRetryMs)
    })
  }

  #greet(socket: { send(frame: Frame): void; close(): void }, hello: Hello): void {
    if (this.#greeted && hello.fresh) {
      this[Symbol.dispose]()
      return
    }
    this.#greeted = true
    this.#retryMs = firstRetryMs
    this.channel.attach(socket, hello.received)
    this.#setState('connected')
  }

  #setState(state: LinkState): void {
    if (state === this.#state) return
    this.#state = state
    this.onState(state)
  }
}
