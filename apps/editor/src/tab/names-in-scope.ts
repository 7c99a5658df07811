import type * as vscode from 'vscode'

/** What a language server's completions say of a scope. */
export interface NamesInScope {
  kind: 'names' | 'members'
  /** The likeliest first. */
  names: string[]
  /** Whether other members are made as they are asked for, so that no list has them all. */
  isOpen: boolean
}

/** More are too many to pass on. */
const most = 5_000

/**
 * The names that a list of completions says are in scope; undefined where it speaks of something else, such as keys, types or
 * what a file exports. What it would bring in from another module is left out.
 * @param isMember whether the list was asked for behind a sign of access
 */
export function namesInScope(
  { CompletionItemKind: Kind }: Pick<typeof vscode, 'CompletionItemKind'>,
  items: readonly vscode.CompletionItem[],
  isMember: boolean,
): NamesInScope | undefined {
  const own = items.filter((item) => !isImport(item))
  const has = (kind: vscode.CompletionItemKind) => own.some((item) => item.kind === kind)
  // Where any value can stand, keywords can, and every language has functions that are known everywhere.
  if (!isMember && !(has(Kind.Keyword) && has(Kind.Function))) return undefined
  const noNames = new Set([Kind.Keyword, Kind.Snippet, Kind.Text, Kind.Color, Kind.File, Kind.Folder])
  const names = own
    .filter(({ kind }) => kind === undefined || !noNames.has(kind))
    .toSorted((a, b) => compare(sortText(a), sortText(b)))
    .flatMap((item) => /^[\p{L}_$][\p{L}\p{N}_$]*/u.exec(labelOf(item)) ?? [])
  // Of what a server does not know the type of, it knows no member.
  if (names.length === 0 || names.length > most) return undefined
  return { kind: isMember ? 'members' : 'names', names: [...new Set(names)], isOpen: names.includes('__getattr__') }
}

/** Each server has its own way to say so. */
function isImport(item: vscode.CompletionItem): boolean {
  const data = 'data' in item ? item.data : undefined
  const isMarked = typeof data === 'object' && data !== null && ('autoImport' in data || 'autoImportText' in data)
  return isMarked || item.detail === 'Auto-import' || (item.additionalTextEdits?.length ?? 0) > 0
}

const labelOf = ({ label }: vscode.CompletionItem) => (typeof label === 'string' ? label : label.label)
const sortText = (item: vscode.CompletionItem) => item.sortText ?? labelOf(item)
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
