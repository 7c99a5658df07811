import type { Workspace } from '@caret/workspace'
import type * as lsp from 'vscode-languageserver-protocol'
import type { Broker } from './broker.ts'
import { readDiagnostics } from './diagnostics.ts'
import { LanguageServers, type LanguageServersOptions } from './language-servers.ts'
import { LanguageServerError } from './messages.ts'
import { OpenFiles } from './open-files.ts'
import { Session } from './session.ts'
import type { ServerStatus } from './status.ts'
import {
  type Diagnostic,
  type DocumentSymbol,
  type FileChange,
  type Location,
  type Position,
  type Range,
  toDiagnostic,
  toDocumentSymbols,
  toFileChanges,
  toLocations,
  toMarkdown,
  toWorkspaceSymbol,
  type WorkspaceSymbol,
} from './values.ts'

export interface CodeAction {
  title: string
  /** Such as `quickfix` or `refactor.extract`. */
  kind?: string
  /** The server's first choice for the problem at hand. */
  preferred: boolean
  /** Why it cannot be used here, if it cannot. */
  disabled?: string
  /** Works out what it changes; changes nothing. */
  changes(signal?: AbortSignal): Promise<FileChange[]>
}

interface Place {
  session: Session
  files: OpenFiles
}

/**
 * What language servers know about a workspace's code, unsaved text included. Paths are relative to the workspace's
 * root, positions zero-based in UTF-16 units. A method about a file throws `LanguageServerError` when no server of its
 * language can answer, and the workspace's own errors when the file cannot be read.
 */
export class LanguageService implements AsyncDisposable {
  /** The servers themselves, for the editor to join. */
  readonly servers: LanguageServers
  #places = new Map<Broker, Place>()
  #buffers: Disposable

