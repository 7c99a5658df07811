import { basename } from 'node:path'
import type { InitializeParams, InitializeResult } from 'vscode-languageserver-protocol'
import { URI } from 'vscode-uri'
import { clientCapabilities } from './capabilities.ts'

/** What a server is told at first, on behalf of all its clients. */
export function initializeParams(root: string, initializationOptions: unknown): InitializeParams {
  const uri = URI.file(root).toString()
  return {
    processId: process.pid,
    clientInfo: { name: 'Caret' },
    locale: 'en',
    rootPath: root,
    rootUri: uri,
    workspaceFolders: [{ uri, name: basename(root) }],
    capabilities: clientCapabilities,
    initializationOptions,
    trace: 'off',
  }
}

/** What clients are told of the server. Notebooks' cells are documents of one client each; nobody shares them. */
export function withoutNotebooks(result: InitializeResult): InitializeResult {
  const { notebookDocumentSync: _, ...capabilities } = result.capabilities
  return { ...result, capabilities }
}

/** Whether the server takes changes of documents in parts. */
export function isIncremental(result: InitializeResult | undefined): boolean {
  const sync = result?.capabilities.textDocumentSync
  return (typeof sync === 'number' ? sync : sync?.change) === 2
}
