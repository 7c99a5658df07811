import type { Diagnostic, PublishDiagnosticsParams } from 'vscode-languageserver-protocol'
import type { Clients } from './clients.ts'
import type { SharedDocuments } from './documents.ts'
import { normalize } from './uris.ts'

export interface Published {
  uri: string
  diagnostics: Diagnostic[]
  /** The version of the server's text that they are about; undefined for a document that is not open. */
  version: number | undefined
}

const method = 'textDocument/publishDiagnostics'

/** The diagnostics that a server has pushed, told to all clients and kept for those that come later. */
export class PublishedDiagnostics {
  #all = new Map<string, Published>()

  constructor(
    private readonly clients: Clients,
    private readonly documents: SharedDocuments,
  ) {}

  of(uri: string): Published | undefined {
    return this.#all.get(normalize(uri))
  }

  push({ uri, version, diagnostics }: PublishDiagnosticsParams): void {
    const current = this.documents.get(uri)?.version
    if (diagnostics.length === 0 && current === undefined) this.#all.delete(normalize(uri))
    else this.#all.set(normalize(uri), { uri, diagnostics, version: version ?? current })
    // Without the version: it is the broker's, and means nothing to a client.
    this.clients.tell(method, { uri, diagnostics })
  }

  /** The server is gone, and with it what it had found. */
  clear(): void {
    for (const { uri } of this.#all.values()) this.clients.tell(method, { uri, diagnostics: [] })
    this.#all.clear()
  }
}
