import {
  type Client,
  connect,
  createConnection,
  type EngineInfo,
  Link,
  type LinkState,
  type MessageConnection,
  type Methods,
  type Service,
} from '@caret/protocol'
import { Emitter } from '@codingame/monaco-vscode-api/vscode/vs/base/common/event'

/** The editor's end of the wire: one for each page. */
export interface Engine {
  info: EngineInfo
  connection: MessageConnection
  state: LinkState
  onState: Emitter<LinkState>['event']
  /** The typed client of a service. */
  use<M extends Methods>(service: Service<M>): Client<M>
  /** Tries to reach the engine again at once. */
  retry(): void
}

export function connectEngine(): Engine {
  const { info } = JSON.parse(document.getElementById('boot')!.textContent) as { info: EngineInfo }
  const states = new Emitter<LinkState>()
  const link = new Link(`ws://${location.host}/rpc`, (state) => states.fire(state), WebSocket)
  const connection = createConnection(link.channel)
  addEventListener('online', () => link.retry())
  document.addEventListener('visibilitychange', () => document.hidden || link.retry())
  return {
    info,
    connection,
    get state() {
      return link.state
    },
    onState: states.event,
    use: (service) => connect(connection, service),
    retry: () => link.retry(),
  }
}
