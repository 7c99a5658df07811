import { extensionsService, type MessageConnection, serve } from '@caret/protocol'
import type { Extensions } from './store.ts'

/** Lets a page list, install and remove extensions, and hear when others do. */
export function serveExtensions(connection: MessageConnection, extensions: Extensions): Disposable {
  const served = serve(connection, extensionsService, {
    list: () => extensions.list(),
    install: ({ vsix }) => extensions.install(vsix),
    uninstall: async ({ id }) => {
      await extensions.uninstall(id)
      return {}
    },
  })
  const listening = extensions.onChange((installed) => served.emit('changed', { extensions: installed }))
  return {
    [Symbol.dispose]() {
      listening[Symbol.dispose]()
      served[Symbol.dispose]()
    },
  }
}
