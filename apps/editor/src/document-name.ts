import type * as vscode from 'vscode'

/** What a text that may be changed is called by: a file's absolute path, or, where it was never saved, its address. Others have none. */
export function documentName(uri: { scheme: string; fsPath: string; toString(): string }): string | undefined {
  if (uri.scheme === 'file') return uri.fsPath
  return uri.scheme === untitled ? uri.toString() : undefined
}

export const isUntitled = (name: string): boolean => name.startsWith(`${untitled}:`)

export const uriOf = (api: typeof vscode, name: string): vscode.Uri =>
  isUntitled(name) ? api.Uri.parse(name) : api.Uri.file(name)

const untitled = 'untitled'
