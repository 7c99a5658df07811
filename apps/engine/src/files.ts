import { filesService, type MessageConnection, serve } from '@caret/protocol'
import { type Workspace, WorkspaceError } from '@caret/workspace'
import type { Outside } from './outside.ts'
import { findPlace, isInside, type Place } from './place.ts'

/**
 * Serves files by absolute path: each path is found in one of `places`, whose workspace confines it further. What is
 * `outside` may be read.
 */
export function serveFiles(connection: MessageConnection, places: Place[], outside: Outside): Disposable {
  // Servers name the folder's own files as well; these are no less the user's for it.
  const isOutside = (path: string) => outside.has(path) && !places.some((place) => isInside(place, path))
  const served = serve(connection, filesService, {
    stat: async ({ path }) =>
      isOutside(path)
        ? { ...(await (await outside.disk()).stat(path.slice(1))), readonly: true }
        : at(path, (workspace, inside) => workspace.stat(inside)),
    list: ({ path }) => at(path, (workspace, inside) => workspace.list(inside)),
    read: async ({ path }, signal) =>
      isOutside(path)
        ? (await outside.disk()).read(path.slice(1), signal)
        : at(path, (workspace, inside) => workspace.read(inside, signal)),
    write: ({ path, contents, create, overwrite }) =>
      at(path, async (workspace, inside) => {
        await workspace.write(inside, contents, { create, overwrite })
        return null
      }),
    createDirectory: ({ path }) => at(path, (workspace, inside) => workspace.createDirectory(inside).then(() => null)),
    delete: ({ path, recursive, trash }) =>
      at(path, (workspace, inside) => workspace.delete(inside, { recursive, trash }).then(() => null)),
    rename: async ({ from, to, overwrite }) => {
      const [source, target] = [findPlace(places, from), findPlace(places, to)]
      if (source.workspace !== target.workspace) {
        throw new WorkspaceError('OutsideWorkspace', `${from} cannot be moved to ${to}: copy it instead.`)
      }
      await source.workspace.rename(source.path, target.path, { overwrite })
      return null
    },
    copy: async ({ from, to, overwrite }) => {
      const [source, target] = [findPlace(places, from), findPlace(places, to)]
      if (source.workspace === target.workspace) await source.workspace.copy(source.path, target.path, { overwrite })
      else await target.workspace.write(target.path, await source.workspace.read(source.path))
      return null
    },
  })
  const subscriptions = places.map((place) => place.onChange((changes) => served.emit('changed', changes)))
  return {
    [Symbol.dispose]() {
      for (const subscription of subscriptions) subscription[Symbol.dispose]()
      served[Symbol.dispose]()
    },
  }

  async function at<T>(path: string, action: (workspace: Workspace, inside: string) => Promise<T>): Promise<T> {
    const place = findPlace(places, path)
    return action(place.workspace, place.path)
  }
}
