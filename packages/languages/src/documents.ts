import { type TextDocumentContentChangeEvent, TextDocument } from 'vscode-languageserver-textdocument'
import { normalize } from './uris.ts'

/** Whoever opens documents. A passive one never has its text preferred to that of an active one. */
export interface Reader {
  readonly passive: boolean
}

export interface OpenParams {
  textDocument: { uri: string; languageId: string; version: number; text: string }
}
export interface ChangeParams {
  textDocument: { uri: string; version: number }
  contentChanges: TextDocumentContentChangeEvent[]
}

interface View {
  document: TextDocument
  /** When the reader last changed it, on a counter; 0 for never. */
  changed: number
}

interface Shared {
  /** As the first reader spelled it. */
  uri: string
  languageId: string
  /** The server's version. */
  version: number
  views: Map<Reader, View>
  /** The reader whose text the server has. */
  owner: Reader
}

/**
 * Documents that several readers have open at one server. The server sees each once, with the text of the reader that
 * changed it last and versions that only grow; a reader that opens what another has open changes nothing.
 */
export class SharedDocuments {
  #documents = new Map<string, Shared>()
  #clock = 0

  /**
   * @param tell sends a notification to the server, if it runs.
   * @param incremental whether the server takes changes in parts.
   */
  constructor(
    private readonly tell: (method: string, params: object) => void,
    private readonly incremental: () => boolean,
  ) {}

  get size(): number {
    return this.#documents.size
  }

  /** What the server has, or will have once it runs. */
  get(uri: string): { text: string; version: number; languageId: string } | undefined {
    const shared = this.#documents.get(normalize(uri))
    if (!shared) return undefined
    return { text: textOf(shared, shared.owner), version: shared.version, languageId: shared.languageId }
  }

  isOpenBy(reader: Reader, uri: string): boolean {
    return this.#documents.get(normalize(uri))?.views.has(reader) ?? false
  }

  /** The reader's version of the text that the server has in `version` (default: now); undefined where they differ. */
  versionFor(reader: Reader, uri: string, version?: number): number | undefined {
    const shared = this.#documents.get(normalize(uri))
    const view = shared?.views.get(reader)
    if (!shared || !view || (version !== undefined && version !== shared.version)) return undefined
    const same = reader === shared.owner || view.document.getText() === textOf(shared, shared.owner)
    return same ? view.document.version : undefined
  }

  open(reader: Reader, { textDocument: { uri, languageId, version, text } }: OpenParams): void {
    const key = normalize(uri)
    const view = { document: TextDocument.create(uri, languageId, version, text), changed: 0 }
    const shared = this.#documents.get(key)
    if (!shared) {
      const fresh = { uri, languageId, version: 1, views: new Map([[reader, view]]), owner: reader }
      this.#documents.set(key, fresh)
      this.#announce(fresh)
      return
    }
    const before = textOf(shared, shared.owner)
    shared.views.set(reader, view)
    if (reader === shared.owner || (shared.owner.passive && !reader.passive)) this.#handOver(shared, reader, before)
  }

  change(reader: Reader, { textDocument, contentChanges }: ChangeParams): void {
    const shared = this.#documents.get(normalize(textDocument.uri))
    const view = shared?.views.get(reader)
    if (!shared || !view) return
    const before = textOf(shared, shared.owner)
    TextDocument.update(view.document, contentChanges, textDocument.version)
    view.changed = ++this.#clock
    if (reader === shared.owner) {
      const whole = [{ text: view.document.getText() }]
      this.#change(shared, this.incremental() ? contentChanges : whole)
    } else if (!reader.passive || shared.owner.passive) {
      this.#handOver(shared, reader, before)
    }
  }

  close(reader: Reader, uri: string): void {
    const key = normalize(uri)
    const shared = this.#documents.get(key)
    if (!shared?.views.has(reader)) return
    const before = textOf(shared, shared.owner)
    shared.views.delete(reader)
    if (shared.views.size === 0) {
      this.#documents.delete(key)
      this.tell('textDocument/didClose', { textDocument: { uri: shared.uri } })
    } else if (reader === shared.owner) {
      this.#handOver(shared, heir(shared), before)
    }
  }

  /** Closes all that the reader has open. */
  leave(reader: Reader): void {
    for (const shared of [...this.#documents.values()]) this.close(reader, shared.uri)
  }

  /** Tells a server that has just started of every document. */
  announceAll(): void {
    for (const shared of this.#documents.values()) {
      shared.version++
      this.#announce(shared)
    }
  }

  #announce({ uri, languageId, version, views, owner }: Shared): void {
    const text = views.get(owner)?.document.getText() ?? ''
    this.tell('textDocument/didOpen', { textDocument: { uri, languageId, version, text } })
  }

  #handOver(shared: Shared, owner: Reader, before: string): void {
    shared.owner = owner
    const text = textOf(shared, owner)
    if (text !== before) this.#change(shared, [{ text }])
  }

  #change(shared: Shared, contentChanges: TextDocumentContentChangeEvent[]): void {
    shared.version++
    const textDocument = { uri: shared.uri, version: shared.version }
    this.tell('textDocument/didChange', { textDocument, contentChanges })
  }
}

const textOf = (shared: Shared, reader: Reader) => shared.views.get(reader)?.document.getText() ?? ''

/** Whose text counts when the owner has closed: the active reader that changed last, else the passive one. */
function heir({ views }: Shared): Reader {
  const ranked = [...views].toSorted(
    ([a, viewA], [b, viewB]) => Number(a.passive) - Number(b.passive) || viewB.changed - viewA.changed,
  )
  return ranked[0]![0]
}
