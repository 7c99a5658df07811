import type { FileNote } from '@caret/protocol'
import type { FileChange } from '@caret/text'
import type { Delta } from '@caret/workspace'
import { TextDecoder } from 'node:util'

/** One side of a file that changed. */
export interface Side {
  /** Octal, as git writes it. */
  mode: string
  /** Its object name, or what else tells contents apart. */
  version: string
  size: number
  /** Missing where the file is too large, or nobody has it. */
  bytes?: Uint8Array
  lacking?: true
}

/** Larger files are not shown: no one reads them line by line. */
export const mostBytes = 1 << 20

/** The change of a file's text, if there are texts, and what is to be said besides. */
export function fileOf(
  { path, from, conflict }: Delta,
  before: Side | undefined,
  after: Side | undefined,
): { file?: FileChange; notes: FileNote[] } {
  const version = `${before?.version ?? ''}..${after?.version ?? ''}`
  const note = (kind: FileNote['kind'], text: string, shown: boolean): FileNote => ({
    path,
    version,
    kind,
    text,
    shown,
  })
  const sides = [before, after].filter((side) => side !== undefined)
  const kinds = new Set(sides.map(({ mode }) => kindOf(mode)))
  const moved = from !== undefined ? `Moved from ${from}. ` : ''
  const unshown = (kind: FileNote['kind'], text: string) => ({ notes: [note(kind, moved + text, false)] })

  if (kinds.has('submodule')) return unshown('submodule', aboutSubmodule(before, after))
  if (kinds.has('link')) return unshown('link', aboutLink(before, after))
  if (sides.some(({ lacking }) => lacking))
    return unshown('unreadable', 'Its text cannot be read: the repository lacks it.')
  if (sides.some(({ size }) => size > mostBytes))
    return unshown('huge', `Too large to show: ${aboutSizes(before, after)}.`)
  if (sides.some(({ bytes }) => isBinary(bytes))) return unshown('binary', `Binary: ${aboutSizes(before, after)}.`)
  const texts = [before, after].map((side) => side && decode(side.bytes!))
  if (texts.includes(null))
    return unshown('unreadable', `Not UTF-8, so its lines are not shown: ${aboutSizes(before, after)}.`)

  const [old, fresh] = texts as [string | undefined, string | undefined]
  const notes: FileNote[] = []
  if (before && after && before.mode !== after.mode) {
    const text = after.mode === executable ? 'It becomes executable.' : 'It is no longer executable.'
    notes.push(note('mode', text, true))
  }
  if (conflict) notes.push(note('conflict', "A merge's conflict in it is not resolved.", true))
  const file: FileChange = {
    path: from ?? path,
    ...(from !== undefined && { to: path }),
    ...(old !== undefined && { before: fresh === undefined ? old : withBreaksOf(old, fresh) }),
    ...(fresh !== undefined && { after: fresh }),
  }
  return { file, notes }
}

const executable = '100755'

const kindOf = (mode: string) => (mode === '160000' ? 'submodule' : mode === '120000' ? 'link' : 'file')

/** As git itself tells binary from text. */
const isBinary = (bytes: Uint8Array | undefined) => bytes?.subarray(0, 8000).includes(0) ?? false

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** Where git converts line breaks at a checkout, each line of the working tree would differ from what is committed. */
export function withBreaksOf(before: string, after: string): string {
  const converted = !before.includes('\r\n') && after.includes('\r\n') && !/(^|[^\r])\n/.test(after)
  return converted ? before.replaceAll('\n', '\r\n') : before
}

function aboutSubmodule(before: Side | undefined, after: Side | undefined): string {
  const short = ({ version }: Side) => version.slice(0, 8)
  if (!before) return `A new submodule, at ${short(after!)}.`
  if (!after) return 'The submodule is removed.'
  if (kindOf(before.mode) !== kindOf(after.mode))
    return 'A submodule takes the place of what was there, or the other way.'
  return after.version === 'changed'
    ? 'The submodule has changes of its own.'
    : `The submodule moves from ${short(before)} to ${short(after)}.`
}

function aboutLink(before: Side | undefined, after: Side | undefined): string {
  const target = ({ bytes }: Side) => new TextDecoder().decode(bytes)
  const what = (side: Side) => (kindOf(side.mode) === 'link' ? `a link to ${target(side)}` : 'a file')
  if (!before) return `New: ${what(after!)}.`
  if (!after) return `Deleted: ${what(before)}.`
  return `Before ${what(before)}, now ${what(after)}.`
}

function aboutSizes(before: Side | undefined, after: Side | undefined): string {
  if (!before) return `new, ${size(after!.size)}`
  if (!after) return `deleted, ${size(before.size)}`
  return before.version === after.version ? size(after.size) : `${size(before.size)} → ${size(after.size)}`
}

function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}
