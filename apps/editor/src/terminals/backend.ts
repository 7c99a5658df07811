import { type TerminalLaunch, terminalsService } from '@caret/protocol'
import { DeferredPromise } from '@codingame/monaco-vscode-api/vscode/vs/base/common/async'
import { Emitter, Event } from '@codingame/monaco-vscode-api/vscode/vs/base/common/event'
import { URI } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri'
import type { IProcessEnvironment } from '@codingame/monaco-vscode-api/vscode/vs/base/common/platform'
import type {
  IShellLaunchConfig,
  ITerminalBackend,
  ITerminalChildProcess,
  ITerminalProcessOptions,
  ITerminalProfile,
  ITerminalsLayoutInfo,
  ITerminalsLayoutInfoById,
  TerminalIcon,
  TitleEventSource,
} from '@codingame/monaco-vscode-api/vscode/vs/platform/terminal/common/terminal'
import type { IProcessDetails } from '@codingame/monaco-vscode-api/vscode/vs/platform/terminal/common/terminalProcess'
import type { Engine } from '../engine.ts'
import { type Memo, memoOf, toDetails, toProfile } from './convert.ts'
import { EnginePty, type TerminalsClient } from './pty.ts'
import { pageName } from './page-name.ts'
import { Survivors } from './survivors.ts'

export interface BackendOptions {
  /** Lines above the screen that are to survive a reload. */
  scrollback: () => number
  /** Whether the page is being closed or reloaded. */
  isPageLeaving: () => boolean
  /** Resolves when the workbench knows the profiles. */
  profilesReady: () => Promise<void>
}

/** The workbench's terminals, by the engine. What does not concern a local engine does nothing. */
export class EngineTerminalBackend implements ITerminalBackend {
  readonly remoteAuthority = undefined
  readonly isResponsive = true
  readonly onPtyHostUnresponsive = Event.None
  readonly onPtyHostResponsive = Event.None
  readonly onDidRequestDetach = Event.None
  #restarts = new Emitter<void>()
  readonly onPtyHostRestart = this.#restarts.event

  #client: TerminalsClient
  #ptys = new Map<number, EnginePty>()
  /** After a restart of the engine: what has become of this page's terminals. */
  #survivors = new Survivors()
  #ready = new DeferredPromise<void>()
  #page = pageName()
  #joined: ReturnType<EngineTerminalBackend['join']>

