import {
  type Client,
  connect,
  createConnection,
  type EngineInfo,
  type Events,
  Link,
  type LinkState,
  type Methods,
  type Service,
} from '@caret/protocol'

export type EngineState = Exclude<LinkState, 'lost'>

/**
 * The editor's end of the wire; one for each page, for as long as the page lives.
 *
 * A dropped connection is nobody's concern: calls wait until it is back. When the engine itself was restarted, calls in
 * flight fail, clients and their listeners move to the new engine by themselves, and `onRestart` tells those whose state
 * died with the old one.
 */
export interface Engine {
  info: EngineInfo
  readonly state: EngineState
  onState(listener: (state: EngineState) => void): void
  onRestart(listener: () => void): void
  /** The typed client of a service. */
  use<M extends Methods>(service: Service<M>): Client<M>
  /** Tries to reach the engine again at once. */
  retry(): void
}

export function connectEngine(): Engine {
  const { info } = JSON.parse(document.getElementById('boot')!.textContent) as { info: EngineInfo }
  const onState: ((state: EngineState) => void)[] = []
  const onRestart: (() => void)[] = []
  const rebinders: (() => void)[] = []
  let state: EngineState = 'connecting'
  let link = open()
  let connection = createConnection(link.channel)

  function open(): Link {
    return new Link(`ws://${location.host}/rpc`, onLinkState, WebSocket)
  }

  function onLinkState(next: LinkState): void {
    if (next === 'lost') {
      link = open()
      connection = createConnection(link.channel)
      for (const rebind of rebinders) rebind()
      for (const listener of onRestart) listener()
      return
    }
    state = next
    for (const listener of onState) listener(next)
  }

  addEventListener('online', () => link.retry())
  document.addEventListener('visibilitychange', () => document.hidden || link.retry())
  return {
    info,
    get state() {
      return state
    },
    onState: (listener) => void onState.push(listener),
    onRestart: (listener) => void onRestart.push(listener),
    retry: () => link.retry(),
    use<M extends Methods>(service: Service<M>) {
      let client = connect(connection, service)
      const listeners = new Map<object, () => Disposable>()
      const registrations = new Map<object, Disposable>()
      rebinders.push(() => {
        client = connect(connection, service)
        for (const [key, listen] of listeners) registrations.set(key, listen())
      })
      const on: Events<M>['on'] = (name, listener) => {
        const key = {}
        const listen = () => (client as Events<M>).on(name, listener)
        listeners.set(key, listen)
        registrations.set(key, listen())
        return {
          [Symbol.dispose]() {
            listeners.delete(key)
            registrations.get(key)?.[Symbol.dispose]()
          },
        }
      }
      const methods = Object.keys(service.methods).map((name) => [
        name,
        (...args: unknown[]) => (client as Record<string, (...args: unknown[]) => unknown>)[name]!(...args),
      ])
      return { ...Object.fromEntries(methods), on } as Client<M>
    },
  }
}
