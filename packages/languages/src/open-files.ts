import type { Workspace } from '@caret/workspace'
import type { Session } from './session.ts'
import { uriOf } from './uris.ts'

interface OpenFile {
  version: number
  text: string
  users: number
  timer: NodeJS.Timeout | undefined
}

const lingerMs = 30_000

/**
 * The files that the engine has open at a server while it asks about them. One stays open a while after its last
 * question, so that the next one finds the project loaded.
 */
export class OpenFiles implements Disposable {
  #files = new Map<string, OpenFile>()

  constructor(
    private readonly workspace: Pick<Workspace, 'root' | 'readText' | 'buffers'>,
    private readonly session: Session,
    private readonly languageOf: (path: string) => string | undefined,
  ) {}

  #isServed(path: string): boolean {
    return this.session.broker.spec.languages.includes(this.languageOf(path) ?? '')
  }

  /** Runs `ask` with the file open, and with all unsaved text as the workspace has it now. */
  async with<T>(path: string, ask: (uri: string) => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.session.ready(signal)
    const text = await this.workspace.readText(path, signal)
    await this.#refresh(path)
    const file = this.#show(path, text)
    file.users++
    try {
      return await ask(uriOf(this.workspace.root, path))
    } finally {
      file.users--
      this.#linger(path, file)
    }
  }

  /** The file's text is no longer what it was: ask the workspace again next time. */
  forget(path: string): void {
    const file = this.#files.get(path)
    if (!file || file.users > 0) return
    clearTimeout(file.timer)
    this.#files.delete(path)
    this.session.notify('textDocument/didClose', { textDocument: { uri: uriOf(this.workspace.root, path) } })
  }

  [Symbol.dispose](): void {
    for (const { timer } of this.#files.values()) clearTimeout(timer)
    this.#files.clear()
  }

  /** What lingers open must not hide what has happened to the file since; what is unsaved must be seen. */
  async #refresh(except: string): Promise<void> {
    const unsaved = this.workspace.buffers.paths().filter((path) => this.#isServed(path))
    const others = new Set([...this.#files.keys(), ...unsaved])
    others.delete(except)
    await Promise.all(
      [...others].map(async (path) => {
        const text = await this.workspace.readText(path).catch(() => undefined)
        if (text === undefined) this.forget(path)
        else this.#linger(path, this.#show(path, text))
      }),
    )
  }

  #show(path: string, text: string): OpenFile {
    const uri = uriOf(this.workspace.root, path)
    const open = this.#files.get(path)
    if (!open) {
      const file: OpenFile = { version: 1, text, users: 0, timer: undefined }
      this.#files.set(path, file)
      const languageId = this.languageOf(path) ?? 'plaintext'
      this.session.notify('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } })
      return file
    }
    if (text !== open.text) {
      open.text = text
      open.version++
      const textDocument = { uri, version: open.version }
      this.session.notify('textDocument/didChange', { textDocument, contentChanges: [{ text }] })
    }
    return open
  }

  #linger(path: string, file: OpenFile): void {
    clearTimeout(file.timer)
    if (file.users === 0) file.timer = setTimeout(() => this.forget(path), lingerMs)
  }
}
