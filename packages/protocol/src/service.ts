import type { MessageConnection } from '#jsonrpc'
import { CancellationTokenSource, ProgressType, ResponseError } from '#jsonrpc'
import * as z from 'zod'

/** A question with one answer. */
export interface Request<P extends z.ZodType = z.ZodType, R extends z.ZodType = z.ZodType> {
  kind: 'request'
  params: P
  result: R
}

/** A question answered bit by bit, and then by a closing result. */
export interface Stream<
  P extends z.ZodType = z.ZodType,
  I extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> {
  kind: 'stream'
  params: P
  item: I
  result: R
}

/** Said by the client; nobody answers. */
export interface Notice<P extends z.ZodType = z.ZodType> {
  kind: 'notice'
  params: P
}

/** Said by the server; nobody answers. */
export interface Event<P extends z.ZodType = z.ZodType> {
  kind: 'event'
  params: P
}

export type Method = Request | Stream | Notice | Event
export type Methods = Record<string, Method>
export interface Service<M extends Methods = Methods> {
  name: string
  methods: M
}

export const request = <P extends z.ZodType, R extends z.ZodType>(params: P, result: R): Request<P, R> => ({
  kind: 'request',
  params,
  result,
})
export const stream = <P extends z.ZodType, I extends z.ZodType, R extends z.ZodType>(
  params: P,
  item: I,
  result: R,
): Stream<P, I, R> => ({ kind: 'stream', params, item, result })
export const notice = <P extends z.ZodType>(params: P): Notice<P> => ({ kind: 'notice', params })
export const event = <P extends z.ZodType>(params: P): Event<P> => ({ kind: 'event', params })

/** Bytes travel as they are (see `frame.ts`). */
export const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'expected bytes')

/** A contract between the editor and the engine, written once and typed on both sides. */
export function defineService<M extends Methods>(name: string, methods: M): Service<M> {
  return { name, methods }
}

type In<T extends z.ZodType> = z.input<T>
type Out<T extends z.ZodType> = z.output<T>
type Awaitable<T> = T | Promise<T>

type Keys<M extends Methods, K extends Method['kind']> = { [N in keyof M]: M[N]['kind'] extends K ? N : never }[keyof M]

/** What a server writes: a function for each request, stream and notice. A stream calls `send` for each item. */
export type Handlers<M extends Methods> = {
  [N in Keys<M, 'request' | 'stream' | 'notice'>]: M[N] extends Request<infer P, infer R>
    ? (params: Out<P>, signal: AbortSignal) => Awaitable<In<R>>
    : M[N] extends Stream<infer P, infer I, infer R>
      ? (params: Out<P>, send: (item: In<I>) => void, signal: AbortSignal) => Awaitable<In<R>>
      : M[N] extends Notice<infer P>
        ? (params: Out<P>) => Awaitable<void>
        : never
}

/** What a client calls. A stream's items reach `onItem`, in order, before the promise resolves. */
export type Client<M extends Methods> = {
  [N in Keys<M, 'request' | 'stream' | 'notice'>]: M[N] extends Request<infer P, infer R>
    ? (params: In<P>, signal?: AbortSignal) => Promise<Out<R>>
    : M[N] extends Stream<infer P, infer I, infer R>
      ? (params: In<P>, onItem: (item: Out<I>) => void, signal?: AbortSignal) => Promise<Out<R>>
      : M[N] extends Notice<infer P>
        ? (params: In<P>) => void
        : never
} & Events<M>

export interface Events<M extends Methods> {
  on<N extends Keys<M, 'event'>>(
    name: N,
    listener: (params: M[N] extends Event<infer P> ? Out<P> : never) => void,
  ): Disposable
}

/** The server's side of a service: say its events, and stop serving. */
export interface Served<M extends Methods> extends Disposable {
  emit<N extends Keys<M, 'event'>>(name: N, params: M[N] extends Event<infer P> ? In<P> : never): void
}

/** The code of a `RemoteError` when the other side went away before it answered. */
export const disconnected = 'Disconnected'

/** An error that crossed the wire. `code` is the name by which the thrower classified it, such as `FileNotFound`. */
export class RemoteError extends Error {
  override name = 'RemoteError'
  constructor(
    message: string,
    readonly code: string,
  ) {
    super(message)
  }
}

const applicationError = 1
const invalidParams = -32602
const cancelled = -32800
/** What vscode-jsonrpc makes of a question whose answer will not come. */
const unanswered = -32097

const methodName = (service: Service, name: string) => `${service.name}/${name}`
const progress = new ProgressType<unknown>()

/**
 * Serves `service` on a connection. Parameters are validated; an error thrown by a handler reaches the caller as a
 * `RemoteError` with the thrown error's message and its `code` (or name).
 */
