import type { FileNote, ReviewSource } from '@caret/protocol'
import { type ChangeSet, type FileChange, kindOf } from '@caret/text'
import { type CommitReader, type Delta, type Deltas, GitError, openCommits, openDeltas } from '@caret/workspace'
import { fileOf, mostBytes, type Side } from './file-of.ts'

/** A change set of git's, with what is to be said beside its texts. */
export interface Changes {
  /** Absolute: what the paths are relative to. */
  root: string
  set: ChangeSet
  notes: FileNote[]
}

export interface ChangesOptions {
  /** A folder in the repository, or a bare one. */
  folder: string
  source: Exclude<ReviewSource, { kind: 'changeSet' }>
  /** Texts that are not saved yet, by path below the repository's top; they count for the working tree. */
  unsaved?: ReadonlyMap<string, string>
}

/**
 * What the working tree, a commit or a branch changes. What has no text to show has a note instead of a file. Throws a
 * `GitError`: there is no repository, or no such commit.
 */
export async function changesOf({ folder, source, unsaved }: ChangesOptions, signal?: AbortSignal): Promise<Changes> {
  const deltas = await openDeltas(folder, signal)
  await using commits = await openCommits(folder, signal)
  const { title, detail, found } = await find(deltas, source, unsaved, signal)
  const sides = sideReader(deltas, commits, unsaved)
  const ids = found.flatMap(({ before, after }) => [before, after].flatMap((side) => side?.id ?? []))
  const sizes = await deltas.sizes([...new Set(ids)], signal)
  const files: FileChange[] = []
  const notes: FileNote[] = []
  for (const delta of found) {
    signal?.throwIfAborted()
    const read = fileOf(delta, await sides(delta, 'before', sizes), await sides(delta, 'after', sizes))
    // Text that is not saved may be what was committed.
    const isSame = read.file && kindOf(read.file) === 'edited' && read.file.before === read.file.after
    if (read.file && !(isSame && read.notes.length === 0)) files.push(read.file)
    notes.push(...read.notes)
  }
  const set: ChangeSet = {
    id: detail ?? 'working-tree',
    title,
    origin: { kind: 'git', ...(detail && { detail }) },
    files,
  }
  return { root: deltas.root, set, notes }
}

interface Found {
  title: string
  /** The commit that it leads to; none for the working tree. */
  detail?: string
  found: Delta[]
}

async function find(
  deltas: Deltas,
  source: ChangesOptions['source'],
  unsaved: ReadonlyMap<string, string> = new Map(),
  signal?: AbortSignal,
): Promise<Found> {
  if (source.kind === 'commit') {
    const { id, parent, subject } = await deltas.commit(source.commit, signal)
    return { title: subject, detail: id, found: await deltas.between(parent, id, signal) }
  }
  if (source.kind === 'branch') {
    const base = source.base ?? (await deltas.defaultBranch(signal))
    if (!base) throw new GitError('NotFound', 'This repository has no main branch to compare with: name the base.')
    const [own, other] = [await deltas.commit(source.branch, signal), await deltas.commit(base, signal)]
    const from = await deltas.mergeBase(other.id, own.id, signal)
    return {
      title: `${source.branch} since ${base}`,
      detail: own.id,
      found: await deltas.between(from, own.id, signal),
    }
  }
  const found = await deltas.workingTree(signal)
  const known = new Set(found.map(({ path }) => path))
  for (const path of unsaved.keys()) {
    if (known.has(path)) continue
    const before = await deltas.commit('HEAD', signal).then(
      () => deltas.entry('HEAD', path, signal),
      () => undefined,
    )
    found.push({ path, ...(before && { before }), after: { mode: before?.mode ?? '100644' } })
  }
  return { title: 'Changes since the last commit', found: found.sort((a, b) => (a.path < b.path ? -1 : 1)) }
}

/** Reads one side of a file: undefined where it is not there. */
function sideReader(deltas: Deltas, commits: CommitReader, unsaved?: ReadonlyMap<string, string>) {
  return async (delta: Delta, which: 'before' | 'after', sizes: Map<string, number>): Promise<Side | undefined> => {
    const side = delta[which]
    if (!side) return undefined
    const { mode, id } = side
    if (mode === submodule) return { mode, version: id ?? 'changed', size: 0 }
    if (id !== undefined) {
      const size = sizes.get(id) ?? 0
      const bytes = size <= mostBytes ? await commits.blob(id) : undefined
      return { mode, version: id, size, ...(bytes && { bytes }), ...(!sizes.has(id) && { lacking: true }) }
    }
    const text = unsaved?.get(delta.path)
    if (text !== undefined) return { mode, version: '', size: text.length, bytes: Buffer.from(text) }
    const file = await deltas.file(delta.path, mostBytes)
    if (!file) return { mode, version: '', size: 0, lacking: true }
    return { mode, version: `${file.size}-${file.modified}`, ...file }
  }
}

const submodule = '160000'
