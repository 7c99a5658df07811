import type { Command, WorkspaceEdit } from 'vscode-languageserver-protocol'
import type { Broker, ServerClient } from './broker.ts'
import {
  errorCodes,
  failure,
  type Id,
  isNotification,
  isRequest,
  isResponse,
  LanguageServerError,
  type Message,
  notification,
  requestMessage,
  type ResponseMessage,
  result,
} from './messages.ts'

/** Said when the server's view changes while it answers: ask again. */
const passing = new Set([-32801, -32802])
const attempts = 4

/** The engine's own place at a server: a passive client that asks. */
export class Session implements Disposable {
  #client: ServerClient
  #newsListeners = new Set<() => void>()
  #pending = new Map<Id, (response: ResponseMessage) => void>()
  #lastId = 0
  #ready: Promise<void> | undefined
  #edits: WorkspaceEdit[] | undefined
  #commands: Promise<unknown> = Promise.resolve()

  constructor(readonly broker: Broker) {
    this.#client = broker.join({ passive: true, receive: (message) => this.#receive(message) })
  }

  /** Starts the server if need be; resolves when it takes questions. */
  async ready(signal?: AbortSignal): Promise<void> {
    this.#ready ??= this.#initialize()
    await this.#ready
    signal?.throwIfAborted()
  }

  /** Asks the server. Throws `LanguageServerError` when it cannot answer, and the signal's reason when aborted. */
  async request<T>(method: string, params: object, signal?: AbortSignal): Promise<T> {
    await this.ready(signal)
    for (let attempt = 1; ; attempt++) {
      const response = await this.#ask(method, params, signal)
      if (!response.error) return response.result as T
      if (attempt === attempts || !passing.has(response.error.code))
        throw new LanguageServerError(response.error.message)
    }
  }

  /** Calls when the server has told something or registered a capability. */
  onNews(listener: () => void): Disposable {
    this.#newsListeners.add(listener)
    return { [Symbol.dispose]: () => void this.#newsListeners.delete(listener) }
  }

  notify(method: string, params: object): void {
    this.#client.send(notification(method, params))
  }

  /** Runs a server's command, one at a time; returns the edits that the server then asks for, which are not made. */
  execute(command: Command, signal?: AbortSignal): Promise<WorkspaceEdit[]> {
    const run = this.#commands.then(() => this.#execute(command, signal))
    this.#commands = run.catch(() => {})
    return run
  }

  [Symbol.dispose](): void {
    this.#client[Symbol.dispose]()
    for (const [id, resolve] of this.#pending)
      resolve(failure(id, errorCodes.cancelled, 'The language server has ended.'))
    this.#pending.clear()
  }

  async #execute({ command, arguments: args }: Command, signal?: AbortSignal): Promise<WorkspaceEdit[]> {
    const edits: WorkspaceEdit[] = (this.#edits = [])
    try {
      await this.request('workspace/executeCommand', { command, arguments: args }, signal)
      return edits
    } finally {
      this.#edits = undefined
    }
  }

  async #initialize(): Promise<void> {
    const response = await this.#ask('initialize', { capabilities: {}, processId: null, rootUri: null })
    if (response.error) {
      this.#ready = undefined
      throw new LanguageServerError(response.error.message, 'Unavailable')
    }
    this.notify('initialized', {})
  }

  #ask(method: string, params: object, signal?: AbortSignal): Promise<ResponseMessage> {
    signal?.throwIfAborted()
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      const abort = () => {
        this.#pending.delete(id)
        this.notify('$/cancelRequest', { id })
        reject(signal?.reason)
      }
      this.#pending.set(id, (response) => {
        signal?.removeEventListener('abort', abort)
        resolve(response)
      })
      signal?.addEventListener('abort', abort, { once: true })
      this.#client.send(requestMessage(id, method, params))
    })
  }

  #receive(message: Message): void {
    if (isResponse(message)) {
      const resolve = this.#pending.get(message.id as Id)
      this.#pending.delete(message.id as Id)
      resolve?.(message)
      return
    }
    if (isRequest(message)) this.#client.send(result(message.id, this.#answer(message.method, message.params)))
    if (isRequest(message) || isNotification(message)) for (const listener of this.#newsListeners) listener()
  }

  #answer(method: string, params: unknown): unknown {
    if (method !== 'workspace/applyEdit') return null
    this.#edits?.push((params as { edit: WorkspaceEdit }).edit)
    return { applied: this.#edits !== undefined }
  }
}