export function serve<M extends Methods>(
  connection: MessageConnection,
  service: Service<M>,
  handlers: Handlers<M>,
): Served<M> {
  const registrations = Object.entries<Method>(service.methods).flatMap(([name, method]) => {
    const full = methodName(service, name)
    const handler = (handlers as Record<string, (...args: unknown[]) => unknown>)[name]
    if (method.kind === 'event') return []
    if (!handler) throw new Error(`Nothing handles ${full}.`)
    if (method.kind === 'notice') {
      return connection.onNotification(full, (raw: unknown) => {
        const parsed = method.params.safeParse(raw)
        if (parsed.success) void handler(parsed.data)
      })
    }
    return connection.onRequest(full, async (raw: unknown, token) => {
      const envelope =
        method.kind === 'stream' ? (raw as { params: unknown; token: number }) : { params: raw, token: 0 }
      const parsed = method.params.safeParse(envelope.params)
      if (!parsed.success) throw new ResponseError(invalidParams, `${full}: ${z.prettifyError(parsed.error)}`)
      const abort = new AbortController()
      token.onCancellationRequested(() => abort.abort())
      if (token.isCancellationRequested) abort.abort()
      try {
        const send = (item: unknown) => void connection.sendProgress(progress, envelope.token, item)
        const args = method.kind === 'stream' ? [parsed.data, send, abort.signal] : [parsed.data, abort.signal]
        return (await handler(...args)) ?? null
      } catch (error) {
        throw toResponseError(error, abort.signal)
      }
    })
  })
  let closed = false
  connection.onClose(() => (closed = true))
  connection.onDispose(() => (closed = true))
  return {
    // What is told while the last listener goes has nobody to hear it.
    emit: (name, params) => {
      if (!closed) void connection.sendNotification(methodName(service, String(name)), params)
    },
    [Symbol.dispose]: () => {
      closed = true
      for (const registration of registrations) registration.dispose()
    },
  }
}

let lastStream = 0

/** The client's side of `service` on a connection. */
export function connect<M extends Methods>(connection: MessageConnection, service: Service<M>): Client<M> {
  const client: Record<string, unknown> = {
    on: (name: string, listener: (params: unknown) => void) => {
      const full = methodName(service, name)
      const listeners = eventListeners(connection, full)
      listeners.add(listener)
      return { [Symbol.dispose]: () => void listeners.delete(listener) }
    },
  }
  for (const [name, method] of Object.entries<Method>(service.methods)) {
    const full = methodName(service, name)
    if (method.kind === 'notice') {
      client[name] = (params: unknown) => void connection.sendNotification(full, params)
    } else if (method.kind === 'request') {
      client[name] = (params: unknown, signal?: AbortSignal) => call(connection, full, params, signal)
    } else if (method.kind === 'stream') {
      client[name] = async (params: unknown, onItem: (item: unknown) => void, signal?: AbortSignal) => {
        const token = ++lastStream
        const registration = connection.onProgress(progress, token, onItem)
        try {
          return await call(connection, full, { params, token }, signal)
        } finally {
          registration.dispose()
        }
      }
    }
  }
  return client as Client<M>
}

async function call(connection: MessageConnection, method: string, params: unknown, signal?: AbortSignal) {
  signal?.throwIfAborted()
  const source = new CancellationTokenSource()
  const cancel = () => source.cancel()
  signal?.addEventListener('abort', cancel, { once: true })
  try {
    return await connection.sendRequest(method, params, source.token)
  } catch (error) {
    signal?.throwIfAborted()
    throw fromResponseError(error)
  } finally {
    signal?.removeEventListener('abort', cancel)
    source.dispose()
  }
}

// vscode-jsonrpc keeps one handler a method; several listeners of an event share it.
const listenersOf = new WeakMap<MessageConnection, Map<string, Set<(params: unknown) => void>>>()

function eventListeners(connection: MessageConnection, method: string) {
  let byMethod = listenersOf.get(connection)
  if (!byMethod) listenersOf.set(connection, (byMethod = new Map()))
  let listeners = byMethod.get(method)
  if (!listeners) {
    byMethod.set(method, (listeners = new Set()))
    const all = listeners
    connection.onNotification(method, (params: unknown) => {
      for (const listener of all) listener(params)
    })
  }
  return listeners
}

function toResponseError(error: unknown, signal: AbortSignal): ResponseError<unknown> {
  if (signal.aborted) return new ResponseError(cancelled, 'The request was cancelled.')
  const { message, name, code } = error as { message?: string; name?: string; code?: unknown }
  const label = typeof code === 'string' ? code : (name ?? 'Error')
  return new ResponseError(applicationError, message ?? String(error), { code: label })
}

function fromResponseError(error: unknown): unknown {
  if (!(error instanceof ResponseError)) return error
  const data = error.data as { code?: string } | undefined
  const named: Record<number, string> = { [invalidParams]: 'InvalidParams', [unanswered]: disconnected }
  return new RemoteError(error.message, data?.code ?? named[error.code] ?? 'Internal')
}
