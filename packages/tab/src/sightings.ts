import type { Markable } from './ahead.ts'
import type { HistoryEntry } from './history.ts'
import type { Proposal } from './sources/source.ts'

/** How often each place and each family of proposals has come up and was passed over: once for each of the user's edits. */
export interface Sightings extends Markable {
  place(place: string): number
  family(family: string | undefined): number
  /** @param last the user's last edit: asked again after it, nothing new is seen */
  add(last: HistoryEntry, proposals: readonly Proposal[], places: readonly string[]): void
  forget(): void
}

/** Nobody passes over more often than this in a replay. */
const most = 30
const remembered = 5_000

export function createSightings(): Sightings {
  let places = new Map<string, number>()
  let families = new Map<string, number>()
  let seenAfter: HistoryEntry | undefined
  const count = (counts: Map<string, number>, keys: ReadonlySet<string>) => {
    for (const key of keys) counts.set(key, Math.min(most, (counts.get(key) ?? 0) + 1))
    for (const key of counts.keys()) {
      if (counts.size <= remembered) break
      counts.delete(key)
    }
  }
  return {
    place: (place) => places.get(place) ?? 0,
    family: (family) => families.get(family ?? '') ?? 0,
    add: (last, proposals, found) => {
      if (last === seenAfter) return
      seenAfter = last
      count(places, new Set(found))
      count(families, new Set(proposals.map(({ family }) => family ?? '')))
    },
    forget: () => {
      places.clear()
      families.clear()
      seenAfter = undefined
    },
    mark: () => {
      const then = { places: new Map(places), families: new Map(families), seenAfter }
      return () => void ({ places, families, seenAfter } = then)
    },
  }
}
