import { type ChangeSet, type FileChange, type Hunk, isConflict, rebase, withHunks } from '@caret/text'
import { type Workspace, WorkspaceError } from '@caret/workspace'
import type { FileConflict, ReadText } from './checkpoints/take-back.ts'

export interface ApplyOptions {
  /** By path, which hunks of a file to apply; files that are not named are left out. By default all of everything. */
  hunks?: ReadonlyMap<string, readonly Hunk[]>
  /** Paths of texts that are not to be saved: they become the unsaved text of their files. */
  unsaved?: ReadonlySet<string>
}

export type Applied =
  /** As it was made for the texts that were there: what `invertSet` of it takes back exactly. */
  | { readonly kind: 'applied'; readonly set: ChangeSet }
  /** Nothing was written. */
  | { readonly kind: 'conflicts'; readonly conflicts: readonly FileConflict[] }

/** A change set could not be applied to the end; its message says what is where. */
export class ApplyError extends Error {
  override name = 'ApplyError'
  readonly code = 'ApplyError'
}

/**
 * Applies a change set to what the files say by now, unsaved text included, all of it or nothing: where it does not fit, it is
 * told and nothing is written; where a write fails, what was written before is put back. Unsaved text stays unsaved. Throws
 * `ApplyError`, and the signal's reason before anything is written.
 */
export async function applyTo(
  workspace: Workspace,
  set: ChangeSet,
  { hunks, unsaved }: ApplyOptions = {},
  signal?: AbortSignal,
): Promise<Applied> {
  const wanted = hunks
    ? set.files.flatMap((file) => {
        const chosen = hunks.get(file.path)
        return chosen ? [withHunks(file, chosen)] : []
      })
    : set.files
  const found: Found[] = []
  const conflicts: FileConflict[] = []
  for (const change of wanted) {
    signal?.throwIfAborted()
    const { path, to = path } = change
    const was = await stateOf(workspace, path)
    const rebased = rebase(change, was?.text)
    if (isConflict(rebased)) conflicts.push({ path, reason: reasonOf(change, was?.text), places: [] })
    else if (to !== path && !wanted.some((other) => leaves(other, to)) && (await stateOf(workspace, to)))
      conflicts.push({ path, reason: `There is a ${to} already.`, places: [] })
    else found.push({ change: rebased, was, isUnsaved: was?.buffer !== undefined || !!unsaved?.has(path) })
  }
  if (conflicts.length > 0) return { kind: 'conflicts', conflicts }
  signal?.throwIfAborted()
  await writeAll(workspace, inOrder(found))
  return { kind: 'applied', set: { ...set, files: found.map(({ change }) => change) } }
}

/** Reads the texts of a workspace, unsaved or not. */
export const readFrom =
  (workspace: Workspace): ReadText =>
  (path) =>
    workspace.readText(path).catch(ignoreMissing)

/** What a file is: its bytes on the disk, if it is there, and the text that is over them. */
interface State {
  bytes: Uint8Array | undefined
  buffer: string | undefined
  text: string
}

interface Found {
  change: FileChange
  was: State | undefined
  isUnsaved: boolean
}

async function stateOf(workspace: Workspace, path: string): Promise<State | undefined> {
  const bytes = await workspace.read(path).catch(ignoreMissing)
  const buffer = workspace.buffers.get(path)
  if (bytes === undefined && buffer === undefined) return undefined
  return { bytes, buffer, text: buffer ?? (await workspace.readText(path)) }
}

function reasonOf({ path, before, after }: FileChange, now: string | undefined): string {
  if (now === undefined) return `${path} is no longer there.`
  if (before === undefined) return `There is another ${path} by now.`
  if (after === undefined) return `${path} was changed since, so it is not deleted.`
  return `${path} was changed since in the same lines.`
}

const leaves = ({ path, to = path, after }: FileChange, place: string) =>
  path === place && (to !== path || after === undefined)

/** What makes room for others comes before them. */
function inOrder(found: readonly Found[]): Found[] {
  const left = [...found]
  const ordered: Found[] = []
  const isBlocked = ({ change: { path, to = path } }: Found) =>
    to !== path && left.some((other) => leaves(other.change, to))
  while (left.length > 0) {
    const at = left.findIndex((each) => !isBlocked(each))
    if (at === -1) {
      const names = left.map(({ change: { path, to } }) => `${path} to ${to}`).join(', ')
      throw new ApplyError(`These cannot be moved one after the other: ${names}. Nothing was changed.`)
    }
    ordered.push(...left.splice(at, 1))
  }
  return ordered
}

async function writeAll(workspace: Workspace, found: readonly Found[]): Promise<void> {
  const done: Found[] = []
  try {
    for (const each of found) {
      await expectSame(workspace, each)
      done.push(each)
      await write(workspace, each)
    }
  } catch (error) {
    const lost: string[] = []
    for (const each of done.toReversed()) {
      await putBack(workspace, each).catch((failure: unknown) => {
        lost.push(`${each.change.path} (${messageOf(failure)})`)
      })
    }
    const end = lost.length === 0 ? 'Nothing was changed.' : `These could not be put back: ${lost.join(', ')}.`
    throw new ApplyError(`${messageOf(error)} ${end}`, { cause: error })
  }
}

/** Another program may have written meanwhile: that must not be lost. */
async function expectSame(workspace: Workspace, { change: { path }, was }: Found): Promise<void> {
  const now = await stateOf(workspace, path)
  const isSame = now?.text === was?.text && (now?.bytes === undefined) === (was?.bytes === undefined)
  if (!isSame) throw new ApplyError(`${path} has just been changed by something else. Try again.`)
}

async function write(workspace: Workspace, { change, was, isUnsaved }: Found): Promise<void> {
  const { path, to = path, after } = change
  if (after === undefined) {
    workspace.buffers.delete(path)
    if (was?.bytes) await workspace.delete(path)
    return
  }
  if (to !== path && was) {
    workspace.buffers.delete(path)
    if (was.bytes) await workspace.rename(path, to)
  }
  if (isUnsaved) workspace.buffers.set(to, after)
  else if (after !== was?.text) await workspace.write(to, after, { overwrite: was !== undefined })
}

/** Also what was only half done. */
async function putBack(workspace: Workspace, { change: { path, to = path }, was }: Found): Promise<void> {
  if (to !== path) {
    workspace.buffers.delete(to)
    const isMoved = was?.bytes && !(await workspace.read(path).catch(ignoreMissing))
    if (isMoved) await workspace.rename(to, path)
  }
  if (was?.buffer === undefined) workspace.buffers.delete(path)
  else workspace.buffers.set(path, was.buffer)
  const bytes = await workspace.read(path).catch(ignoreMissing)
  if (was?.bytes) {
    if (!bytes || Buffer.compare(bytes, was.bytes) !== 0) await workspace.write(path, was.bytes)
  } else if (bytes) await workspace.delete(path)
}

function ignoreMissing(error: unknown): undefined {
  if (!(error instanceof WorkspaceError && error.code === 'FileNotFound')) throw error
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
