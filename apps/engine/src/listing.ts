import type { FilesOptions } from '@caret/workspace'
import type { Place } from './place.ts'

/** The names of a place's files, kept from one key press to the next: until a file comes, goes, or changes the rules. */
export interface Listing extends Disposable {
  paths(options: FilesOptions, signal?: AbortSignal): Promise<string[]>
}

export function openListing(place: Place): Listing {
  /** Only the last one: a user asks the same thing again and again, with a longer name. */
  let kept: { key: string; paths: string[] } | undefined
  let changes = 0
  const subscription = place.onChange((batch) => {
    if (!batch.some(({ path, kind }) => kind !== 'changed' || path.endsWith('ignore'))) return
    changes++
    kept = undefined
  })
  return {
    async paths(options, signal) {
      const key = JSON.stringify(options)
      if (kept?.key === key) return kept.paths
      const before = changes
      const paths: string[] = []
      for await (const batch of place.workspace.files(options, signal)) for (const path of batch) paths.push(path)
      if (changes === before) kept = { key, paths }
      return paths
    },
    [Symbol.dispose]: () => subscription[Symbol.dispose](),
  }
}
