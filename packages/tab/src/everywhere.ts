import { findSites, learn, type TokenIndex } from '@caret/patterns'
import type { Edit } from '@caret/text'
import type { HistoryEntry } from './history.ts'
import type { Caret } from './predictor.ts'

/** A change that the user made by hand, made everywhere else. */
export interface Everywhere {
  /** How many of the last edits it was learned from. */
  examples: number
  /** In each file, in order; none touch each other. */
  files: { path: string; edits: Edit[] }[]
}

/** How many of the last edits are looked at. */
const reach = 30
/**
 * Low: who asks for all places looks through them. After two examples of a change that a commit makes four times and more, this
 * finds three in five of the others, and two in five of what it finds are these.
 */
const least = 0.02
const mostSites = 200

/** Where what the last edit did, and those right before it that did the same, would be done again. */
export function everywhere(history: readonly HistoryEntry[], index: TokenIndex, caret: Caret): Everywhere | undefined {
  const examples = history
    .slice(0, reach)
    .toReversed()
    .map(({ path, before, edit }) => ({ path, before, edit }))
  const run = learn(examples).changes.find(({ age, part }) => age === 0 && !part)?.run
  if (!run) return undefined
  const sites = findSites(learn(examples.slice(-run)), index, caret, { least, limit: mostSites })
  const files = new Map<string, Edit[]>()
  for (const { path, edit } of sites) files.set(path, [...(files.get(path) ?? []), edit])
  return {
    examples: run,
    files: [...files].map(([path, edits]) => ({ path, edits: edits.sort((a, b) => a.offset - b.offset) })),
  }
}
