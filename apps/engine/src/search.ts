import { type MessageConnection, searchService, serve } from '@caret/protocol'
import type { Workspace } from '@caret/workspace'

export function serveSearch(connection: MessageConnection, workspace: Workspace): Disposable {
  const absolute = (path: string) => `${workspace.root}/${path}`
  return serve(connection, searchService, {
    text: async ({ maxResults, ...query }, send, signal) => {
      let left = maxResults
      for await (const hits of workspace.search(query, signal)) {
        const taken = hits.slice(0, left)
        left -= taken.filter((hit) => hit.kind === 'match').length
        send(taken.map((hit) => ({ ...hit, path: absolute(hit.path) })))
        if (left <= 0) return { limitHit: true }
      }
      return { limitHit: false }
    },
    files: async (options, signal) => {
      const paths: string[] = []
      for await (const batch of workspace.files(options, signal)) for (const path of batch) paths.push(absolute(path))
      return paths
    },
  })
}
