/// <reference types="@codingame/monaco-vscode-api/vscode-dts/vscode.proposed.textDocumentChangeReason" />
import type { Client, TabEdit, TabSuggestion, tabService } from '@caret/protocol'
import type * as vscode from 'vscode'
import type { Engine } from '../engine.ts'
import { fileDocuments } from '../file-documents.ts'
import { type Proposals, proposalSource } from '../proposals.ts'
import type { Shown } from './shown.ts'

/** More at once are a formatter's, or a replacement's across the file: what follows from them is none of the user's habits. */
const mostChanges = 20
/** What the workbench calls changes that no user makes. */
const replacements = new Set(['reloadFromDisk', 'setValue', 'eolChange', proposalSource])
/** UTF-16 units; larger documents have no suggestions. */
const largest = 1 << 20

/** Tells the predictor of every open document, and of each edit as the user makes it. */
export function shareEdits(
  api: typeof vscode,
  engine: Engine,
  tab: Client<(typeof tabService)['methods']>,
  shown: Shown,
  proposals: Proposals,
  onEdit: (taken: TabEdit | undefined) => void,
): void {
  const files = fileDocuments(api)
  const known = new Set<string>()
  const sync = (document: vscode.TextDocument) => {
    const text = document.getText()
    if (text.length > largest) return
    known.add(document.uri.fsPath)
    tab.sync({ path: document.uri.fsPath, text })
  }

  files.all().forEach(sync)
  files.onOpen(sync)
  files.onClose(({ uri }) => {
    if (known.delete(uri.fsPath)) tab.close({ path: uri.fsPath })
  })
  tab.on('resend', ({ path }) => {
    const document = files.at(path)
    if (document) sync(document)
  })
  engine.onRestart(() => files.all().forEach(sync))

  files.onChange((event) => {
    const { document, contentChanges, reason } = event
    const path = document.uri.fsPath
    if (contentChanges.length === 0 || !known.has(path)) return
    if (!isByUser(event) || proposals.writing.has(path)) return sync(document)
    const changes = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
      ...{ offset: rangeOffset, remove: rangeLength, insert: text },
    }))
    const taken = reason === undefined ? shown.take(path, changes, () => document.getText()) : undefined
    tab.edit({ path, changes, ...(taken && { accepted: isContinuation(taken) ? 'continuation' : 'edit' }) })
    onEdit(taken)
  })
}

/** Whether a change is the user's, and says what they are about. */
export const isByUser = ({ contentChanges, detailedReason }: vscode.TextDocumentChangeEvent): boolean =>
  contentChanges.length <= mostChanges && !replacements.has(detailedReason?.source ?? '')

/** What goes on at the caret, and is no edit of its own. */
export const isContinuation = ({ source }: TabSuggestion): boolean => ['continue', 'row', 'fill'].includes(source)

/** Of a document's text, in UTF-16 units, without making one string of it. */
export const lengthOf = (document: vscode.TextDocument): number =>
  document.offsetAt(document.lineAt(document.lineCount - 1).range.end)
