/// <reference types="@codingame/monaco-vscode-api/vscode-dts/vscode.proposed.textDocumentChangeReason" />
import { getService, ITextFileService } from '@codingame/monaco-vscode-api'
import { URI } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri'
import type * as vscode from 'vscode'
import { isUntitled } from '../document-name.ts'
import type { FileDocuments } from '../file-documents.ts'

/**
 * What files have on the disk while something waits in them. The workbench takes a text for saved when undo has come back to what was
 * saved, and not when a rejection has.
 */
export interface Saved {
  /** A proposal is about to change a file, which has this text. */
  watch(path: string, text: string | undefined): void
  /** Nothing waits in a file any more: if its text is what is saved, there is nothing to save. */
  settle(path: string): Promise<void>
}

export function watchSaved(files: FileDocuments): Saved {
  const saved = new Map<string, string>()
  const renew = (document: vscode.TextDocument) => {
    const path = document.uri.fsPath
    if (saved.has(path)) saved.set(path, document.getText())
  }
  files.onSave(renew)
  files.onChange((event) => {
    if (isFromDisk(event)) renew(event.document)
  })
  files.onClose(({ uri }) => saved.delete(uri.fsPath))
  return {
    watch(path, text) {
      if (text !== undefined && !isUntitled(path) && !files.at(path)?.isDirty) saved.set(path, text)
    },
    async settle(path) {
      const text = saved.get(path)
      saved.delete(path)
      if (text === undefined || files.at(path)?.getText() !== text) return
      const service = await getService(ITextFileService)
      await service.files.get(URI.file(path))?.revert({ soft: true })
    },
  }
}

/** Whether a document has got another text because its file has, or because what was not saved is thrown away. */
export const isFromDisk = ({ detailedReason }: vscode.TextDocumentChangeEvent): boolean =>
  detailedReason?.source === 'reloadFromDisk'
