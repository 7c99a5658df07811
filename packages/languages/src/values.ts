import type * as lsp from 'vscode-languageserver-protocol'
import { pathOf } from './uris.ts'

/** Zero-based; `character` counts UTF-16 units. */
export interface Position {
  line: number
  character: number
}

export interface Range {
  start: Position
  end: Position
}

/** `path` is relative to the workspace; absolute for a file outside of it. */
export interface Location {
  path: string
  range: Range
}

export interface Diagnostic extends Location {
  severity: 'error' | 'warning' | 'information' | 'hint'
  message: string
  /** The rule's or error's name, as the server gives it. */
  code?: string | number
  /** Who says so, such as `ts`. */
  source?: string
  tags: ('unnecessary' | 'deprecated')[]
  /** Places that explain it. */
  related: (Location & { message: string })[]
}

export interface DocumentSymbol {
  name: string
  kind: string
  detail?: string
  range: Range
  /** Where its name stands. */
  selection: Range
  children: DocumentSymbol[]
}

export interface WorkspaceSymbol extends Location {
  name: string
  kind: string
  container?: string
}

export interface TextEdit {
  range: Range
  newText: string
}

/** One step of an edit of several files; the steps are made in order, the edits of one step all at once. */
export type FileChange =
  | { kind: 'edit'; path: string; edits: TextEdit[] }
  | { kind: 'create'; path: string; overwrite: boolean }
  | { kind: 'rename'; from: string; to: string; overwrite: boolean }
  | { kind: 'delete'; path: string; recursive: boolean }

const severities = ['error', 'warning', 'information', 'hint'] as const
const symbolKinds = (
  'file module namespace package class method property field constructor enum interface function variable constant ' +
  'string number boolean array object key null enum-member struct event operator type-parameter'
).split(' ')

const kindOf = (kind: number) => symbolKinds[kind - 1] ?? 'symbol'

export function toDiagnostic(root: string, path: string, diagnostic: lsp.Diagnostic): Diagnostic {
  const { range, severity = 1, message, code, source, tags = [], relatedInformation = [] } = diagnostic
  return {
    path,
    range,
    severity: severities[severity - 1] ?? 'error',
    message,
    ...(code === undefined ? {} : { code }),
    ...(source === undefined ? {} : { source }),
    tags: tags.map((tag) => (tag === 1 ? 'unnecessary' : 'deprecated')),
    related: relatedInformation.map((related) => ({ ...toLocation(root, related.location), message: related.message })),
  }
}

const toLocation = (root: string, { uri, range }: lsp.Location): Location => ({ path: pathOf(root, uri), range })

export function toLocations(
  root: string,
  found: lsp.Location | (lsp.Location | lsp.LocationLink)[] | null | undefined,
): Location[] {
  if (!found) return []
  return (Array.isArray(found) ? found : [found]).map((one) =>
    'targetUri' in one ? { path: pathOf(root, one.targetUri), range: one.targetSelectionRange } : toLocation(root, one),
  )
}

/** Markdown; undefined where there is nothing to say. */
export function toMarkdown(hover: lsp.Hover | null): string | undefined {
  if (!hover) return undefined
  const parts = (Array.isArray(hover.contents) ? hover.contents : [hover.contents]).map((part) => {
    if (typeof part === 'string') return part
    return 'language' in part ? `\`\`\`${part.language}\n${part.value}\n\`\`\`` : part.value
  })
  return parts.filter(Boolean).join('\n\n') || undefined
}

export function toDocumentSymbols(found: (lsp.DocumentSymbol | lsp.SymbolInformation)[] | null): DocumentSymbol[] {
  return (found ?? []).map((symbol) => {
    const { name, kind } = symbol
    if ('location' in symbol) {
      const { range } = symbol.location
      return { name, kind: kindOf(kind), range, selection: range, children: [] }
    }
    const { detail, range, selectionRange: selection, children = [] } = symbol
    const base = { name, kind: kindOf(kind), range, selection, children: toDocumentSymbols(children) }
    return detail ? { ...base, detail } : base
  })
}

export function toWorkspaceSymbol(root: string, symbol: lsp.SymbolInformation | lsp.WorkspaceSymbol): WorkspaceSymbol {
  const { name, kind, containerName, location } = symbol
  const start = { line: 0, character: 0 }
  const range = 'range' in location ? location.range : { start, end: start }
  const base = { name, kind: kindOf(kind), path: pathOf(root, location.uri), range }
  return containerName ? { ...base, container: containerName } : base
}

export function toFileChanges(root: string, edit: lsp.WorkspaceEdit | null | undefined): FileChange[] {
  if (!edit) return []
  const toEdits = (edits: (lsp.TextEdit | lsp.AnnotatedTextEdit)[]) =>
    edits.map(({ range, newText }) => ({ range, newText }))
  if (!edit.documentChanges) {
    const byUri = Object.entries(edit.changes ?? {})
    return byUri.map(([uri, edits]) => ({ kind: 'edit', path: pathOf(root, uri), edits: toEdits(edits) }))
  }
  return edit.documentChanges.map((change): FileChange => {
    if (!('kind' in change)) {
      return { kind: 'edit', path: pathOf(root, change.textDocument.uri), edits: toEdits(change.edits) }
    }
    const overwrite = 'options' in change && Boolean((change.options as { overwrite?: boolean })?.overwrite)
    if (change.kind === 'create') return { kind: 'create', path: pathOf(root, change.uri), overwrite }
    if (change.kind === 'rename') {
      return { kind: 'rename', from: pathOf(root, change.oldUri), to: pathOf(root, change.newUri), overwrite }
    }
    return { kind: 'delete', path: pathOf(root, change.uri), recursive: change.options?.recursive ?? false }
  })
}
