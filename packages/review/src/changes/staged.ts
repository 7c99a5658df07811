import type { ReviewHunk, Staged } from '@caret/protocol'
import { diffLines, type Hunk, touches } from '@caret/text'
import { type Deltas, openCommits, openDeltas } from '@caret/workspace'
import { mostBytes, withBreaksOf } from './file-of.ts'
import type { Changes } from './changes-of.ts'

/** By the ids of a working tree's hunks, how much of each is in git's index; those of which nothing is are left out. */
export async function stagedIn(
  folder: string,
  { set, notes }: Changes,
  hunks: readonly ReviewHunk[],
  signal?: AbortSignal,
): Promise<Record<string, Staged>> {
  const deltas = await openDeltas(folder, signal)
  await using commits = await openCommits(folder, signal)
  const files = new Map(set.files.map((file) => [file.to ?? file.path, file]))
  const unshown = notes.filter(({ shown }) => !shown).map(({ path }) => path)
  const names = [...files.values()].flatMap(({ path, to = path }) => [path, to])
  const { entries, changed } = await deltas.staged([...new Set([...names, ...unshown])], signal)
  const head = headOf(deltas, signal)
  const found: Record<string, Staged> = {}
  for (const [path, own] of byPath(hunks)) {
    signal?.throwIfAborted()
    const file = files.get(path)
    const from = file?.path ?? path
    // A file that is moved is in the index under its new name, or under its old one.
    const entry = entries.get(path) ?? entries.get(from)
    const isText = file !== undefined && own.some(hasLines)
    if (!isText) {
      const before = await head(from)
      const isMoved = path !== from && entries.has(path)
      const isOther = entry?.id !== before?.id || entry?.mode !== before?.mode || isMoved
      if (isOther) for (const { id } of own) found[id] = changed.has(path) ? 'part' : 'whole'
      continue
    }
    const bytes = entry && (await commits.blob(entry.id!))
    const text = bytes && bytes.length <= mostBytes ? new TextDecoder().decode(bytes) : ''
    const { before = '', after = '' } = file
    const index = withBreaksOf(text, after === '' ? before : after)
    const shares = sharesOf({ before, index, after }, own)
    for (const [at, { id }] of own.entries()) if (shares[at]) found[id] = shares[at]
  }
  return found
}

/** Of hunks between two texts, how much of each a third text has that is between them. */
export function sharesOf(
  { before, index, after }: { before: string; index: string; after: string },
  hunks: readonly Hunk[],
): (Staged | undefined)[] {
  const [done, open] = [diffLines(before, index), diffLines(index, after)]
  return hunks.map((hunk) => {
    if (!done.some((each) => touches(each.before, hunk.before))) return undefined
    return open.some((each) => touches(each.after, hunk.after)) ? 'part' : 'whole'
  })
}

const hasLines = ({ before, after }: Hunk) => before.start < before.end || after.start < after.end

function byPath(hunks: readonly ReviewHunk[]): Map<string, ReviewHunk[]> {
  const found = new Map<string, ReviewHunk[]>()
  for (const hunk of hunks) found.set(hunk.path, [...(found.get(hunk.path) ?? []), hunk])
  return found
}

/** Reads what HEAD has of a file; nothing where there is no commit yet. */
function headOf(deltas: Deltas, signal?: AbortSignal): (path: string) => ReturnType<Deltas['entry']> {
  let exists: Promise<boolean> | undefined
  return async (path) => {
    exists ??= deltas.commit('HEAD', signal).then(
      () => true,
      () => false,
    )
    return (await exists) ? deltas.entry('HEAD', path, signal) : undefined
  }
}
