import type * as vscode from 'vscode'
import type { GitPaths } from './uris.ts'
import type { GitResource } from './source-control.ts'

/** The two sides of a change; one alone for a file that is new or gone. */
export interface Sides {
  left: vscode.Uri | undefined
  right: vscode.Uri | undefined
  title: string
}

export function sidesOf({ file, group }: Pick<GitResource, 'file' | 'group'>, paths: GitPaths): Sides {
  const { path } = file
  const name = path.slice(path.lastIndexOf('/') + 1)
  const working = paths.toUri(path)
  const index = paths.atRevision({ path, revision: ':' })
  const head = paths.atRevision({ path: file.from ?? path, revision: 'HEAD' })
  if (group === 'merge') return { left: undefined, right: working, title: name }
  if (group === 'index') {
    if (file.staged === 'deleted') return { left: head, right: undefined, title: `${name} (Deleted)` }
    if (file.staged === 'added') return { left: undefined, right: index, title: `${name} (Index)` }
    return { left: head, right: index, title: `${name} (Index)` }
  }
  if (file.unstaged === 'deleted') return { left: index, right: undefined, title: `${name} (Deleted)` }
  if (file.unstaged === 'untracked') return { left: undefined, right: working, title: name }
  return { left: index, right: working, title: `${name} (Working Tree)` }
}

/** Opens the change in a diff editor, or the only side there is. */
export async function openChange(
  api: typeof vscode,
  resource: Pick<GitResource, 'file' | 'group'>,
  paths: GitPaths,
  options: vscode.TextDocumentShowOptions = {},
): Promise<void> {
  const { left, right, title } = sidesOf(resource, paths)
  if (left && right) await api.commands.executeCommand('vscode.diff', left, right, title, options)
  else await api.commands.executeCommand('vscode.open', right ?? left, options, title)
}
