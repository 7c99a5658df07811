import type { Edit } from '@caret/text'
import type { Change } from './change.ts'
import type { Pattern, Stretch } from './learn.ts'
import { draftsOf, type Candidate, type Place } from './sites.ts'
import { probabilityOf, scoreOfLayout } from './score.ts'
import type { TokenIndex } from './token-index.ts'

/** A place where a pattern applies, and what it makes there. */
export interface Site {
  path: string
  edit: Edit
  /** The probability that this is what comes next. */
  score: number
  /** The example's change that is made again. */
  change: Change
}

export interface FindOptions {
  /** Sites that score less are left out; default 0. */
  least?: number
  /** Default 100. */
  limit?: number
}

/**
 * Where a pattern applies now, the likeliest first; no two overlap. What is near (the same file below the caret, then above
 * it, the same folder) and what agrees with the examples' surroundings is likelier.
 */
export function findSites(
  pattern: Pattern,
  index: TokenIndex,
  near: Place,
  { least = 0, limit = 100 }: FindOptions = {},
): Site[] {
  const sites: Site[] = []
  const found = gather(pattern, index, near, reachFor(limit))
  for (const { path, edit, learned, z } of found.sort((a, b) => b.z - a.z)) {
    const score = probabilityOf(z)
    if (score < least || sites.length >= limit) break
    const overlaps = sites.some(
      (site) =>
        site.path === path &&
        edit.offset <= site.edit.offset + site.edit.remove &&
        site.edit.offset <= edit.offset + edit.remove,
    )
    if (!overlaps) sites.push({ path, edit, score, change: learned.change })
  }
  return sites
}

/** What is far away, or a part of an edit with other words, is seldom what comes next, which must be found within milliseconds. */
const ofNext = { laidOut: 80, candidates: 25, files: 24, filesOfParts: 8, variesParts: false }

const mostFiles = 60

/** Who wants many is not content with the few that may come next. */
const reachFor = (limit: number): typeof ofNext => ({
  laidOut: Math.max(ofNext.laidOut, limit * 2),
  candidates: Math.max(ofNext.candidates, limit),
  files: Math.max(mostFiles, limit),
  filesOfParts: Math.max(mostFiles, limit),
  variesParts: true,
})

const composed = 12
const slack = 3

interface Scored extends Candidate {
  /** Log odds by its place alone. */
  ofPlace: number
}

/** Candidates for the next edit, single ones and those that belong together as one, with their features. */
export function gather(pattern: Pattern, index: TokenIndex, near: Place, reach = ofNext): Candidate[] {
  const drafts = pattern.changes.flatMap((learned) => draftsOf(learned, index, near, reach)).sort((a, b) => b.z - a.z)
  const single = new Map<string, Scored>()
  for (const { path, learned, z, layOut } of drafts.slice(0, reach.laidOut)) {
    const { edit, features } = layOut()
    if (edit.remove === 0 && edit.insert === '') continue
    const key = `${path}\n${edit.offset} ${edit.remove} ${edit.insert}`
    const known = single.get(key)
    if (known) {
      known.features.votes!++
      continue
    }
    features.votes = 1
    if (again(path, edit, pattern.done)) features.again = 1
    single.set(key, { path, edit, learned, features, ofPlace: z, z: z + scoreOfLayout(features) })
  }
  const all = [...single.values()].sort((a, b) => b.z - a.z)
  const groups: Scored[] = []
  for (const anchor of all.slice(0, composed)) {
    const group = compose(anchor, all, index.text(anchor.path)!)
    if (group) groups.push(group)
  }
  const found = [...groups, ...all]
  for (const candidate of found) candidate.z = candidate.ofPlace + scoreOfLayout(candidate.features)
  return found
}

/** Whether a candidate would change what an example has just made. */
function again(path: string, { offset, remove }: Edit, done: readonly Stretch[]): boolean {
  return done.some((stretch) => stretch.path === path && offset < stretch.end && offset + remove > stretch.start)
}

/** The anchor with the candidates that are on its lines or the next, as one edit: who changes one changes all. */
function compose(anchor: Scored, all: readonly Scored[], text: string): Scored | undefined {
  const near = all.filter(
    ({ path, edit, z }) =>
      path === anchor.path && z >= anchor.z - slack && Math.abs(edit.offset - anchor.edit.offset) < 2000,
  )
  const members = [anchor]
  let start = anchor.edit.offset
  let end = start + anchor.edit.remove
  for (let grown = true; grown; ) {
    grown = false
    for (const candidate of near) {
      const { offset, remove } = candidate.edit
      if (members.some(({ edit }) => edit.offset <= offset + remove && offset <= edit.offset + edit.remove)) continue
      if (!isAdjacent(text, end, offset) || !isAdjacent(text, offset + remove, start)) continue
      members.push(candidate)
      start = Math.min(start, offset)
      end = Math.max(end, offset + remove)
      grown = true
    }
  }
  if (members.length === 1) {
    anchor.features.single = 1
    return undefined
  }
  members.sort((a, b) => a.edit.offset - b.edit.offset)
  let insert = ''
  let at = start
  for (const { edit } of members) {
    insert += text.slice(at, edit.offset) + edit.insert
    at = edit.offset + edit.remove
  }
  const worst = Math.min(...members.map(({ z }) => z))
  const edit: Edit = { offset: start, remove: end - start, insert: insert + text.slice(at, end) }
  return {
    ...anchor,
    edit,
    features: { ...anchor.features, group: 1, members: Math.log2(members.length), gap: anchor.z - worst },
  }
}

/** Whether what is between two offsets has no more than one line break. */
function isAdjacent(text: string, from: number, to: number): boolean {
  const first = text.indexOf('\n', from)
  if (first === -1 || first >= to) return true
  const second = text.indexOf('\n', first + 1)
  return second === -1 || second >= to
}