  constructor(
    engine: Engine,
    private readonly options: BackendOptions,
  ) {
    const client = engine.use(terminalsService)
    this.#client = client
    client.on('data', ({ id, data }) => this.#ptys.get(id)?.takeData(data))
    client.on('replay', ({ id, replay }) => this.#ptys.get(id)?.takeReplay(replay))
    client.on('changed', ({ id, title, hasChildren }) => this.#ptys.get(id)?.takeProcess(title, hasChildren))
    client.on('exited', ({ id, code }) => {
      const pty = this.#ptys.get(id)
      this.#ptys.delete(id)
      pty?.handleExit(code)
      pty?.dispose()
    })
    this.#joined = this.join()
    engine.onRestart(() => void this.#recover())
  }

  get whenReady(): Promise<void> {
    return this.#ready.p
  }

  setReady(): void {
    void this.#ready.complete()
  }

  /** Says which page this is, and learns of the user's shell and environment. */
  private async join() {
    return this.#client.join({ page: await this.#page })
  }

  async createProcess(
    config: IShellLaunchConfig,
    cwd: string,
    cols: number,
    rows: number,
    unicode: '6' | '11',
    env: IProcessEnvironment,
    options: ITerminalProcessOptions,
    shouldPersist: boolean,
  ): Promise<ITerminalChildProcess> {
    await this.#joined
    const memo = memoOf(config)
    const { nonce, enabled } = options.shellIntegration
    const survivor = this.#survivors.take(nonce)
    if (survivor && (await this.#client.attach({ id: survivor }))) return this.#adopt(survivor, true, nonce, memo, true)
    const launch: TerminalLaunch = {
      executable: config.executable,
      args: config.args,
      cwd: cwd || (URI.isUri(config.cwd) ? config.cwd.fsPath : config.cwd),
      env: Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined)),
      // The workbench has laid `env` over the engine's, unless it was told not to.
      inheritEnv: !config.strictEnv && !config.useShellEnvironment,
      cols: Math.max(cols, 1),
      rows: Math.max(rows, 1),
      unicode,
      scrollback: this.options.scrollback(),
      shellIntegration:
        enabled &&
        !config.ignoreShellIntegration &&
        (!config.isFeatureTerminal || config.forceShellIntegration === true),
      nonce,
      persistent: shouldPersist,
      memo,
    }
    const { id } = await this.#client.create(launch)
    return this.#adopt(id, shouldPersist, nonce, memo)
  }

  async attachToProcess(number: number): Promise<ITerminalChildProcess | undefined> {
    await this.#joined
    const isSurvivor = this.#survivors.knew(number)
    const id = isSurvivor ? this.#survivors.takeByNumber(number) : number
    if (id === undefined) return undefined
    const details = (await this.#client.list({})).find((terminal) => terminal.id === id)
    if (!details || !(await this.#client.attach({ id }))) return undefined
    return this.#adopt(id, true, details.nonce, details.memo, isSurvivor)
  }

  attachToRevivedProcess(id: number): Promise<ITerminalChildProcess | undefined> {
    return this.attachToProcess(id)
  }

  async listProcesses(): Promise<IProcessDetails[]> {
    await this.#joined
    return (await this.#client.list({})).map((details) => toDetails(details, details.orphan))
  }

  async getTerminalLayoutInfo(): Promise<ITerminalsLayoutInfo | undefined> {
    await this.#joined
    // Else the workbench waits for them before it shows the terminals, and its panel, seeing none, starts one more.
    await this.options.profilesReady()
    const { tabs, background } = await this.#client.takeLayout({})
    return {
      tabs: tabs.map((tab) => ({
        isActive: tab.isActive,
        activePersistentProcessId: tab.activePersistentProcessId,
        terminals: tab.terminals.map(({ relativeSize, terminal }) => ({
          relativeSize,
          terminal: toDetails(terminal, true),
        })),
      })),
      background: background?.map((terminal) => toDetails(terminal, true)) ?? null,
    }
  }

  async setTerminalLayoutInfo(layout?: ITerminalsLayoutInfoById): Promise<void> {
    // The workbench forgets its layout when its page is left.
    if (layout) this.#client.setLayout(layout)
  }

  async updateTitle(id: number, title: string, titleSource: TitleEventSource): Promise<void> {
    this.#client.update({ id, title, titleSource })
  }

  async updateIcon(id: number, _userInitiated: boolean, icon: TerminalIcon, color?: string): Promise<void> {
    this.#ptys.get(id)?.remember({ icon, color })
  }

  async getProfiles(configured: unknown, byDefault: unknown, detect = false): Promise<ITerminalProfile[]> {
    const named = typeof byDefault === 'string' ? byDefault : undefined
    return (await this.#client.profiles({ configured, default: named, detect })).map(toProfile)
  }

  async getDefaultSystemShell(): Promise<string> {
    return (await this.#joined).shell
  }

  async getEnvironment(): Promise<IProcessEnvironment> {
    return (await this.#joined).env
  }

  getShellEnvironment(): Promise<IProcessEnvironment> {
    return this.getEnvironment()
  }

  async getLatency() {
    const start = performance.now()
    await this.#client.ping({})
    return [{ label: 'page<->engine', latency: performance.now() - start }]
  }

  getWslPath = async (original: string) => original
  getPerformanceMarks = async () => []
  setNextCommandId = async () => {}
  installAutoReply = async () => {}
  uninstallAllAutoReplies = async () => {}
  reduceConnectionGraceTime = async () => {}
  requestDetachInstance = async () => undefined
  acceptDetachInstanceReply = async () => {}
  persistTerminalState = async () => {}
  restartPtyHost = () => {}

  #adopt(id: number, shouldPersist: boolean, nonce: string, memo: Memo, isSurvivor = false): EnginePty {
    const pty = new EnginePty(id, shouldPersist, nonce, memo, this.#client, this.options.isPageLeaving)
    pty.isShownAlready = isSurvivor
    this.#ptys.set(id, pty)
    return pty
  }

  /**
   * The engine was restarted, or has forgotten this page: the workbench asks for each terminal again, and gets the one
   * that is in its place, or a new one.
   */
  async #recover(): Promise<void> {
    const lost = [...this.#ptys.values()]
    this.#ptys.clear()
    for (const pty of lost) pty.dispose()
    this.#joined = this.join()
    await this.#joined
    this.#survivors = new Survivors(lost, await this.#client.list({}))
    this.#restarts.fire()
  }
}
