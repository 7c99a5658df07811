import { isSourcePath, isSourceText, maxSourceSize } from '@caret/syntax'
import type { FileEdit, Snapshot } from '@caret/tab'
import type { Edit } from '@caret/text'
import type { CommitReader, PastCommit, PastFile } from '@caret/workspace'
import { editsOf } from './hunks.ts'
import { type Change, humanOrder } from './order.ts'

export interface ReplayOptions {
  /** How many commits at most, the newest; default 100. */
  commits?: number
  /** Only commits after this revision. */
  since?: string
  /** Only this commit and those before it; default `HEAD`. */
  until?: string
  /** Commits with fewer or more edits are passed over; default 2 and 60. */
  minEdits?: number
  maxEdits?: number
  /** Commits that insert more UTF-16 units are passed over; default 20,000. */
  maxInserted?: number
}

/** A commit as the edits that make it from its parent. */
export interface ReplayedCommit {
  id: string
  subject: string
  /** The source files of the parent. */
  before: Snapshot
  /** In an order a person could have made them; each is in its file's text after those before it. */
  edits: FileEdit[]
}

/**
 * The newest commits of a repository as sequences of edits, oldest commit first. Only source files count; deleted and
 * renamed ones are left out, and a created one is one edit. Merges and commits without two such edits are passed over.
 */
export async function* replay(
  reader: CommitReader,
  options: ReplayOptions = {},
  signal?: AbortSignal,
): AsyncIterable<ReplayedCommit> {
  const texts = keepTexts(reader)
  for (const { commit, edits } of await choose(reader, texts, options, signal)) {
    signal?.throwIfAborted()
    const { id, subject, parent } = commit
    yield { id, subject, before: snapshot(await reader.tree(parent, signal), texts), edits }
  }
}

async function choose(reader: CommitReader, texts: Texts, options: ReplayOptions, signal?: AbortSignal) {
  const { commits = 100, since, until, minEdits = 2, maxEdits = 60, maxInserted = 20_000 } = options
  const chosen: { commit: PastCommit; edits: FileEdit[] }[] = []
  for (const commit of await reader.list({ since, until }, signal)) {
    if (chosen.length >= commits) break
    signal?.throwIfAborted()
    const edits = await editsOfCommit(reader, texts, commit, maxEdits, signal)
    if (!edits || edits.length < minEdits || edits.length > maxEdits) continue
    if (edits.reduce((sum, { insert }) => sum + insert.length, 0) <= maxInserted) chosen.push({ commit, edits })
  }
  return chosen.reverse()
}

async function editsOfCommit(
  reader: CommitReader,
  texts: Texts,
  commit: PastCommit,
  most: number,
  signal?: AbortSignal,
): Promise<FileEdit[] | undefined> {
  const changes = (await reader.changes(commit, signal)).filter(
    ({ kind, path }) => (kind === 'added' || kind === 'modified') && isSourcePath(path),
  )
  // Cheap to know before any text is read.
  const hunks = changes.reduce((sum, { kind, lines }) => sum + (kind === 'added' ? 1 : lines.length), 0)
  if (hunks > most) return undefined
  const placed: PlacedEdit[] = []
  for (const { kind, path, before, after, lines } of changes) {
    const [old, fresh] = await Promise.all([kind === 'added' ? '' : texts.read(before), texts.read(after)])
    if (old === undefined || fresh === undefined) continue
    const edits = kind === 'added' ? [{ offset: 0, remove: 0, insert: fresh }] : editsOf(old, fresh, lines)
    for (const edit of edits) {
      if (edit.remove > 0 || edit.insert !== '') placed.push({ ...edit, path, lines: linesAround(old, edit) })
    }
  }
  return inTurn(humanOrder(placed.map(({ lines }) => lines)).map((index) => placed[index]!))
}

interface PlacedEdit extends FileEdit {
  lines: Change
}

/** The whole lines that an edit changes, before and after. */
function linesAround(text: string, { offset, remove, insert }: Edit): Change {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const found = text.indexOf('\n', offset + remove)
  const end = found === -1 ? text.length : found
  return {
    removed: text.slice(start, end),
    inserted: text.slice(start, offset) + insert + text.slice(offset + remove, end),
  }
}

/** Edits with offsets in the text before them all become edits with offsets in the text after those before them. */
function inTurn(edits: readonly PlacedEdit[]): FileEdit[] {
  return edits.map(({ path, offset, remove, insert }, index) => {
    const earlier = edits.slice(0, index).filter((other) => other.path === path && other.offset < offset)
    const shift = earlier.reduce((sum, other) => sum + other.insert.length - other.remove, 0)
    return { path, offset: offset + shift, remove, insert }
  })
}

/** Texts by blob; undefined for what is no source text. */
interface Texts {
  read(id: string): Promise<string | undefined>
}

function keepTexts(reader: CommitReader): Texts {
  const kept = new Map<string, Promise<string | undefined>>()
  const load = async (id: string) => {
    const bytes = await reader.blob(id)
    if (!bytes || bytes.length > maxSourceSize) return undefined
    const text = bytes.toString('utf8')
    return isSourceText(text) ? text : undefined
  }
  return {
    read: (id) => {
      let text = kept.get(id)
      if (!text) kept.set(id, (text = load(id)))
      return text
    },
  }
}

function snapshot(tree: ReadonlyMap<string, PastFile>, texts: Texts): Snapshot {
  const files = new Map<string, string>()
  for (const [path, { id, size }] of tree) if (size <= maxSourceSize && isSourcePath(path)) files.set(path, id)
  return {
    files,
    read: async (path) => {
      const id = files.get(path)
      if (id === undefined) throw new RangeError(`There is no ${path} in this snapshot.`)
      return (await texts.read(id)) ?? ''
    },
  }
}
