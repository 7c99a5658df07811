import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import type { InitializeResult } from 'vscode-languageserver-protocol'
import { type Id, isResponse, type Message, notification, requestMessage } from './messages.ts'
import { type Exit, type ServerProcess, startProcess } from './process.ts'
import type { ServerSpec } from './servers.ts'

export type ServerState = 'starting' | 'ready' | 'stopped' | 'crashed' | 'unresponsive' | 'missing'

export interface Timings {
  /** A server that owes an answer and says nothing for so long does not respond. */
  unresponsiveMs: number
  /** The wait before the first restart; it doubles with each crash. */
  backOffMs: number
  /** After so many crashes within the window it stays down until the user restarts it. */
  crashLimit: number
  crashWindowMs: number
  /** A server that serves no document stops after so long. */
  idleMs: number
}

export const defaultTimings: Timings = {
  unresponsiveMs: 30_000,
  backOffMs: 250,
  crashLimit: 5,
  crashWindowMs: 180_000,
  idleMs: 300_000,
}

export interface SupervisorHooks {
  initializeParams(): unknown
  /** The server takes messages; what it knew before is gone. */
  onReady(result: InitializeResult): void
  onMessage(message: Message): void
  /** What was asked will not be answered. */
  onLost(reason: string): void
  onState(): void
  /** Whether a crashed server should come back. */
  isWanted(): boolean
}

const longestBackOffMs = 10_000
const farewellMs = 2_000

const initializeId = 'caret-initialize'
const shutdownId = 'caret-shutdown'

/** One server's process: started, greeted, watched, restarted after a crash, and ended with all its children. */
export class Supervisor implements AsyncDisposable {
  #state: ServerState
  #detail = ''
  #process: ServerProcess | undefined
  #initialized = false
  #everReady = false
  #ending: Promise<void> | undefined
  #onFarewell = () => {}
  /** Why it stays down until the user restarts it. */
  #givenUp: string | undefined
  #outstanding = new Set<Id>()
  #crashes: number[] = []
  #restartTimer: NodeJS.Timeout | undefined
  #silenceTimer: NodeJS.Timeout | undefined

  constructor(
    private readonly spec: ServerSpec,
    private readonly root: string,
    private readonly timings: Timings,
    private readonly hooks: SupervisorHooks,
  ) {
    const installed = spec.command() !== undefined
    this.#state = installed ? 'stopped' : 'missing'
    this.#detail = installed ? '' : (spec.install ?? '')
  }

  get state(): ServerState {
    return this.#state
  }

  /** What a user should know about the state, in a sentence. */
  get detail(): string {
    return this.#detail
  }

  get pid(): number | undefined {
    return this.#process?.pid
  }

  /** Whether messages reach an initialized server. */
  get live(): boolean {
    return this.#initialized && this.#ending === undefined
  }

