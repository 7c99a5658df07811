import { normalize } from './uris.ts'

/** How long a server may take to read a document. */
const readingMs = 3_000

/**
 * The open documents that a server has yet to read. Some servers answer questions about these with nothing, which an
 * editor would then believe; that they have read one shows in the diagnostics that they push.
 */
export class LateReading implements Disposable {
  #unread = new Map<string, NodeJS.Timeout>()

  /** @param onRead called when a document has been read, or has taken too long. */
  constructor(private readonly onRead: () => void) {}

  isUnread(uri: string): boolean {
    return this.#unread.has(normalize(uri))
  }

  opened(uri: string): void {
    this.#forget(uri)
    this.#unread.set(
      normalize(uri),
      setTimeout(() => this.read(uri), readingMs),
    )
  }

  read(uri: string): void {
    if (this.#forget(uri)) this.onRead()
  }

  [Symbol.dispose](): void {
    for (const timer of this.#unread.values()) clearTimeout(timer)
    this.#unread.clear()
  }

  #forget(uri: string): boolean {
    clearTimeout(this.#unread.get(normalize(uri)))
    return this.#unread.delete(normalize(uri))
  }
}
