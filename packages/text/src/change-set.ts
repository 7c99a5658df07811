import { diffLines, editsOf, type Hunk } from './diff.ts'
import { applyEdits } from './edit.ts'
import { merge, type Merged, textOf } from './merge.ts'

/** A proposed change of any number of files, of whatever made it: a value, JSON as it is. */
export interface ChangeSet {
  readonly id: string
  /** For the user, in a line. */
  readonly title: string
  readonly origin: Origin
  /** Each path once. */
  readonly files: readonly FileChange[]
}

export const originKinds = ['tab', 'instruct', 'chat', 'agent', 'migration', 'fix', 'git'] as const

/** What made a change set. */
export interface Origin {
  kind: (typeof originKinds)[number]
  /** Such as the model's name, or the commit. */
  detail?: string
}

/** What becomes of a file. A text that is missing stands for no file: it is created, or deleted. */
export interface FileChange {
  readonly path: string
  /** Where it is moved. */
  readonly to?: string
  /** The text that the change was made for. */
  readonly before?: string
  readonly after?: string
}

export type ChangeKind = 'created' | 'deleted' | 'renamed' | 'edited'

export function kindOf({ path, to, before, after }: FileChange): ChangeKind {
  if (before === undefined) return 'created'
  if (after === undefined) return 'deleted'
  return to !== undefined && to !== path ? 'renamed' : 'edited'
}

/** Where the texts before and after differ; a file that comes or goes is one hunk, unless it is empty. */
export const hunksOf = ({ before = '', after = '' }: FileChange): Hunk[] => diffLines(before, after)

/** The change with only some of its hunks. A file is created, deleted or moved with any of them, or none if it has none. */
export function withHunks(change: FileChange, hunks: readonly Hunk[]): FileChange {
  const { before = '', after = '' } = change
  const text = applyEdits(before, editsOf(before, after, hunks))
  return kindOf(change) === 'deleted' && text !== ''
    ? { path: change.path, before, after: text }
    : { ...change, ...(change.after !== undefined && { after: text }) }
}

/** The change that takes this one back. */
export function invert({ path, to = path, before, after }: FileChange): FileChange {
  return {
    path: to,
    ...(to !== path && { to: path }),
    ...(after !== undefined && { before: after }),
    ...(before !== undefined && { after: before }),
  }
}

/** The change set that takes this one back. */
export function invertSet(set: ChangeSet): ChangeSet {
  return { ...set, files: set.files.map(invert).toReversed() }
}

/** The same change for a file that has another text by now; or where the two differ about the same lines, or about whether it is there. */
export function rebase(change: FileChange, current: string | undefined): FileChange | Merged {
  const { before, after } = change
  if (current === before) return change
  const merged = merge(before ?? '', current ?? '', after ?? '')
  if ((current === undefined) !== (before === undefined) || after === undefined) {
    // Both have made, or both have deleted it: then the texts decide.
    if (current === after) {
      const { before: _, ...rest } = change
      return current === undefined ? rest : { ...rest, before: current }
    }
    return [{ base: before ?? '', ours: current ?? '', theirs: after ?? '' }]
  }
  const text = textOf(merged)
  return text === undefined ? merged : { ...change, before: current!, after: text }
}

export const isConflict = (rebased: FileChange | Merged): rebased is Merged => Array.isArray(rebased)
