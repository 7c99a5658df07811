import { documentsService } from '@caret/protocol'
import type * as vscode from 'vscode'
import type { Engine } from './engine.ts'

/** Tells the engine of every buffer that differs from the disk, keystroke by keystroke, until it is saved or reverted. */
export function shareDocuments(api: typeof vscode, engine: Engine): void {
  const documents = engine.use(documentsService)
  const shared = new Set<string>()
  const path = (document: vscode.TextDocument) => document.uri.fsPath

  const open = (document: vscode.TextDocument) => {
    shared.add(path(document))
    documents.open({ path: path(document), version: document.version, text: document.getText() })
  }
  const close = (document: vscode.TextDocument) => {
    if (shared.delete(path(document))) documents.close({ path: path(document) })
  }

  documents.on('resend', ({ path: lost }) => {
    const document = api.workspace.textDocuments.find((candidate) => path(candidate) === lost)
    if (document?.isDirty) open(document)
  })
  const openAll = () => {
    for (const document of api.workspace.textDocuments) if (isFile(document) && document.isDirty) open(document)
  }
  openAll()
  engine.onRestart(openAll)
  api.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (!isFile(document)) return
    if (!document.isDirty) return close(document)
    if (!shared.has(path(document))) return open(document)
    if (contentChanges.length === 0) return
    documents.change({
      path: path(document),
      version: document.version,
      // The workbench lists changes last first, so that each one's offset holds when it is applied.
      changes: contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
        offset: rangeOffset,
        remove: rangeLength,
        insert: text,
      })),
    })
  })
  api.workspace.onDidSaveTextDocument(close)
  api.workspace.onDidCloseTextDocument(close)
}

const isFile = (document: vscode.TextDocument) => document.uri.scheme === 'file'
