import type { Client, TerminalReplay, terminalsService } from '@caret/protocol'
import { DeferredPromise } from '@codingame/monaco-vscode-api/vscode/vs/base/common/async'
import {
  type IProcessPropertyMap,
  type ITerminalChildProcess,
  type ITerminalLaunchError,
  type ITerminalLaunchResult,
  ProcessPropertyType,
} from '@codingame/monaco-vscode-api/vscode/vs/platform/terminal/common/terminal'
import { BasePty } from '@codingame/monaco-vscode-xterm-common/vscode/vs/workbench/contrib/terminal/common/basePty'
import { type Memo, toReplay, toShellType } from './convert.ts'

const reset = '\x1bc'

export type TerminalsClient = Client<typeof terminalsService.methods>

/** One of the engine's terminals, as the workbench sees it. */
export class EnginePty extends BasePty implements ITerminalChildProcess {
  /** Whether the page still shows the terminal's past, which the replay repeats. */
  isShownAlready = false
  #replay: TerminalReplay | undefined
  #held: string[] | undefined
  #started = new DeferredPromise<void>()

  constructor(
    id: number,
    shouldPersist: boolean,
    /** By which it is known to an engine that was restarted. */
    readonly nonce: string,
    public memo: Memo,
    private readonly client: TerminalsClient,
    private readonly isPageLeaving: () => boolean,
  ) {
    super(id, shouldPersist)
  }

  async start(): Promise<ITerminalLaunchError | ITerminalLaunchResult | undefined> {
    const started = await this.client.start({ id: this.id })
    if (started.kind === 'failed') return { message: started.message, code: started.code }
    const { pid, cwd, injected } = started
    this._properties.initialCwd = cwd
    this.handleReady({ pid, cwd, windowsPty: undefined })
    void this.#started.complete()
    if (this.#replay) await this.#show(this.#replay)
    if (!injected) return undefined
    this.handleDidChangeProperty({ type: ProcessPropertyType.UsedShellIntegrationInjection, value: true })
    return { injectedArgs: injected }
  }

  /** Comes before the start is answered; what follows waits until it is shown. */
  takeReplay(replay: TerminalReplay): void {
    this.#replay = replay
    this.#held = []
  }

  takeData(data: string): void {
    if (this.#held) this.#held.push(data)
    else this.handleData(data)
  }

  takeProcess(title: string, hasChildren: boolean): void {
    this.handleDidChangeProperty({ type: ProcessPropertyType.Title, value: title })
    this.handleDidChangeProperty({ type: ProcessPropertyType.ShellType, value: toShellType(title) })
    this.handleDidChangeProperty({ type: ProcessPropertyType.HasChildProcesses, value: hasChildren })
  }

  async detach(): Promise<void> {
    await this.client.detach({ id: this.id })
  }

  shutdown(immediate: boolean): void {
    // It has ended, or its engine has: its number may be another's now.
    if (this._store.isDisposed) return
    // The workbench shuts its terminals down when its page is left: then this one waits for the next page.
    if (this.shouldPersist && this.isPageLeaving()) return
    void this.client.kill({ id: this.id, immediate })
  }

  input(data: string): void {
    // During a replay the terminal answers questions that were answered long ago.
    if (!this._inReplay) this.client.input({ id: this.id, data })
  }

  async processBinary(data: string): Promise<void> {
    if (!this._inReplay) this.client.binary({ id: this.id, data })
  }

  sendSignal(signal: string): void {
    this.client.signal({ id: this.id, signal })
  }

  resize(cols: number, rows: number): void {
    const last = this._lastDimensions
    if (this._inReplay || cols < 1 || rows < 1 || (last.cols === cols && last.rows === rows)) return
    last.cols = cols
    last.rows = rows
    void this.#started.p.then(() => this.client.resize({ id: this.id, cols, rows }))
  }

  clearBuffer(): void {
    this.client.clear({ id: this.id })
  }

  acknowledgeDataEvent(chars: number): void {
    // What was replayed was never counted.
    if (!this._inReplay) this.client.acknowledge({ id: this.id, chars })
  }

  async setUnicodeVersion(version: '6' | '11'): Promise<void> {
    this.client.unicode({ id: this.id, version })
  }

  async refreshProperty<T extends ProcessPropertyType>(property: T): Promise<IProcessPropertyMap[T]> {
    if (property === ProcessPropertyType.Cwd) this._properties.cwd = await this.client.cwd({ id: this.id })
    return this._properties[property]
  }

  async updateProperty<T extends ProcessPropertyType>(property: T, value: IProcessPropertyMap[T]): Promise<void> {
    if (property !== ProcessPropertyType.FixedDimensions) return
    this.remember({ fixedDimensions: value as IProcessPropertyMap[ProcessPropertyType.FixedDimensions] })
  }

  remember(memo: Memo): void {
    this.memo = { ...this.memo, ...memo }
    this.client.update({ id: this.id, memo: this.memo })
  }

  async #show(replay: TerminalReplay): Promise<void> {
    this._lastDimensions.cols = replay.cols
    this._lastDimensions.rows = replay.rows
    const data = this.isShownAlready ? reset + replay.data : replay.data
    await this.handleReplay(toReplay({ ...replay, data }))
    const held = this.#held ?? []
    this.#replay = undefined
    this.#held = undefined
    for (const data of held) this.handleData(data)
  }
}
