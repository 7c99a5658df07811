import type { Workspace } from '@caret/workspace'
import { Broker, type ServerClient } from './broker.ts'
import type { ClientOptions } from './clients.ts'
import { languageOf } from './language-ids.ts'
import { LanguageServerError } from './messages.ts'
import { builtInServers, customServers, isCustom, type ServerSpec } from './servers.ts'
import { lookUp, type Settings } from './settings.ts'
import type { ServerStatus } from './status.ts'
import { defaultTimings, type Timings } from './supervisor.ts'

export interface LanguageServersOptions {
  /** The user's settings, as far as they are known; `caret.languageServers` among them. */
  settings?: Settings
  timings?: Partial<Timings>
  /** By default those that Caret knows. */
  servers?: ServerSpec[]
}

/**
 * The language servers of a workspace. Each starts when someone needs it, is shared by all who join it, and ends with
 * this.
 */
export class LanguageServers implements AsyncDisposable {
  #brokers = new Map<string, Broker>()
  #languageOfExtension = new Map<string, string>()
  #settings: Settings
  #timings: Timings
  #listeners = new Set<(status: ServerStatus) => void>()
  #watching: Promise<AsyncDisposable> | undefined

  constructor(
    private readonly workspace: Pick<Workspace, 'root' | 'watch'>,
    options: LanguageServersOptions = {},
  ) {
    this.#settings = options.settings ?? {}
    this.#timings = { ...defaultTimings, ...options.timings }
    for (const spec of options.servers ?? builtInServers) this.#add(spec)
    this.#addCustom()
  }

  status(): ServerStatus[] {
    return [...this.#brokers.values()].map((broker) => broker.status)
  }

  /** Tells of each server's changes of state. */
  onStatus(listener: (status: ServerStatus) => void): Disposable {
    this.#listeners.add(listener)
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) }
  }

  /** Joins a server; it starts when the client says `initialize`. */
  join(server: string, options: ClientOptions): ServerClient {
    return this.broker(server).join(options)
  }

  /** Throws `LanguageServerError` for a server that is not known. */
  broker(server: string): Broker {
    const broker = this.#brokers.get(server)
    if (!broker) throw new LanguageServerError(`There is no language server called ${server}.`, 'Unavailable')
    return broker
  }

  /** Those that can be asked now. */
  running(): Broker[] {
    return [...this.#brokers.values()].filter(({ status }) => status.state === 'ready')
  }

  /** The servers of a language; the user's own come before those that Caret knows, and replace them. */
  serversFor(language: string): Broker[] {
    const all = [...this.#brokers.values()].filter(({ spec }) => spec.languages.includes(language))
    const own = all.filter(({ spec }) => isCustom(spec))
    return own.length > 0 ? own : all
  }

  /** Whether a server of the file's language runs: its answer needs no start. */
  isReadyFor(path: string): boolean {
    const language = this.languageOf(path)
    return language !== undefined && this.serversFor(language).some(({ status }) => status.state === 'ready')
  }

  /** The language of a file, by its name. */
  languageOf(path: string): string | undefined {
    const name = path.toLowerCase()
    for (const [extension, language] of this.#languageOfExtension) if (name.endsWith(extension)) return language
    return languageOf(path)
  }

  /** The user's settings are now these and no others; every server hears of it. */
  configure(settings: Settings): void {
    this.#settings = settings
    this.#addCustom()
    for (const broker of this.#brokers.values()) broker.configured()
  }

  /** Starts a server anew, whatever state it is in. */
  restart(server: string): Promise<void> {
    return this.broker(server).restart()
  }

  /** Stops a server until it is restarted. */
  stop(server: string): Promise<void> {
    return this.broker(server).stop()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const watching = await this.#watching
    await watching?.[Symbol.asyncDispose]()
    await Promise.all([...this.#brokers.values()].map((broker) => broker[Symbol.asyncDispose]()))
  }

  #addCustom(): void {
    for (const spec of customServers(lookUp(this.#settings, 'caret.languageServers'))) {
      for (const extension of spec.extensions) {
        const language = spec.languages[0]
        if (language) this.#languageOfExtension.set(extension.toLowerCase(), language)
      }
      const known = this.#brokers.get(spec.id)
      if (!known) this.#add(spec)
    }
  }

  #add(spec: ServerSpec): void {
    const broker: Broker = new Broker(spec, this.workspace.root, this.#timings, {
      settings: () => this.#settings,
      configure: (settings) => this.configure({ ...this.#settings, ...settings }),
      onStatus: () => {
        for (const listener of this.#listeners) listener(broker.status)
      },
      watchFiles: () => this.#watchFiles(),
    })
    this.#brokers.set(spec.id, broker)
  }

  #watchFiles(): void {
    this.#watching ??= this.workspace.watch((changes) => {
      for (const broker of this.#brokers.values()) broker.filesChanged(changes)
    })
  }
}
