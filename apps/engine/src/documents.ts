import { documentsService, type MessageConnection, serve } from '@caret/protocol'
import { findPlace, type Place } from './place.ts'

/** Lays the page's unsaved buffers over the workspaces, until disposed: then the disk is the truth again. */
export function serveDocuments(connection: MessageConnection, places: Place[]): Disposable {
  const versions = new Map<string, number>()
  const buffersOf = (path: string) => {
    const place = findPlace(places, path)
    return { buffers: place.workspace.buffers, inside: place.path }
  }
  const close = (path: string) => {
    if (!versions.delete(path)) return
    const { buffers, inside } = buffersOf(path)
    buffers.delete(inside)
  }
  const served = serve(connection, documentsService, {
    open: ({ path, version, text }) => {
      const { buffers, inside } = buffersOf(path)
      versions.set(path, version)
      buffers.set(inside, text)
    },
    change: ({ path, version, changes }) => {
      const { buffers, inside } = buffersOf(path)
      let text = buffers.get(inside)
      if (text === undefined || versions.get(path) !== version - 1) {
        served.emit('resend', { path })
        return
      }
      for (const { offset, remove, insert } of changes) {
        text = text.slice(0, offset) + insert + text.slice(offset + remove)
      }
      versions.set(path, version)
      buffers.set(inside, text)
    },
    close: ({ path }) => close(path),
  })
  return {
    [Symbol.dispose]() {
      served[Symbol.dispose]()
      for (const path of [...versions.keys()]) close(path)
    },
  }
}
