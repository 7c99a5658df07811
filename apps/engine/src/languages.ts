import { LanguageService, type LanguageServers, type ServerClient } from '@caret/languages'
import { languagesService, type MessageConnection, serve } from '@caret/protocol'
import type { Outside } from './outside.ts'
import type { Place } from './place.ts'

/** The folder's language service, which hears of changed files from the watcher that the place has. */
export function openLanguages({ root, workspace, onChange }: Place): LanguageService {
  return new LanguageService({
    root,
    buffers: workspace.buffers,
    readText: (path, signal) => workspace.readText(path, signal),
    watch: async (listener) => {
      const watch = onChange((changes) =>
        listener(changes.map(({ path, kind }) => ({ path: path.slice(root.length + 1), kind }))),
      )
      return { [Symbol.asyncDispose]: async () => watch[Symbol.dispose]() }
    },
  })
}

/** Lets a page join the language servers, until disposed: then its documents are closed and its places given up. */
export function serveLanguages(connection: MessageConnection, servers: LanguageServers, outside: Outside): Disposable {
  const clients = new Map<number, ServerClient>()
  const leave = (client: number) => {
    clients.get(client)?.[Symbol.dispose]()
    clients.delete(client)
  }
  const served = serve(connection, languagesService, {
    servers: () => servers.status(),
    join: ({ server, client }) => {
      leave(client)
      clients.set(
        client,
        servers.join(server, {
          receive: (message) => {
            if ('result' in message) outside.note(message.result)
            served.emit('receive', { client, message: { ...message } })
          },
        }),
      )
      return null
    },
    send: ({ client, message }) => clients.get(client)?.send(message),
    leave: ({ client }) => leave(client),
    configure: ({ settings }) => servers.configure(settings),
    restart: async ({ server }) => {
      await servers.restart(server)
      return null
    },
    stop: async ({ server }) => {
      await servers.stop(server)
      return null
    },
  })
  const statuses = servers.onStatus((status) => served.emit('status', status))
  return {
    [Symbol.dispose]() {
      statuses[Symbol.dispose]()
      served[Symbol.dispose]()
      for (const client of [...clients.keys()]) leave(client)
    },
  }
}
