import type { Review, ReviewProblem, ReviewSource } from '@caret/protocol'
import { openDeltas } from '@caret/workspace'
import { type Changes, changesOf } from './changes/changes-of.ts'
import { surpriseIn as readSurprise } from './changes/codebase.ts'
import { stagedIn } from './changes/staged.ts'
import { guide } from './guide.ts'

export interface ReadReviewOptions {
  /** A folder, in a repository unless the source is a change set; or a bare repository. */
  folder: string
  source: ReviewSource
  /** Texts that are not saved yet, by path below the repository's top. */
  unsaved?: ReadonlyMap<string, string>
  problems?: readonly ReviewProblem[]
  /** How the code is told that nobody would expect there; `keepSurprise` makes one for who asks again and again. */
  surpriseIn?: typeof readSurprise
}

/**
 * Any source as a guided read, all that is to be known of it but what was reviewed before. Throws a `GitError` where there is
 * no repository to read, or no such commit.
 */
export async function readReview(options: ReadReviewOptions, signal?: AbortSignal): Promise<Omit<Review, 'reviewed'>> {
  const { folder, source, unsaved, problems = [], surpriseIn = readSurprise } = options
  const changes: Changes =
    source.kind === 'changeSet'
      ? { root: folder, set: source.changeSet, notes: [] }
      : await changesOf({ folder, source, ...(unsaved && { unsaved }) }, signal)
  const { root, set, notes } = changes
  const near = set.files.map(({ path }) => path)
  const commit = await baseOf(folder, source, signal)
  const surprise =
    commit === undefined || near.length === 0 ? undefined : await surpriseIn({ folder, commit, near }, signal)
  const read = await guide(set, { notes, problems, ...(surprise && { surprise }) }, signal)
  const staged = source.kind === 'workingTree' ? await stagedIn(folder, changes, read.hunks, signal) : undefined
  return { root, changeSet: { ...set, files: [...set.files] }, notes, guide: read, ...(staged && { staged }) }
}

/** The commit that was there before the change; undefined for none. */
async function baseOf(folder: string, source: ReviewSource, signal?: AbortSignal): Promise<string | undefined> {
  try {
    const deltas = await openDeltas(folder, signal)
    if (source.kind === 'commit') return (await deltas.commit(source.commit, signal)).parent
    if (source.kind !== 'branch') return (await deltas.commit('HEAD', signal)).id
    const base = source.base ?? (await deltas.defaultBranch(signal))
    return base && (await deltas.mergeBase(base, source.branch, signal))
  } catch {
    // Without a past, nothing is to be expected.
    signal?.throwIfAborted()
    return undefined
  }
}
