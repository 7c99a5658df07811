import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { Channel, createConnection, helloFrame, type MessageConnection } from '@caret/protocol'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'

/**
 * Sets up the services of one page; what it returns is disposed when the page is gone for good. `isConnected` says whether
 * the page's socket is there right now.
 */
export type ServeSession = (
  connection: MessageConnection,
  id: string,
  isConnected: () => boolean,
) => Disposable | AsyncDisposable

interface Session {
  channel: Channel
  expiry?: NodeJS.Timeout
}

const graceMs = 10 * 60_000
const pingMs = 10_000
/** What a browser says when its page is closed or navigates away. */
const goingAway = 1001
const maxFrame = 512 * 1024 * 1024

/**
 * The pages connected to this engine. A page whose socket drops keeps its session for ten minutes and finds it again;
 * one that says goodbye loses it at once.
 */
export class Sessions implements Disposable {
  #server = new WebSocketServer({ noServer: true, maxPayload: maxFrame, perMessageDeflate: false })
  #sessions = new Map<string, Session>()
  #pings: NodeJS.Timeout

  constructor(private readonly serve: ServeSession) {
    this.#pings = setInterval(() => {
      for (const { channel } of this.#sessions.values()) channel.ping()
    }, pingMs)
    this.#pings.unref()
  }

  get size(): number {
    return this.#sessions.size
  }

  /** Takes an upgrade request that the gate let through. */
  accept(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const { searchParams } = new URL(request.url ?? '/', 'http://engine')
    const id = searchParams.get('channel') ?? ''
    const received = Number(searchParams.get('received'))
    if (!/^[\w-]{8,64}$/.test(id) || !Number.isSafeInteger(received) || received < 0) {
      stream.end('HTTP/1.1 400 Bad Request\r\n\r\n')
      return
    }
    this.#server.handleUpgrade(request, stream, head, (ws) => this.#attach(id, received, ws))
  }

  [Symbol.dispose](): void {
    clearInterval(this.#pings)
    for (const { channel } of [...this.#sessions.values()]) channel.end()
    this.#server.close()
  }

  #attach(id: string, received: number, ws: WebSocket): void {
    const known = this.#sessions.get(id)
    const session = known ?? this.#open(id)
    clearTimeout(session.expiry)
    const { channel } = session
    const socket = { send: (frame: string | Uint8Array) => ws.send(frame), close: () => ws.close() }
    ws.on('message', (data: RawData, binary) => {
      const bytes = data as Buffer
      channel.receive(
        socket,
        binary ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) : bytes.toString(),
      )
    })
    ws.on('error', () => {})
    ws.on('close', (code) => {
      channel.detach(socket)
      if (channel.attached) return
      if (code === goingAway) channel.end()
      else session.expiry = setTimeout(() => channel.end(), graceMs).unref()
    })
    ws.send(helloFrame({ received: channel.received, fresh: !known }))
    channel.attach(socket, received)
  }

  #open(id: string): Session {
    const channel = new Channel()
    const connection = createConnection(channel)
    const served = this.serve(connection, id, () => channel.attached)
    connection.onClose(() => {
      clearTimeout(session.expiry)
      this.#sessions.delete(id)
      if (Symbol.asyncDispose in served) void served[Symbol.asyncDispose]()
      else served[Symbol.dispose]()
    })
    const session: Session = { channel }
    this.#sessions.set(id, session)
    return session
  }
}