  /** Why asking it now is in vain, if it is. */
  get unavailable(): string | undefined {
    if (this.#state === 'unresponsive') return this.#detail
    if (this.#state === 'missing') return `${this.spec.name}: the language server is not installed. ${this.#detail}`
    return this.#givenUp
  }

  get busy(): boolean {
    return this.#outstanding.size > 0
  }

  /** Starts it unless it runs, waits to be restarted, or must stay down. */
  start(): void {
    if (this.#process || this.#restartTimer || this.#givenUp !== undefined) return
    this.#launch()
  }

  send(message: Message): void {
    if (!this.live) return
    this.#write(message)
  }

  /** Ends what runs and starts anew, whatever happened before. */
  async restart(): Promise<void> {
    await this.#end()
    this.#crashes = []
    this.#everReady = false
    this.#givenUp = undefined
    this.#launch()
  }

  /** Ends it; it starts again when it is needed, or, after `forGood`, when the user restarts it. */
  async stop(forGood: boolean): Promise<void> {
    await this.#end()
    if (forGood) this.#givenUp = `${this.spec.name}: the language server is stopped. Restart it to go on.`
    if (this.#state !== 'missing') this.#setState('stopped', this.#givenUp)
    if (!forGood && this.hooks.isWanted()) this.start()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#givenUp = `${this.spec.name}: the language server has ended.`
    await this.#end()
  }

  #launch(): void {
    const command = this.spec.command()
    if (!command) {
      this.#setState('missing', this.spec.install)
      this.hooks.onLost(this.unavailable ?? '')
      return
    }
    this.#setState('starting')
    // A workspace in memory has no folder to stand in.
    const started: ServerProcess = startProcess(command, existsSync(this.root) ? this.root : tmpdir(), {
      onMessage: (message) => {
        if (this.#process === started) this.#receive(message)
      },
      onExit: (exit) => {
        if (this.#process === started) this.#exited(exit)
      },
    })
    this.#process = started
    this.#write(requestMessage(initializeId, 'initialize', this.hooks.initializeParams()))
  }

  #receive(message: Message): void {
    this.#hear()
    if (!isResponse(message)) return this.hooks.onMessage(message)
    this.#outstanding.delete(message.id as Id)
    this.#watchSilence()
    if (message.id === shutdownId) return this.#onFarewell()
    if (message.id !== initializeId) return this.hooks.onMessage(message)
    if (message.error) {
      this.#givenUp = `${this.spec.name}: the language server refused to start: ${message.error.message}`
      this.#process?.kill()
      return
    }
    this.#initialized = true
    this.#everReady = true
    this.#write(notification('initialized', {}))
    for (const method of this.spec.greeting ?? []) this.#write(notification(method))
    this.hooks.onReady(message.result as InitializeResult)
    this.#setState('ready')
  }

  #write(message: Message): void {
    if ('method' in message && 'id' in message) {
      this.#outstanding.add(message.id as Id)
      if (this.#outstanding.size === 1) this.#watchSilence()
    }
    this.#process?.send(message)
  }

  /** It said something: the wait for its next word begins anew. */
  #hear(): void {
    if (this.#state === 'unresponsive') this.#setState(this.#initialized ? 'ready' : 'starting')
    this.#watchSilence()
  }

  #watchSilence(): void {
    clearTimeout(this.#silenceTimer)
    if (this.#outstanding.size === 0) return
    this.#silenceTimer = setTimeout(() => {
      const seconds = Math.round(this.timings.unresponsiveMs / 1000)
      const detail = `${this.spec.name}: the language server has not answered for ${seconds} seconds. Restart it if it does not recover.`
      this.#outstanding.clear()
      this.#setState('unresponsive', detail)
      this.hooks.onLost(detail)
    }, this.timings.unresponsiveMs)
  }

  #exited(exit: Exit): void {
    this.#forgetProcess()
    if (this.#ending !== undefined) return
    const lastWords = exit.stderr.split('\n').find((line) => /error|panic|fatal/i.test(line)) ?? ''
    const what = `${this.spec.name}: the language server ${exit.reason}${lastWords && ` (${lastWords.trim().slice(0, 200)})`}.`
    const now = performance.now()
    this.#crashes = [...this.#crashes.filter((then) => now - then < this.timings.crashWindowMs), now]
    if (this.#givenUp !== undefined) {
      // It said why itself.
    } else if (!this.#everReady) {
      this.#givenUp = `${what} It did not start; correct the cause, then restart it.`
    } else if (this.#crashes.length >= this.timings.crashLimit) {
      this.#givenUp = `${what} It has crashed ${this.#crashes.length} times in a short while and stays down; restart it to try again.`
    } else {
      const wait = Math.min(this.timings.backOffMs * 2 ** (this.#crashes.length - 1), longestBackOffMs)
      this.#restartTimer = setTimeout(() => {
        this.#restartTimer = undefined
        if (this.hooks.isWanted()) this.#launch()
        else this.#setState('stopped')
      }, wait)
    }
    this.#setState('crashed', this.#givenUp ?? `${what} It restarts by itself.`)
    this.hooks.onLost(this.#detail)
  }

  #end(): Promise<void> {
    clearTimeout(this.#restartTimer)
    this.#restartTimer = undefined
    const running = this.#process
    if (!running) return Promise.resolve()
    this.#ending ??= this.#part(running, this.live && this.#state === 'ready').finally(() => (this.#ending = undefined))
    return this.#ending
  }

  async #part(running: ServerProcess, politely: boolean): Promise<void> {
    this.hooks.onLost(`${this.spec.name}: the language server was stopped.`)
    if (politely) {
      const answered = new Promise<void>((resolve) => (this.#onFarewell = resolve))
      this.#write(requestMessage(shutdownId, 'shutdown', undefined))
      await within(farewellMs, answered, running.exited)
      this.#write(notification('exit'))
      await within(farewellMs, running.exited)
    }
    running.kill()
    await running.exited
    this.#forgetProcess()
  }

  #forgetProcess(): void {
    clearTimeout(this.#silenceTimer)
    this.#process = undefined
    this.#initialized = false
    this.#outstanding.clear()
  }

  #setState(state: ServerState, detail = ''): void {
    if (state === this.#state && detail === this.#detail) return
    this.#state = state
    this.#detail = detail
    this.hooks.onState()
  }
}

async function within(ms: number, ...events: Promise<void>[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  await Promise.race([...events, new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)))])
  clearTimeout(timer)
}
