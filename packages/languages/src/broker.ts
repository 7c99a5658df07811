import { basename } from 'node:path'
import type { Change } from '@caret/workspace'
import type {
  InitializeResult,
  PublishDiagnosticsParams,
  Registration,
  ServerCapabilities,
} from 'vscode-languageserver-protocol'
import { URI } from 'vscode-uri'
import { answer } from './answers.ts'
import { clientCapabilities } from './capabilities.ts'
import { type Client, type ClientOptions, Clients } from './clients.ts'
import { type ChangeParams, type OpenParams, SharedDocuments } from './documents.ts'
import {
  errorCodes,
  failure,
  type Id,
  isNotification,
  isRequest,
  isResponse,
  type Message,
  type NotificationMessage,
  notification,
  type RequestMessage,
  requestMessage,
  type ResponseMessage,
  result,
} from './messages.ts'
import { Progress } from './progress.ts'
import { Registrations, supports } from './registrations.ts'
import { isCustom, type ServerSpec } from './servers.ts'
import { merge, type Settings } from './settings.ts'
import { type ServerState, Supervisor, type Timings } from './supervisor.ts'
import { normalize } from './uris.ts'
import { watchedChanges } from './watchers.ts'

export interface ServerStatus {
  id: string
  name: string
  languages: string[]
  /** The names of the settings that it reads. */
  sections: string[]
  /** Whether it is the user's own, and replaces those that Caret knows. */
  custom: boolean
  state: ServerState
  /** What a user should know about the state, in a sentence; may be empty. */
  detail: string
}

/** One client's end of a shared server. */
export interface ServerClient extends Disposable {
  send(message: Message): void
}

export interface BrokerHooks {
  /** The user's settings. */
  settings(): Settings
  /** A client has sent settings of its own accord. */
  configure(settings: Settings): void
  onStatus(): void
  /** The server wants to hear of changed files. */
  watchFiles(): void
}

interface Asked {
  client: Client
  id: Id
  message: RequestMessage
}

const unheard = new Set(['window/logMessage', 'telemetry/event', '$/logTrace'])
const refreshes = ['semanticTokens', 'inlayHint', 'codeLens', 'diagnostics'].map((what) => `workspace/${what}/refresh`)
const keptLines = 50

/** One language server, shared: any number of clients join it, each as if it had the server alone. */
export class Broker implements AsyncDisposable {
  readonly documents: SharedDocuments
  #supervisor: Supervisor
  #clients = new Clients()
  #result: InitializeResult | undefined
  #registrations = new Registrations()
  #progress = new Progress()
  #published = new Map<string, { params: PublishDiagnosticsParams; version: number | undefined }>()
  /** Questions that the server has, by the id that it knows. */
  #asked = new Map<Id, Asked>()
  /** Questions that wait for the server to start. */
  #waiting: Asked[] = []
  #idle: NodeJS.Timeout | undefined
  #wasReady = false
  #log: string[] = []

