import type { Markable } from '../ahead.ts'
import type { Caret, FileEdit, Scope } from '../predictor.ts'
import { lineStart } from '../sources/lines.ts'
import { receiverBefore } from './uses.ts'

/** What language servers have said is in scope, as far as it holds after the edits since. */
export interface Scopes extends Markable {
  /** @param text of the file, as the server has read it */
  add(scope: Scope, text: string): void
  edit(edit: FileEdit): void
  /** The file has another text. */
  forget(path: string): void
  /** The file has another name. */
  move(path: string, newPath: string): void
  clear(): void
  /** Whether anything is known of a file. */
  has(path: string): boolean
  /** Whether the members of anything in a file are known. */
  hasMembers(path: string): boolean
  /** What names a file can use that it does not bring in by itself. */
  names(path: string): Visible | undefined
  /** The members of what is written `of`, at the end of a text that is inserted at the caret. */
  members(caret: Caret, of: string, text: string, inserted: string): Visible | undefined
}

export interface Visible {
  /** The likeliest first. */
  names: ReadonlySet<string>
  /** Whether there are no others. */
  complete: boolean
}

interface Members extends Visible {
  of: string
  /** Where they were asked for, behind the sign of access. */
  offset: number
}

interface FileScope {
  names?: Visible
  members: readonly Members[]
}

const remembered = 20

export function createScopes(): Scopes {
  let files = new Map<string, FileScope>()
  const keepMembers = (path: string, keep: (members: Members) => boolean) => {
    const file = files.get(path)
    if (file) files.set(path, { ...file, members: file.members.filter(keep) })
  }
  return {
    add: ({ path, offset, kind, names, complete }, text) => {
      const file = files.get(path) ?? { members: [] }
      const visible = { names: new Set(names), complete }
      const of = receiverBefore(path, text, offset)
      if (kind === 'names') {
        // Less is no reason to forget more.
        if (of === undefined && (complete || !file.names?.complete)) files.set(path, { ...file, names: visible })
      } else if (of) {
        const others = file.members.filter((each) => each.of !== of)
        files.set(path, { ...file, members: [{ ...visible, of, offset }, ...others].slice(0, remembered) })
      }
    },
    edit: (edit) => {
      // What is typed behind it cannot change it; anything else may be about what has these members.
      for (const path of files.keys()) keepMembers(path, (each) => path === edit.path && edit.offset >= each.offset)
    },
    forget: (path) => void files.delete(path),
    move: (path, newPath) => {
      const file = files.get(path)
      files.delete(path)
      if (file) files.set(newPath, file)
    },
    clear: () => files.clear(),
    mark: () => {
      const then = new Map(files)
      return () => void (files = then)
    },
    has: (path) => files.has(path),
    hasMembers: (path) => (files.get(path)?.members.length ?? 0) > 0,
    names: (path) => files.get(path)?.names,
    members: ({ path, offset }, of, text, inserted) => {
      const known = files.get(path)?.members.find((each) => each.of === of && each.offset <= offset)
      if (!known) return undefined
      const since = text.slice(lineStart(text, known.offset), offset) + inserted
      return staysInBlock(since) ? known : undefined
    },
  }
}

/** Whether lines do not leave the block that the first of them is in: elsewhere the same name may mean something else. */
function staysInBlock(text: string): boolean {
  const [first, ...lines] = text.split('\n')
  const indent = indentOf(first!)
  return lines.every((line) => line.trim() === '' || indentOf(line) >= indent)
}

const indentOf = (line: string) => /^[ \t]*/.exec(line)![0].length
