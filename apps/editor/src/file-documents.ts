import type * as vscode from 'vscode'
import { documentName } from './document-name.ts'

/**
 * The workbench's documents that are files. It has others with the same paths, such as the text that a file has in git: they come and
 * go beside it, and nothing that happens to them happens to the file.
 */
export interface FileDocuments {
  all(): vscode.TextDocument[]
  at(path: string): vscode.TextDocument | undefined
  onOpen(listener: (document: vscode.TextDocument) => void): vscode.Disposable
  onChange(listener: (event: vscode.TextDocumentChangeEvent) => void): vscode.Disposable
  onSave(listener: (document: vscode.TextDocument) => void): vscode.Disposable
  onClose(listener: (document: vscode.TextDocument) => void): vscode.Disposable
}

export const fileDocuments = (api: typeof vscode): FileDocuments => documentsWhere(api, isFile)

/** Those that were never saved count as well; such a one has no path, and its name. */
export const namedDocuments = (api: typeof vscode): FileDocuments =>
  documentsWhere(api, ({ uri }) => documentName(uri) !== undefined)

function documentsWhere(
  { workspace }: typeof vscode,
  isMeant: (document: vscode.TextDocument) => boolean,
): FileDocuments {
  const all = () => workspace.textDocuments.filter(isMeant)
  const whereFile = (listener: (document: vscode.TextDocument) => void) => (document: vscode.TextDocument) => {
    if (isMeant(document)) listener(document)
  }
  return {
    all,
    at: (path) => all().find(({ uri }) => documentName(uri) === path),
    onOpen: (listener) => workspace.onDidOpenTextDocument(whereFile(listener)),
    onChange: (listener) =>
      workspace.onDidChangeTextDocument((event) => {
        if (isMeant(event.document)) listener(event)
      }),
    onSave: (listener) => workspace.onDidSaveTextDocument(whereFile(listener)),
    onClose: (listener) => workspace.onDidCloseTextDocument(whereFile(listener)),
  }
}

const isFile = ({ uri }: vscode.TextDocument) => uri.scheme === 'file'
