import { documentsService } from '@caret/protocol'
import type * as vscode from 'vscode'
import type { Engine } from './engine.ts'
import { fileDocuments } from './file-documents.ts'

/** Tells the engine of every buffer that differs from the disk, keystroke by keystroke, until it is saved or reverted. */
export function shareDocuments(api: typeof vscode, engine: Engine): void {
  const documents = engine.use(documentsService)
  const files = fileDocuments(api)
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
    const document = files.at(lost)
    if (document?.isDirty) open(document)
  })
  const openAll = () => {
    for (const document of files.all()) if (document.isDirty) open(document)
  }
  openAll()
  engine.onRestart(openAll)
  files.onChange(({ document, contentChanges }) => {
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
  files.onSave(close)
  files.onClose(close)
}
