import type { Acceptance } from '@caret/protocol'
import { accept, type ChangeSet, type FileChange, type Hunk, hunksOf, linesOf } from '@caret/text'

/** Whose a change is that waits for a decision. */
export type Proposal = Omit<ChangeSet, 'files'>

interface Known extends Proposal {
  /** By path, the lines that it takes out or puts in, and whether the text before was unsaved. */
  files: Record<string, { lines: string[]; wasUnsaved: boolean }>
}

/** What outlives the page. */
export interface SourcesMemory {
  read(): Known[]
  write(known: Known[]): void
}

/**
 * Knows which proposal each hunk that waits is of. Hunks move, grow together and are edited; so a hunk is held to be of the proposal
 * that it has the most lines in common with. That decides about its name alone: what is taken back is what was accepted.
 */
export class Sources {
  #known: Known[]
  /** By path, those of which nothing waits in it any more. */
  readonly #gone = new Map<string, Known[]>()

  constructor(private readonly memory: SourcesMemory) {
    this.#known = memory.read()
  }

  /** A proposal has changed a file, or changed it on. */
  add({ id, title, origin }: Proposal, change: FileChange, wasUnsaved: boolean): void {
    const known = this.#known.find((each) => each.id === id)
    const file = known?.files[change.path]
    const lines = [...(file?.lines ?? []), ...hunksOf(change).flatMap((hunk) => linesIn(change, hunk))]
    const files = { ...known?.files, [change.path]: { lines, wasUnsaved: file?.wasUnsaved ?? wasUnsaved } }
    this.#set([...this.#known.filter((each) => each !== known), { id, title, origin, files }])
  }

  /** Nothing waits in a file any more. */
  forget(path: string): void {
    const gone = this.#known.filter(({ files }) => path in files)
    if (gone.length === 0) return
    this.#gone.set(path, gone)
    const rest = this.#known.map((known) => {
      const { [path]: _, ...files } = known.files
      return { ...known, files }
    })
    this.#set(rest.filter(({ files }) => Object.keys(files).length > 0))
  }

  /** A file has another name. */
  move(from: string, to: string): void {
    this.#set(
      this.#known.map((known) => {
        const { [from]: moved, ...files } = known.files
        return moved ? { ...known, files: { ...files, [to]: moved } } : known
      }),
    )
  }

  /** What was forgotten of a file waits again, by undo or redo. */
  recall(path: string): void {
    for (const { files, ...proposal } of this.#gone.get(path) ?? []) {
      const known = this.#known.find(({ id }) => id === proposal.id)
      const now = { ...proposal, files: { ...known?.files, [path]: files[path]! } }
      this.#set([...this.#known.filter((each) => each !== known), now])
    }
    this.#gone.delete(path)
  }

  /** The newest of those that have the most lines of the hunk. */
  of(change: FileChange, hunk: Hunk): Proposal & { wasUnsaved: boolean } {
    const lines = linesIn(change, hunk)
    let best: (Proposal & { wasUnsaved: boolean }) | undefined
    let most = -1
    for (const { id, title, origin, files } of this.#known) {
      const file = files[change.path]
      if (!file) continue
      const own = new Set(file.lines)
      const count = lines.filter((line) => own.has(line)).length
      if (count < most) continue
      most = count
      best = { id, title, origin, wasUnsaved: file.wasUnsaved }
    }
    return best ?? { id: crypto.randomUUID(), title: 'A proposed change', origin: { kind: 'chat' }, wasUnsaved: false }
  }

  #set(known: Known[]): void {
    this.#known = known
    this.memory.write(known)
  }
}

/** What it is to accept hunks of a change: for each proposal that some of them are of, the texts before and after it. */
export function acceptanceOf(
  change: FileChange,
  hunks: readonly Hunk[],
  sources: Sources,
): Omit<Acceptance, 'unsaved'>[] {
  const accepted: Omit<Acceptance, 'unsaved'>[] = []
  let now = change
  // As they are accepted: the last one first.
  for (const hunk of hunks.toReversed()) {
    const { id, title, origin, wasUnsaved } = sources.of(change, hunk)
    const next = accept(now, hunk)
    const last = accepted.at(-1)
    const after = next.before !== undefined && { after: next.before }
    if (last?.id === id) {
      const { after: _, ...file } = last.files[0]!
      last.files = [{ ...file, ...after }]
    } else {
      const before = now.before !== undefined && { before: now.before }
      accepted.push({ id, title, origin, files: [{ path: change.path, ...before, ...after, wasUnsaved }] })
    }
    now = next
  }
  return accepted
}

const linesIn = ({ before = '', after = '' }: FileChange, hunk: Hunk): string[] => [
  ...linesOf(before).slice(hunk.before.start, hunk.before.end),
  ...linesOf(after).slice(hunk.after.start, hunk.after.end),
]
