import type { Frame } from './frame.ts'

/** The part of a WebSocket that a channel needs; both the browser's and Node's fit behind it. */
export interface Socket {
  send(frame: Frame): void
  close(): void
}

/** What one side tells the other about a channel; travels as a text frame that starts with `!`. */
type Control = { ack: number } | { ping: true }

const controlMark = '!'
const ackEvery = 64
const ackDelayMs = 50

/**
 * A reliable, ordered stream of frames over sockets that may drop at any time.
 *
 * Both sides count the frames they have sent and received. A frame is kept until the peer acknowledges it; when a new
 * socket is attached, what the peer has not received is sent again. Whoever uses a channel never notices a lost
 * connection: requests in flight, streams, and terminals simply go on.
 */
export class Channel implements Disposable {
  /** Called with each frame of the peer, once and in order. Set it before attaching a socket. */
  onFrame: (frame: Frame) => void = () => {}
  /** Called once, when the channel has ended for good. */
  onEnd: () => void = () => {}

  #socket: Socket | undefined
  #unacknowledged: Frame[] = []
  #unacknowledgedBytes = 0
  #acknowledged = 0
  #received = 0
  #ackTimer: ReturnType<typeof setTimeout> | undefined
  #ended = false

  /** @param limit bytes kept for a peer that is away; beyond it the channel ends. */
  constructor(readonly limit = 64 * 1024 * 1024) {}

  /** How many frames of the peer have arrived. */
  get received(): number {
    return this.#received
  }

  get ended(): boolean {
    return this.#ended
  }

  get attached(): boolean {
    return this.#socket !== undefined
  }

  /** Goes on over `socket`; the peer has received `peerReceived` frames so far. Replaces an earlier socket. */
  attach(socket: Socket, peerReceived: number): void {
    const previous = this.#socket
    this.#socket = undefined
    previous?.close()
    this.#forget(peerReceived)
    this.#socket = socket
    for (const frame of this.#unacknowledged) socket.send(frame)
  }

  /** The socket is gone; frames wait for the next one. Ignored unless `socket` is the attached one. */
  detach(socket: Socket): void {
    if (this.#socket === socket) this.#socket = undefined
  }

  send(frame: Frame): void {
    if (this.#ended) return
    this.#unacknowledged.push(frame)
    this.#unacknowledgedBytes += size(frame)
    this.#socket?.send(frame)
    if (!this.#socket && this.#unacknowledgedBytes > this.limit) this.end()
  }

  /** Takes a frame that arrived on `socket`. Frames of a socket that was replaced are dropped: they come again. */
  receive(socket: Socket, frame: Frame): void {
    if (socket !== this.#socket || this.#ended) return
    if (typeof frame === 'string' && frame.startsWith(controlMark)) {
      const control = JSON.parse(frame.slice(1)) as Control
      if ('ack' in control) this.#forget(control.ack)
      return
    }
    this.#received++
    if (this.#received % ackEvery === 0) this.#acknowledge()
    else this.#ackTimer ??= setTimeout(() => this.#acknowledge(), ackDelayMs)
    this.onFrame(frame)
  }

  /** Lets the peer see that this side is alive. */
  ping(): void {
    this.#control({ ping: true })
  }

  end(): void {
    if (this.#ended) return
    this.#ended = true
    clearTimeout(this.#ackTimer)
    this.#socket?.close()
    this.#socket = undefined
    this.#unacknowledged = []
    this.onEnd()
  }

  [Symbol.dispose](): void {
    this.end()
  }

  #acknowledge(): void {
    clearTimeout(this.#ackTimer)
    this.#ackTimer = undefined
    this.#control({ ack: this.#received })
  }

  #control(control: Control): void {
    this.#socket?.send(controlMark + JSON.stringify(control))
  }

  #forget(acknowledged: number): void {
    const count = acknowledged - this.#acknowledged
    if (count <= 0) return
    for (const frame of this.#unacknowledged.splice(0, count)) this.#unacknowledgedBytes -= size(frame)
    this.#acknowledged = acknowledged
  }
}

const size = (frame: Frame) => (typeof frame === 'string' ? frame.length * 2 : frame.byteLength)
