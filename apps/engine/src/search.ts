import { type MessageConnection, searchService, serve } from '@caret/protocol'
import { openListing } from './listing.ts'
import type { Place } from './place.ts'
import { rankByName } from './rank-by-name.ts'

export function serveSearch(connection: MessageConnection, place: Place): Disposable {
  const { workspace, root } = place
  const absolute = (path: string) => `${root}/${path}`
  const listing = openListing(place)
  const served = serve(connection, searchService, {
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
    files: async ({ name, limit = Number.POSITIVE_INFINITY, ...options }, signal) => {
      const paths = await listing.paths(options, signal)
      const found = name ? await rankByName(paths, name, limit, signal) : paths.slice(0, limit)
      return found.map(absolute)
    },
  })
  return {
    [Symbol.dispose]() {
      served[Symbol.dispose]()
      listing[Symbol.dispose]()
    },
  }
}