  constructor(
    readonly spec: ServerSpec,
    private readonly root: string,
    private readonly timings: Timings,
    private readonly hooks: BrokerHooks,
  ) {
    this.#supervisor = new Supervisor(spec, root, timings, {
      initializeParams: () => this.#initializeParams(),
      onReady: (initializeResult) => this.#onReady(initializeResult),
      onMessage: (message) => this.#fromServer(message),
      onLost: (reason) => this.#onLost(reason),
      onState: () => hooks.onStatus(),
      isWanted: () => this.documents.size > 0 || this.#waiting.length > 0,
    })
    this.documents = new SharedDocuments(
      (method, params) => this.#supervisor.send(notification(method, params)),
      () => syncKind(this.#result) === 2,
    )
  }

  get status(): ServerStatus {
    const { id, name, languages, sections } = this.spec
    const { state, detail } = this.#supervisor
    return { id, name, languages, sections, custom: isCustom(this.spec), state, detail }
  }

  get pid(): number | undefined {
    return this.#supervisor.pid
  }

  /** The last things that the server logged. */
  get log(): readonly string[] {
    return this.#log
  }

  /** What the server said of itself; undefined until it has started once. */
  get capabilities(): ServerCapabilities | undefined {
    return this.#result?.capabilities
  }

  /** Whether the server answers `method`, by what it said at first or has registered since. */
  supports(method: string): boolean {
    return supports(method, this.capabilities, this.#registrations)
  }

  registrationsOf(method: string): Registration[] {
    return this.#registrations.of(method)
  }

  /** The diagnostics that the server last pushed for a document, and the version of its text that they are about. */
  published(uri: string): { params: PublishDiagnosticsParams; version: number | undefined } | undefined {
    return this.#published.get(normalize(uri))
  }

  join(options: ClientOptions): ServerClient {
    const client = this.#clients.add(options)
    return {
      send: (message) => {
        if (this.#clients.has(client)) this.#fromClient(client, message)
      },
      [Symbol.dispose]: () => this.#leave(client),
    }
  }

  restart(): Promise<void> {
    return this.#supervisor.restart()
  }

  /** Stops the server until the user restarts it. */
  stop(): Promise<void> {
    return this.#supervisor.stop(true)
  }

  /** The settings have changed. */
  configured(): void {
    const all = this.#settings()
    const own = this.spec.sections.flatMap((name) => (name in all ? [[name, all[name]]] : []))
    const settings: Settings = Object.fromEntries(own)
    this.#supervisor.send(notification('workspace/didChangeConfiguration', { settings }))
  }

  filesChanged(changes: Change[]): void {
    const registrations = this.#registrations.of('workspace/didChangeWatchedFiles')
    const events = watchedChanges(this.root, registrations, changes)
    if (events.length > 0) this.#supervisor.send(notification('workspace/didChangeWatchedFiles', { changes: events }))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#supervisor[Symbol.asyncDispose]()
    this.#clients.clear()
    clearTimeout(this.#idle)
  }

  #initializeParams() {
    const uri = URI.file(this.root).toString()
    return {
      processId: process.pid,
      clientInfo: { name: 'Caret' },
      locale: 'en',
      rootPath: this.root,
      rootUri: uri,
      workspaceFolders: [{ uri, name: basename(this.root) }],
      capabilities: clientCapabilities,
      initializationOptions: this.spec.initializationOptions,
      trace: 'off',
    }
  }

  #settings(): Settings {
    return merge(this.spec.settings ?? {}, this.hooks.settings())
  }

  #onReady(initializeResult: InitializeResult): void {
    // Notebooks' cells are documents of one client each; nobody shares them.
    const { notebookDocumentSync: _, ...capabilities } = initializeResult.capabilities
    this.#result = { ...initializeResult, capabilities }
    this.configured()
    this.documents.announceAll()
    for (const asked of this.#waiting.splice(0)) this.#ask(asked)
    if (this.#wasReady) for (const method of refreshes) this.#clients.inform(method)
    this.#wasReady = true
    this.#watchIdle()
  }

  /** The server is gone or silent: nobody waits for it any longer. */
  #onLost(reason: string): void {
    const lost = [...this.#asked.values(), ...this.#waiting.splice(0)]
    this.#asked.clear()
    for (const { client, id } of lost) client.receive(failure(id, errorCodes.requestFailed, reason))
    if (this.#supervisor.state === 'unresponsive') return
    this.#clients.forgetQuestions()
    for (const params of this.#progress.end()) this.#clients.tell('$/progress', params)
    const unregisterations = this.#registrations.clear().map(({ id, method }) => ({ id, method }))
    if (unregisterations.length > 0) this.#clients.inform('client/unregisterCapability', { unregisterations })
    for (const { params } of this.#published.values()) {
      this.#clients.tell('textDocument/publishDiagnostics', { uri: params.uri, diagnostics: [] })
    }
    this.#published.clear()
  }

  #leave(client: Client): void {
    if (!this.#clients.remove(client)) return
    this.#waiting = this.#waiting.filter((asked) => asked.client !== client)
    for (const [id, asked] of this.#asked) {
      if (asked.client === client) this.#supervisor.send(notification('$/cancelRequest', { id }))
    }
    this.documents.leave(client)
    this.#watchIdle()
  }

  #fromClient(client: Client, message: Message): void {
    this.#clients.spoke(client)
    if (isRequest(message)) this.#requested(client, message)
    else if (isNotification(message)) this.#notified(client, message)
    else if (isResponse(message)) this.#clients.answered(client, message)
    this.#watchIdle()
  }

  #requested(client: Client, message: RequestMessage): void {
    const { id, method } = message as RequestMessage & { id: Id }
    if (method === 'shutdown') return client.receive(result(id, null))
    if (method === 'initialize' && this.#result) return client.receive(result(id, this.#result))
    const { unavailable, state } = this.#supervisor
    // One that was missing may have been installed: starting it finds out.
    if (unavailable !== undefined && state !== 'missing') {
      return client.receive(failure(id, errorCodes.requestFailed, unavailable))
    }
    const asked = { client, id, message }
    if (this.#supervisor.live) return this.#ask(asked)
    this.#waiting.push(asked)
    this.#supervisor.start()
  }

  #ask(asked: Asked): void {
    const { client, id, message } = asked
    if (message.method === 'initialize') return client.receive(result(id, this.#result))
    const ours = this.#clients.nextId()
    this.#asked.set(ours, asked)
    const params = this.#progress.outgoing(message.params, client, ours)
    this.#supervisor.send(requestMessage(ours, message.method, params))
  }

  #notified(client: Client, message: NotificationMessage): void {
    const params = message.params as unknown
    switch (message.method) {
      case 'initialized':
        return this.#welcome(client)
      case 'exit':
        return this.#leave(client)
      case 'textDocument/didOpen':
        return this.#opened(client, params as OpenParams)
      case 'textDocument/didChange':
        return this.documents.change(client, params as ChangeParams)
      case 'textDocument/didClose':
        return this.documents.close(client, (params as OpenParams).textDocument.uri)
      case '$/cancelRequest':
        return this.#cancelled(client, (params as { id: Id }).id)
      case 'workspace/didChangeConfiguration': {
        const { settings } = params as { settings: Settings | null }
        if (settings) this.hooks.configure(settings)
        return
      }
      // The broker sees to these itself, once for all.
      case '$/setTrace':
      case 'workspace/didChangeWatchedFiles':
      case 'workspace/didChangeWorkspaceFolders':
        return
      default:
        this.#supervisor.send(message)
    }
  }

  /** Tells a client that joins late what it has missed. */
  #welcome(client: Client): void {
    client.initialized = true
    const registrations = this.#registrations.forClients()
    const missed = this.#progress.running(() => this.#clients.nextId())
    if (registrations.length > 0) {
      client.receive(requestMessage(this.#clients.nextId(), 'client/registerCapability', { registrations }))
    }
    for (const message of missed) client.receive(message)
  }

  #opened(client: Client, params: OpenParams): void {
    this.documents.open(client, params)
    this.#supervisor.start()
    // The server has said already what it had to say about a document that was open.
    const published = this.published(params.textDocument.uri)
    if (published) client.receive(notification('textDocument/publishDiagnostics', published.params))
  }

  #cancelled(client: Client, id: Id): void {
    const isIt = (asked: Asked) => asked.client === client && asked.id === id
    if (this.#waiting.some(isIt)) {
      this.#waiting = this.#waiting.filter((asked) => !isIt(asked))
      return client.receive(failure(id, errorCodes.cancelled, 'The request was cancelled.'))
    }
    for (const [ours, asked] of this.#asked) {
      if (isIt(asked)) return this.#supervisor.send(notification('$/cancelRequest', { id: ours }))
    }
  }

  #fromServer(message: Message): void {
    if (isRequest(message)) this.#serverAsks(message)
    else if (isNotification(message)) this.#serverTells(message)
    else if (isResponse(message)) this.#serverAnswers(message)
  }

  #serverAnswers(message: ResponseMessage): void {
    const asked = this.#asked.get(message.id as Id)
    if (!asked) return
    this.#asked.delete(message.id as Id)
    this.#progress.answered(message.id as Id)
    if (this.#clients.has(asked.client)) asked.client.receive({ ...message, id: asked.id } as ResponseMessage)
    this.#watchIdle()
  }

  #serverTells({ method, params }: NotificationMessage): void {
    if (method === 'window/logMessage') {
      const { message } = params as unknown as { message: string }
      this.#log = [...this.#log, message].slice(-keptLines)
    }
    if (unheard.has(method)) return
    if (method === 'textDocument/publishDiagnostics')
      return this.#publish(params as unknown as PublishDiagnosticsParams)
    if (method === '$/progress') {
      const one = this.#progress.incoming(params as unknown as { token: Id; value: unknown })
      if (one) return (one.client as Client).receive(notification(method, one.params))
    }
    this.#clients.tell(method, params)
  }

  #publish({ uri, version, diagnostics }: PublishDiagnosticsParams): void {
    const current = this.documents.get(uri)?.version
    // Without the version: it is the broker's, and means nothing to a client.
    const params = { uri, diagnostics }
    if (diagnostics.length === 0 && current === undefined) this.#published.delete(normalize(uri))
    else this.#published.set(normalize(uri), { params, version: version ?? current })
    this.#clients.tell('textDocument/publishDiagnostics', params)
  }

  #serverAsks(message: RequestMessage): void {
    const context = {
      spec: this.spec,
      root: this.root,
      clients: this.#clients,
      documents: this.documents,
      registrations: this.#registrations,
      progress: this.#progress,
      settings: () => this.#settings(),
      watchFiles: () => this.hooks.watchFiles(),
      commander: () => this.#commander(),
    }
    answer(message, context, (response) => this.#supervisor.send(response))
  }

  #commander(): Client | undefined {
    const commands = [...this.#asked.values()].filter(({ message }) => message.method === 'workspace/executeCommand')
    return commands.at(-1)?.client
  }

  #watchIdle(): void {
    clearTimeout(this.#idle)
    if (!this.#supervisor.live || this.documents.size > 0 || this.#asked.size > 0) return
    this.#idle = setTimeout(() => void this.#supervisor.stop(false), this.timings.idleMs)
  }
}

function syncKind(initializeResult: InitializeResult | undefined): number {
  const sync = initializeResult?.capabilities.textDocumentSync
  return (typeof sync === 'number' ? sync : sync?.change) ?? 0
}
