import type { Change } from '@caret/workspace'
import type {
  InitializeResult,
  PublishDiagnosticsParams,
  Registration,
  ServerCapabilities,
} from 'vscode-languageserver-protocol'
import { answer } from './answers.ts'
import { type Client, type ClientOptions, Clients } from './clients.ts'
import { type ChangeParams, type OpenParams, SharedDocuments } from './documents.ts'
import { initializeParams, isIncremental, withoutNotebooks } from './initialize.ts'
import { LateReading } from './late-reading.ts'
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
import { type Published, PublishedDiagnostics } from './published.ts'
import { Questions } from './questions.ts'
import { Registrations, supports } from './registrations.ts'
import { isCustom, type ServerSpec } from './servers.ts'
import { merge, type Settings } from './settings.ts'
import type { ServerStatus } from './status.ts'
import { Supervisor, type Timings } from './supervisor.ts'
import { watchedChanges } from './watchers.ts'

/** One client's end of a shared server. */
export interface ServerClient extends Disposable {
  send(message: Message): void
}

export interface BrokerHooks {
  /** The user's settings. */
  settings(): Settings
  /** A client has sent some settings of its own accord. */
  configure(settings: Settings): void
  onStatus(): void
  /** The server wants to hear of changed files. */
  watchFiles(): void
}

const unheard = new Set(['window/logMessage', 'telemetry/event', '$/logTrace'])
const refreshes = ['semanticTokens', 'inlayHint', 'codeLens', 'diagnostic'].map((what) => `workspace/${what}/refresh`)
const keptLines = 50

/** One language server, shared: any number of clients join it, each as if it had the server alone. */
export class Broker implements AsyncDisposable {
  readonly documents: SharedDocuments
  #supervisor: Supervisor
  #clients = new Clients()
  #result: InitializeResult | undefined
  #registrations = new Registrations()
  #progress = new Progress()
  #published: PublishedDiagnostics
  #questions: Questions
  /** Clients that have said `initialize` to a server that has yet to start. */
  #greeting: ((refusal?: string) => void)[] = []
  #unread: LateReading
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
      initializeParams: () => initializeParams(root, spec.initializationOptions),
      onReady: (initializeResult) => this.#onReady(initializeResult),
      onMessage: (message) => this.#fromServer(message),
      onLost: (reason) => this.#onLost(reason),
      onState: () => hooks.onStatus(),
      isWanted: () => this.documents.size > 0 || this.#questions.waiting > 0 || this.#greeting.length > 0,
    })
    this.documents = new SharedDocuments(
      (method, params) => this.#supervisor.send(notification(method, params)),
      () => isIncremental(this.#result),
    )
    this.#published = new PublishedDiagnostics(this.#clients, this.documents)
    this.#questions = new Questions(
      this.#clients,
      this.#progress,
      (message) => this.#supervisor.send(message),
      (message) => this.#supervisor.live && !this.#isTooEarly(message),
    )
    this.#unread = new LateReading(() => this.#questions.askWaiting())
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

  /** The diagnostics that the server last pushed for a document. */
  published(uri: string): Published | undefined {
    return this.#published.of(uri)
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
    this.#unread[Symbol.dispose]()
    this.#clients.clear()
    clearTimeout(this.#idle)
  }

  #settings(): Settings {
    return merge(this.spec.settings ?? {}, this.hooks.settings())
  }

  #onReady(initializeResult: InitializeResult): void {
    this.#result = withoutNotebooks(initializeResult)
    this.configured()
    this.documents.announceAll()
    for (const greet of this.#greeting.splice(0)) greet()
    this.#questions.askWaiting()
    if (this.#wasReady) for (const method of refreshes) this.#clients.inform(method)
    this.#wasReady = true
    this.#watchIdle()
  }

  /** The server is gone or silent: nobody waits for it any longer. */
  #onLost(reason: string): void {
    this.#questions.fail(reason)
    for (const refuse of this.#greeting.splice(0)) refuse(reason)
    if (this.#supervisor.state === 'unresponsive') return
    this.#clients.forgetQuestions()
    for (const params of this.#progress.end()) this.#clients.tell('$/progress', params)
    const unregisterations = this.#registrations.clear().map(({ id, method }) => ({ id, method }))
    if (unregisterations.length > 0) this.#clients.inform('client/unregisterCapability', { unregisterations })
    this.#published.clear()
  }

  #leave(client: Client): void {
    if (!this.#clients.remove(client)) return
    this.#questions.leave(client)
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
    if (method === 'initialize') this.#greeting.push((refusal) => client.receive(this.#greet(id, refusal)))
    else this.#questions.ask(client, message)
    this.#supervisor.start()
  }

  #greet(id: Id, refusal: string | undefined): ResponseMessage {
    return refusal === undefined ? result(id, this.#result) : failure(id, errorCodes.requestFailed, refusal)
  }

  /** Whether the server would answer with nothing, because it has yet to read the document. */
  #isTooEarly({ params }: RequestMessage): boolean {
    const uri = (params as { textDocument?: { uri?: string } } | undefined)?.textDocument?.uri
    return uri !== undefined && this.#unread.isUnread(uri)
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
        return this.#questions.cancelled(client, (params as { id: Id }).id)
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
    const { uri } = params.textDocument
    if (this.spec.readsLate && !this.documents.get(uri)) this.#unread.opened(uri)
    this.documents.open(client, params)
    this.#supervisor.start()
    // The server has said already what it had to say about a document that was open.
    const published = this.published(uri)
    if (!published) return
    const { diagnostics } = published
    client.receive(notification('textDocument/publishDiagnostics', { uri: published.uri, diagnostics }))
  }

  #fromServer(message: Message): void {
    if (isRequest(message)) this.#serverAsks(message)
    else if (isNotification(message)) this.#serverTells(message)
    else if (isResponse(message)) {
      this.#questions.answered(message)
      this.#watchIdle()
    }
  }

  #serverTells({ method, params }: NotificationMessage): void {
    if (method === 'window/logMessage') {
      const { message } = params as unknown as { message: string }
      this.#log = [...this.#log, message].slice(-keptLines)
    }
    if (unheard.has(method)) return
    if (method === 'textDocument/publishDiagnostics') {
      const pushed = params as unknown as PublishDiagnosticsParams
      this.#published.push(pushed)
      return this.#unread.read(pushed.uri)
    }
    if (method === '$/progress') {
      const one = this.#progress.incoming(params as unknown as { token: Id; value: unknown })
      if (one) return (one.client as Client).receive(notification(method, one.params))
    }
    this.#clients.tell(method, params)
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
      commander: () => this.#questions.commander,
    }
    answer(message, context, (response) => this.#supervisor.send(response))
  }

  #watchIdle(): void {
    clearTimeout(this.#idle)
    if (!this.#supervisor.live || this.documents.size > 0 || this.#questions.asked > 0) return
    this.#idle = setTimeout(() => void this.#supervisor.stop(false), this.timings.idleMs)
  }
}
