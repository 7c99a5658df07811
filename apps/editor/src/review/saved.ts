/// <reference types="@codingame/monaco-vscode-api/vscode-dts/vscode.proposed.textDocumentChangeReason" />
import { getService, ITextFileService } from '@codingame/monaco-vscode-api'
import { URI } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri'
import type * as vscode from 'vscode'
import { documentName, isUntitled } from '../document-name.ts'
import type { FileDocuments } from '../file-documents.ts'

/**
 * Which texts are saved. The workbench takes one for that when undo has come back to what was saved, and not when a rejection has.
 */
export interface Saved {
  /** Whether a file's text was not saved when it was last told of. */
  isUnsaved(path: string): boolean
  /** What was not saved of a file is thrown away; gives whether anything was. */
  throwAway(path: string): boolean
  /** A file has another name. */
  move(from: string, to: string): void
  /** A proposal is about to change a file, which has this text. */
  watch(path: string, text: string | undefined): void
  /** Nothing waits in a file any more: if its text is what is saved, there is nothing to save. */
  settle(path: string): Promise<void>
}

export function watchSaved(files: FileDocuments): Saved {
  const unsaved = new Set<string>()
  /** Texts that files have on the disk while something waits in them. */
  const saved = new Map<string, string>()
  const renew = (document: vscode.TextDocument) => {
    const path = nameOf(document)
    if (saved.has(path)) saved.set(path, document.getText())
  }
  files.onSave((document) => {
    unsaved.delete(nameOf(document))
    renew(document)
  })
  files.onChange((event) => {
    const { document, contentChanges } = event
    if (isFromDisk(event)) renew(document)
    // Only without changes an event is about that; what a document says of itself at others is a step behind.
    const isUnsaved = contentChanges.length > 0 ? !isFromDisk(event) : document.isDirty
    if (isUnsaved) unsaved.add(nameOf(document))
    else unsaved.delete(nameOf(document))
  })
  files.onClose((document) => saved.delete(nameOf(document)))
  return {
    isUnsaved: (path) => unsaved.has(path),
    throwAway: (path) => unsaved.delete(path),
    move(from, to) {
      if (unsaved.delete(from)) unsaved.add(to)
    },
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

const nameOf = ({ uri }: vscode.TextDocument) => documentName(uri)!

/** Whether a document has got another text because its file has, or because what was not saved is thrown away. */
export const isFromDisk = ({ detailedReason }: vscode.TextDocumentChangeEvent): boolean =>
  detailedReason?.source === 'reloadFromDisk'