  constructor(
    private readonly workspace: Pick<Workspace, 'root' | 'readText' | 'watch' | 'buffers'>,
    options?: LanguageServersOptions,
  ) {
    this.servers = new LanguageServers(workspace, options)
    this.#buffers = workspace.buffers.onChange((path) => {
      for (const { files } of this.#places.values()) files.forget(path)
    })
  }

  status(): ServerStatus[] {
    return this.servers.status()
  }

  /** The problems of a file, in the text as the user sees it. None for a file of no known language. */
  async diagnostics(path: string, signal?: AbortSignal): Promise<Diagnostic[]> {
    const language = this.servers.languageOf(path)
    const brokers = language ? this.servers.serversFor(language) : []
    const found = await Promise.all(brokers.map((broker) => this.#problems(broker, path, signal)))
    return found.flat().map((diagnostic) => toDiagnostic(this.workspace.root, path, diagnostic))
  }

  definition(path: string, position: Position, signal?: AbortSignal): Promise<Location[]> {
    return this.#locations('textDocument/definition', path, { position }, signal)
  }

  implementations(path: string, position: Position, signal?: AbortSignal): Promise<Location[]> {
    return this.#locations('textDocument/implementation', path, { position }, signal)
  }

  /** Every use of the symbol at `position`, its declaration included. */
  references(path: string, position: Position, signal?: AbortSignal): Promise<Location[]> {
    const context = { includeDeclaration: true }
    return this.#locations('textDocument/references', path, { position, context }, signal)
  }

  /** Markdown; undefined where there is nothing to say. */
  async hover(path: string, position: Position, signal?: AbortSignal): Promise<string | undefined> {
    return toMarkdown(await this.#ask<lsp.Hover | null>('textDocument/hover', path, { position }, signal))
  }

  async documentSymbols(path: string, signal?: AbortSignal): Promise<DocumentSymbol[]> {
    type Symbols = (lsp.DocumentSymbol | lsp.SymbolInformation)[] | null
    return toDocumentSymbols(await this.#ask<Symbols>('textDocument/documentSymbol', path, {}, signal))
  }

  /** Symbols by a part of their name, from the servers that run; one that serves no open file may know nothing. */
  async workspaceSymbols(query: string, signal?: AbortSignal): Promise<WorkspaceSymbol[]> {
    type Symbols = (lsp.SymbolInformation | lsp.WorkspaceSymbol)[] | null
    const running = this.servers.running().filter((broker) => broker.supports('workspace/symbol'))
    const found = await Promise.all(
      running.map((broker) => this.#place(broker).session.request<Symbols>('workspace/symbol', { query }, signal)),
    )
    return found.flatMap((symbols) => (symbols ?? []).map((symbol) => toWorkspaceSymbol(this.workspace.root, symbol)))
  }

  /** What the server offers to do at `range`, fixes of its problems first of all. */
  async codeActions(path: string, range: Range, signal?: AbortSignal): Promise<CodeAction[]> {
    const broker = this.#brokerFor('textDocument/codeAction', path)
    const problems = await this.#problems(broker, path, signal)
    const context = { diagnostics: problems.filter((problem) => overlap(problem.range, range)), triggerKind: 1 }
    type Actions = (lsp.Command | lsp.CodeAction)[] | null
    const found = await this.#ask<Actions>('textDocument/codeAction', path, { range, context }, signal)
    return (found ?? []).map((action) => this.#toCodeAction(broker, action))
  }

  /** What renaming the symbol at `position` changes, in all files. Throws when it cannot be renamed. */
  async rename(path: string, position: Position, newName: string, signal?: AbortSignal): Promise<FileChange[]> {
    const edit = await this.#ask<lsp.WorkspaceEdit | null>('textDocument/rename', path, { position, newName }, signal)
    return toFileChanges(this.workspace.root, edit)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#buffers[Symbol.dispose]()
    for (const { files, session } of this.#places.values()) {
      files[Symbol.dispose]()
      session[Symbol.dispose]()
    }
    await this.servers[Symbol.asyncDispose]()
  }

  #problems(broker: Broker, path: string, signal?: AbortSignal): Promise<lsp.Diagnostic[]> {
    const { session, files } = this.#place(broker)
    return files.with(path, (uri) => readDiagnostics(session, uri, signal), signal)
  }

  async #locations(method: string, path: string, params: object, signal?: AbortSignal): Promise<Location[]> {
    type Found = lsp.Location | (lsp.Location | lsp.LocationLink)[] | null
    return toLocations(this.workspace.root, await this.#ask<Found>(method, path, params, signal))
  }

  #ask<T>(method: string, path: string, params: object, signal?: AbortSignal): Promise<T> {
    const { session, files } = this.#place(this.#brokerFor(method, path))
    const ask = (uri: string) => session.request<T>(method, { textDocument: { uri }, ...params }, signal)
    return files.with(path, ask, signal)
  }

  #brokerFor(method: string, path: string): Broker {
    const language = this.servers.languageOf(path)
    const brokers = language ? this.servers.serversFor(language) : []
    const broker = brokers.find((candidate) => candidate.supports(method)) ?? brokers[0]
    if (!broker) throw new LanguageServerError(`No language server is known for ${path}.`, 'Unavailable')
    return broker
  }

  #place(broker: Broker): Place {
    let place = this.#places.get(broker)
    if (!place) {
      const session = new Session(broker)
      const files = new OpenFiles(this.workspace, session, (path) => this.servers.languageOf(path))
      this.#places.set(broker, (place = { session, files }))
    }
    return place
  }

  #toCodeAction(broker: Broker, action: lsp.Command | lsp.CodeAction): CodeAction {
    const { session } = this.#place(broker)
    const { root } = this.workspace
    if (typeof action.command === 'string') {
      const command = action as lsp.Command
      const changes = async (signal?: AbortSignal) =>
        (await session.execute(command, signal)).flatMap((edit) => toFileChanges(root, edit))
      return { title: command.title, preferred: false, changes }
    }
    const literal = action as lsp.CodeAction
    const provider = broker.capabilities?.codeActionProvider
    const canResolve = typeof provider === 'object' && provider.resolveProvider
    const changes = async (signal?: AbortSignal) => {
      const resolve = !literal.edit && canResolve
      const whole = resolve ? await session.request<lsp.CodeAction>('codeAction/resolve', literal, signal) : literal
      const later = whole.command ? await session.execute(whole.command, signal) : []
      return [whole.edit, ...later].flatMap((edit) => toFileChanges(root, edit))
    }
    return {
      title: literal.title,
      ...(literal.kind === undefined ? {} : { kind: literal.kind }),
      preferred: literal.isPreferred ?? false,
      ...(literal.disabled ? { disabled: literal.disabled.reason } : {}),
      changes,
    }
  }
}

const isBefore = (a: Position, b: Position) => a.line < b.line || (a.line === b.line && a.character < b.character)
const overlap = (a: Range, b: Range) => !isBefore(a.end, b.start) && !isBefore(b.end, a.start)
