import type { GitRepository } from '@caret/protocol'
import type * as vscode from 'vscode'

/** Files of another time have URIs of this scheme, with the file's own path, so that names and languages fit. */
export const gitScheme = 'git'

export interface RevisionFile {
  /** Relative to the repository. */
  path: string
  /** A commit, `HEAD`, or `:` for the index. */
  revision: string
}

/** How a repository's paths and the workbench's URIs correspond. */
export interface GitPaths {
  toUri(path: string): vscode.Uri
  /** Undefined for what lies outside the repository. */
  toPath(uri: vscode.Uri): string | undefined
  atRevision(file: RevisionFile): vscode.Uri
}

export function gitPaths(api: typeof vscode, repository: GitRepository): GitPaths {
  const root = repository.root === '/' ? '' : repository.root.replaceAll('\\', '/')
  return {
    toUri: (path) => api.Uri.file(`${root}/${path}`),
    toPath(uri) {
      const path = uri.fsPath.replaceAll('\\', '/')
      return uri.scheme === 'file' && path.startsWith(`${root}/`) ? path.slice(root.length + 1) : undefined
    },
    atRevision(file) {
      return api.Uri.file(`${root}/${file.path}`).with({ scheme: gitScheme, query: JSON.stringify(file) })
    },
  }
}

/** Undefined for a URI that `atRevision` did not make. */
export function readRevisionUri(uri: vscode.Uri): RevisionFile | undefined {
  if (uri.scheme !== gitScheme) return undefined
  const { path, revision } = JSON.parse(uri.query) as Partial<RevisionFile>
  return path !== undefined && revision !== undefined ? { path, revision } : undefined
}
