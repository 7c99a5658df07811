import { type Id, type Message, notification, type Params, requestMessage } from './messages.ts'

const tokenNames = ['workDoneToken', 'partialResultToken'] as const

/** Progress tokens: those of clients must not collide, those of the server must reach clients that join later. */
export class Progress {
  /** Clients' tokens by the one that the server knows. */
  #ofClients = new Map<Id, { client: object; token: Id; request: Id }>()
  /** The server's own, with what began. */
  #ofServer = new Map<Id, unknown>()
  #last = 0

  /** A client's `params` with tokens that are unique at the server, until `request` is answered. */
  outgoing(params: unknown, client: object, request: Id): unknown {
    if (typeof params !== 'object' || params === null) return params
    const changed: Record<string, unknown> = { ...params }
    for (const name of tokenNames) {
      const token = changed[name] as Id | undefined
      if (token === undefined) continue
      const ours = `caret-${++this.#last}`
      this.#ofClients.set(ours, { client, token, request })
      changed[name] = ours
    }
    return Array.isArray(params) ? params : changed
  }

  answered(request: Id): void {
    for (const [ours, { request: owner }] of this.#ofClients) if (owner === request) this.#ofClients.delete(ours)
  }

  /** The client that alone must hear of it, with its own token; undefined where everyone must. */
  incoming({ token, value }: { token: Id; value: unknown }): { client: object; params: Params } | undefined {
    const owner = this.#ofClients.get(token)
    if (owner) return { client: owner.client, params: { token: owner.token, value } as unknown as Params }
    const kind = (value as { kind?: string } | null)?.kind
    if (kind === 'begin') this.#ofServer.set(token, value)
    if (kind === 'end') this.#ofServer.delete(token)
    return undefined
  }

  create(token: Id): void {
    this.#ofServer.set(token, undefined)
  }

  /** What a client that joins now has missed. */
  running(nextId: () => Id): Message[] {
    return [...this.#ofServer].flatMap(([token, value]) => [
      requestMessage(nextId(), 'window/workDoneProgress/create', { token }),
      ...(value === undefined ? [] : [notification('$/progress', { token, value })]),
    ])
  }

  /** The server is gone: what it had begun has ended. */
  end(): { token: Id; value: { kind: 'end' } }[] {
    const begun = [...this.#ofServer].filter(([, value]) => value !== undefined)
    this.#ofServer.clear()
    this.#ofClients.clear()
    return begun.map(([token]) => ({ token, value: { kind: 'end' } }))
  }
}
