import type { FileNote } from '@caret/protocol'
import { readSource } from '@caret/syntax'
import { type ChangeKind, type FileChange, hunksOf, kindOf, lineStarts, linesOf, type LineSpan } from '@caret/text'
import { type Traits, traitsOf } from './language.ts'
import { type Role, roleOf } from './role.ts'
import { flatten, isTest, type SymbolView } from './symbols.ts'
import { lineAt } from './line-at.ts'
import { codeOf, type TextView } from './text-view.ts'
import { ownerOf, touchedBy } from './touched.ts'

/** A file of a change set, as it is read. */
export interface FileView {
  path: string
  from: string | undefined
  kind: ChangeKind
  role: Role
  traits: Traits
  before: TextView
  after: TextView
  notes: readonly FileNote[]
  hunks: readonly HunkView[]
}

/** A hunk with what it is about. A file without lines to show has one without lines. */
export interface HunkView {
  file: FileView
  before: LineSpan
  after: LineSpan
  /** That of its file, but for tests that stand in the file that they test. */
  role: Role
  /** What it is in, or the first that it declares. */
  owner: SymbolView | undefined
  /** Declared in its lines, before and after. */
  old: readonly SymbolView[]
  fresh: readonly SymbolView[]
}

/** Reads one file of a change set. What no grammar can read has no symbols; nothing throws but the signal. */
export async function viewFile(
  change: FileChange,
  notes: readonly FileNote[],
  signal?: AbortSignal,
): Promise<FileView> {
  const path = change.to ?? change.path
  const [before, after] = [change.before ?? '', change.after ?? '']
  const role = roleOf(path, change.after ?? change.before)
  const traits = traitsOf(path)
  // What a program wrote is not read.
  const isRead = role === 'source' || role === 'test'
  const file = {
    ...{ path, kind: kindOf(change), role, traits, notes },
    from: change.to !== undefined && change.to !== change.path ? change.path : undefined,
    before: await viewText(change.path, before, traits, isRead, signal),
    after: await viewText(path, after, traits, isRead, signal),
  }
  const found = hunksOf(change)
  const spans = found.length > 0 ? found : [{ before: nowhere, after: nowhere }]
  return withHunks(file, (own) =>
    spans.map((span) => ({ file: own, ...span, ...touched(own, span.before, span.after) })),
  )
}

/** A file whose text is not shown. */
export function viewUnshown(note: FileNote): FileView {
  const traits = traitsOf(note.path)
  const file = {
    ...{ path: note.path, from: undefined, kind: 'edited' as const, traits, notes: [note] },
    role: roleOf(note.path, undefined),
    before: emptyText,
    after: emptyText,
  }
  return withHunks(file, (own) => [
    { file: own, before: nowhere, after: nowhere, role: own.role, owner: undefined, old: [], fresh: [] },
  ])
}

/** A file and its hunks know each other. */
function withHunks(file: Omit<FileView, 'hunks'>, make: (file: FileView) => HunkView[]): FileView {
  const own: FileView = { ...file, hunks: [] }
  return Object.assign(own, { hunks: make(own) })
}

const nowhere: LineSpan = { start: 0, end: 0 }
const emptyText: TextView = { text: '', lines: [''], code: () => [], symbols: [], uses: undefined, brought: [] }

async function viewText(
  path: string,
  text: string,
  traits: Traits,
  isRead: boolean,
  signal: AbortSignal | undefined,
): Promise<TextView> {
  const lines = linesOf(text)
  const view = { ...emptyText, text, lines, code: codeOf(text, traits) }
  if (!isRead || text === '') return view
  const read = await readSource(path, text, signal)
  if (!read) return view
  const starts = lineStarts(lines)
  const uses = read.references.filter(({ local }) => !local)
  return {
    ...view,
    symbols: flatten(read.symbols, text),
    uses: uses.map(({ name, offset, member }) => ({ name, member, line: lineAt(starts, offset) })),
    brought: read.imports.flatMap(({ source, names, range }) => {
      const own = { start: lineAt(starts, range.start), end: lineAt(starts, Math.max(range.start, range.end - 1)) + 1 }
      return names.map((each) => ({ source, ...each, lines: own }))
    }),
  }
}

function touched({ role, before, after }: FileView, old: LineSpan, fresh: LineSpan) {
  const owner = ownerOf(after, fresh) ?? ownerOf(before, old)
  return {
    owner,
    role: role === 'source' && owner && isTest(owner) ? ('test' as const) : role,
    old: touchedBy(before, old),
    fresh: touchedBy(after, fresh),
  }
}
