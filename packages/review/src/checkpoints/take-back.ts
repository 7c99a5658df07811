import { randomUUID } from 'node:crypto'
import {
  type ChangeSet,
  type Conflict,
  diffLines,
  type FileChange,
  invert,
  isConflict,
  linesOf,
  rebase,
} from '@caret/text'
import type { Accepted } from './accepted.ts'

/** Gives the text that a file has now, unsaved or not; undefined where there is none. */
export type ReadText = (path: string) => Promise<string | undefined>

/** The change that takes something back, for the texts that are there now; what stands in its way stays as it is. */
export interface TakenBack {
  readonly set: ChangeSet
  readonly conflicts: readonly FileConflict[]
}

/** Where a file was changed since in another way. It says nothing of those places, or of the whole file where none are told. */
export interface FileConflict {
  readonly path: string
  /** A sentence for the user. */
  readonly reason: string
  readonly places: readonly Place[]
}

export interface Place {
  /** Where it is in the text that the change set makes of the file, counted from 0. */
  readonly line: number
  /** What is there, and stays. */
  readonly now: string
  /** What would be there again. */
  readonly before: string
}

/** Takes back exactly what was accepted of one change set; what came after stays. */
export async function takeBack(accepted: readonly Accepted[], read: ReadText): Promise<TakenBack> {
  const { title, origin } = accepted.at(-1)!
  const files = new Files(read)
  for (const change of accepted.toReversed().flatMap((each) => each.files.toReversed()))
    await files.make(invert(change))
  return {
    set: { id: randomUUID(), title: backwards(title), origin, files: files.changes() },
    conflicts: files.conflicts(),
  }
}

/** By path, the texts that the files of several acceptances had before the first of them; texts may be known by their hashes. */
export function textsBefore(since: readonly Before[]): Map<string, string | undefined> {
  const texts = new Map<string, string | undefined>(since[0]?.unsaved.map(({ path, text }) => [path, text]))
  const tell = (path: string, text: string | undefined) => texts.has(path) || texts.set(path, text)
  for (const { path, to, before } of since.flatMap(({ files }) => files)) {
    tell(path, before)
    if (to !== undefined) tell(to, undefined)
  }
  return texts
}

type Before = {
  readonly files: readonly { readonly path: string; readonly to?: string; readonly before?: string }[]
  readonly unsaved: Accepted['unsaved']
}

/** Makes files again what they were before something, whatever came after. */
export async function bringBack(
  { title, origin }: Pick<ChangeSet, 'title' | 'origin'>,
  texts: ReadonlyMap<string, string | undefined>,
  read: ReadText,
): Promise<TakenBack> {
  const files: FileChange[] = []
  for (const [path, after] of texts) {
    const before = await read(path)
    if (before !== after) files.push(changeOf(path, path, before, after))
  }
  return { set: { id: randomUUID(), title: `Back to before: ${title}`, origin, files }, conflicts: [] }
}

const [back, again] = ['Take back: ', 'Put back: ']
const backwards = (title: string) =>
  title.startsWith(back)
    ? again + title.slice(back.length)
    : back + (title.startsWith(again) ? title.slice(again.length) : title)

/** Files as they become, change by change, with where they came from. */
class Files {
  readonly #texts = new Map<string, string | undefined>()
  /** By where a file is, where it was. */
  readonly #origins = new Map<string, string>()
  readonly #first = new Map<string, string | undefined>()
  readonly #conflicts: { path: string; reason: string; at?: { text: string; places: readonly Place[] } }[] = []

  constructor(private readonly read: ReadText) {}

  /** Makes a change of another text, as far as both agree. */
  async make(change: FileChange): Promise<void> {
    const { path, to = path } = change
    const now = await this.#textOf(path)
    if (to !== path && (await this.#textOf(to)) !== undefined) {
      return this.#refuse(path, `${to} is there again, so ${path} cannot have its name back.`)
    }
    const rebased = rebase(change, now)
    if (!isConflict(rebased)) return this.#put(path, to, rebased.after)
    if (now === undefined) return this.#refuse(path, `${path} is no longer there.`)
    if (change.after === undefined) return this.#refuse(path, `${path} was changed since, so it is not deleted.`)
    if (change.before === undefined) return this.#refuse(path, `There is another ${path} by now.`)
    const text = rebased.map((piece) => (typeof piece === 'string' ? piece : piece.ours)).join('')
    this.#put(path, to, text)
    const reason = `${to} was changed since in the same lines; these stay as they are.`
    this.#conflicts.push({ path: to, reason, at: { text, places: placesOf(rebased) } })
  }

  changes(): FileChange[] {
    const made = [...this.#texts].flatMap(([to, after]): FileChange[] => {
      const path = this.#origins.get(to) ?? to
      const before = this.#first.get(path)
      const isMovedAway = after === undefined && [...this.#origins.values()].includes(to)
      return isMovedAway || (before === after && path === to) ? [] : [changeOf(path, to, before, after)]
    })
    return made
  }

  conflicts(): FileConflict[] {
    return this.#conflicts.map(({ path, reason, at }) => ({
      path,
      reason,
      places: at ? at.places.map((place) => movedTo(place, at.text, this.#texts.get(path) ?? '')) : [],
    }))
  }

  async #textOf(path: string): Promise<string | undefined> {
    if (!this.#texts.has(path)) {
      const text = await this.read(path)
      this.#texts.set(path, text)
      this.#first.set(path, text)
    }
    return this.#texts.get(path)
  }

  #put(path: string, to: string, text: string | undefined): void {
    this.#texts.set(to, text)
    if (to === path) return
    const origin = this.#origins.get(path) ?? path
    this.#origins.delete(path)
    this.#texts.set(path, undefined)
    if (origin !== to) this.#origins.set(to, origin)
  }

  #refuse(path: string, reason: string): void {
    this.#conflicts.push({ path, reason })
  }
}

function changeOf(path: string, to: string, before: string | undefined, after: string | undefined): FileChange {
  return {
    path,
    ...(to !== path && { to }),
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
  }
}

function placesOf(merged: readonly (string | Conflict)[]): Place[] {
  let text = ''
  return merged.flatMap((piece) => {
    // At a text's end the break before belongs to what is there.
    const line = linesOf(text).length - (text === '' || text.endsWith('\n') ? 1 : 0)
    text += typeof piece === 'string' ? piece : piece.ours
    return typeof piece === 'string' ? [] : [{ line, now: piece.ours, before: piece.theirs }]
  })
}

/** The place in a text that was made of the one it was found in. */
function movedTo(place: Place, from: string, to: string): Place {
  let { line } = place
  for (const { before, after } of diffLines(from, to)) {
    if (before.start > place.line) break
    line = before.end > place.line ? after.start : place.line + after.end - before.end
  }
  return { ...place, line }
}
