import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { TerminalDetails, TerminalLaunch, TerminalReplay } from '@caret/protocol'
import { type IPty, spawn } from '@lydell/node-pty'
import { Batch } from './batch.ts'
import { terminalEnvironment } from './environment.ts'
import { createFlow } from './flow.ts'
import { keepLastOutput } from './last-output.ts'
import { currentFolder, endSession } from './process-group.ts'
import type { SavedTerminal } from './saved.ts'
import { Screen } from './screen.ts'
import { injectShellIntegration } from './shell-integration.ts'
import { findProgram } from './shells.ts'

/** The page that shows a terminal. */
export interface Viewer {
  data(text: string): void
  replay(replay: TerminalReplay): void
  changed(state: { title: string; hasChildren: boolean }): void
  exited(code: number): void
  open(folder: string, targets: string[]): void
}

export interface TerminalOptions {
  id: number
  launch: TerminalLaunch
  folder: string
  shell: string
  env: Record<string, string>
  version: string
  /** Where the shells' scripts are. */
  scripts: string
  /** What an earlier engine's terminal has shown: it comes first, and this one takes its place. */
  history?: string
  onEnd: () => void
}

export type Started =
  | { kind: 'started'; pid: number; cwd: string; injected?: string[] }
  | { kind: 'failed'; message: string; code?: number }

const titleEveryMs = 200
/** Added to a signal's number, as shells do. */
const signalled = 128

/** A process on a pseudoterminal, and its screen. It lives until its process has ended, whoever looks at it. */
export class Terminal {
  readonly id: number
  readonly screen: Screen
  readonly launch: TerminalLaunch
  title = ''
  titleSource = 1
  memo: Record<string, unknown>

  #pty: IPty | undefined
  #cwd = ''
  #viewer: Viewer | undefined
  #batch = new Batch((text) => this.#viewer?.data(text))
  #flow = createFlow<'viewer' | 'screen'>(
    () => this.#pty?.pause(),
    () => !this.#held && this.#pty?.resume(),
  )
  #held = false
  #executable = ''
  #process = { title: '', hasChildren: false }
  #titleTimer: NodeJS.Timeout | undefined
  #ended = false
  #whenEnded: (() => void)[] = []

  constructor(private readonly options: TerminalOptions) {
    const { id, launch } = options
    this.id = id
    this.launch = launch
    this.memo = launch.memo
    this.screen = new Screen({
      ...{ cols: launch.cols, rows: launch.rows, scrollback: launch.scrollback },
      ...{ unicode: launch.unicode, nonce: launch.nonce },
      onParsed: (chars) => this.#flow.taken('screen', chars),
      onOpen: (folder, targets) => this.#viewer?.open(folder, targets),
    })
    if (options.history)
      this.screen.write(`${options.history}\x1b[0m\r\n${dim('A new shell: the engine was restarted.')}`)
  }

  get pid(): number {
    return this.#pty?.pid ?? 0
  }

  get started(): boolean {
    return this.#pty !== undefined
  }

  /** Whether a page may find it: it runs, or takes the place of one that did. */
  get isListed(): boolean {
    return this.started || this.options.history !== undefined
  }

  get details(): Omit<TerminalDetails, 'orphan'> {
    const { id, pid, title, titleSource, memo } = this
    const cwd = this.screen.commands.cwd || this.#cwd || this.launch.cwd || this.options.folder
    const { hasChildren } = this.#process
    return {
      id,
      pid,
      title: title || this.#process.title,
      titleSource,
      cwd,
      hasChildren,
      nonce: this.launch.nonce,
      memo,
    }
  }

  /** Starts the process and shows it to `viewer`. */
  async start(viewer: Viewer): Promise<Started> {
    const { launch, folder, shell } = this.options
    const asked = launch.cwd || folder
    const cwd = (await isFolder(asked)) ? asked : folder
    const env = terminalEnvironment(launch.inheritEnv ? { ...this.options.env, ...launch.env } : launch.env, {
      version: this.options.version,
      bin: `${this.options.scripts}/bin`,
      nonce: launch.nonce,
    })
    const wanted = launch.executable || shell
    const executable = await findProgram(wanted, env, cwd)
    if (!executable) return { kind: 'failed', message: `There is no program "${wanted}". Choose another profile.` }
    if (this.#ended) return { kind: 'failed', message: 'The terminal was closed.' }

    const args = typeof launch.args === 'string' ? launch.args : (launch.args ?? [])
    const injection =
      launch.shellIntegration && typeof args !== 'string'
        ? injectShellIntegration(executable, args, env, this.options.scripts)
        : undefined
    if (this.options.history) {
      await this.screen.settled()
      viewer.replay(this.screen.replay())
    }
    this.#viewer = viewer
    if (cwd !== asked) this.#show(dim(`There is no folder ${asked}; this terminal starts in ${cwd}.`))
    try {
      this.#run(
        spawn(executable, injection?.args ?? args, {
          ...{ name: 'xterm-256color', cols: this.screen.cols, rows: this.screen.rows, cwd },
          env: { ...env, ...injection?.env },
        }),
      )
    } catch (error) {
      return { kind: 'failed', message: `${executable} could not be started: ${(error as Error).message}` }
    }
    this.#cwd = cwd
    this.#executable = executable
    return { kind: 'started', pid: this.pid, cwd, injected: injection?.args }
  }

  /** Shows `viewer` the screen as it is, and from then on what comes. */
  async show(viewer: Viewer): Promise<Started> {
    this.leave()
    this.#held = true
    this.#pty?.pause()
    await this.screen.settled()
    this.#held = false
    if (this.#ended) return { kind: 'failed', message: 'The process has ended.' }
    viewer.replay(this.screen.replay())
    this.#viewer = viewer
    if (!this.#flow.paused) this.#pty?.resume()
    viewer.changed(this.#process)
    return { kind: 'started', pid: this.pid, cwd: this.#cwd }
  }

  /** Nobody looks any more; the process goes on. */
  leave(): void {
    this.#viewer = undefined
    this.#batch.clear()
    this.#flow.forget('viewer')
  }

  acknowledge(chars: number): void {
    this.#flow.taken('viewer', chars)
  }

  input(data: string | Buffer): void {
    // The pseudoterminal takes bytes as well; its types do not say so.
    if (!this.#ended) this.#pty?.write(data as string)
    this.#lookAtProcess()
  }

  resize(cols: number, rows: number): void {
    if (this.#ended) return
    this.#pty?.resize(cols, rows)
    this.screen.resize(cols, rows)
  }

  signal(name: string): void {
    if (!this.#ended) this.#pty?.kill(name)
  }

  clear(): void {
    this.screen.clear()
    this.#pty?.clear()
  }

  async cwd(): Promise<string> {
    return (this.pid && (await currentFolder(this.pid))) || this.details.cwd
  }

  /** What a later engine needs to put a terminal in this one's place. */
  async save(): Promise<SavedTerminal> {
    const cwd = await this.cwd()
    await this.screen.settled()
    const { id, title, titleSource, memo } = this
    const { cols, rows } = this.screen
    return {
      launch: { ...this.launch, cwd, cols, rows, memo, env: {}, inheritEnv: true },
      ...{ id, title, titleSource, history: this.started ? this.screen.history() : (this.options.history ?? '') },
    }
  }

  /** Ends all processes of the terminal; resolves when they have ended. */
  async end(immediate: boolean): Promise<void> {
    this.leave()
    if (!this.#pty) return this.#finish()
    // A paused pseudoterminal would not see the end of its process.
    this.#flow.forget('screen')
    this.#pty.resume()
    if (process.platform === 'win32') this.#pty.kill()
    else await endSession(this.#pty.pid, immediate)
    if (!this.#ended) await new Promise<void>((resolve) => this.#whenEnded.push(resolve))
  }

  #run(pty: IPty): void {
    this.#pty = pty
    const heard = keepLastOutput(pty, () => this.#held || this.#flow.paused)
    pty.onData((text) => {
      heard()
      this.#show(text)
      this.#lookAtProcess()
    })
    pty.onExit(({ exitCode, signal }) => {
      this.#batch.flush()
      this.#viewer?.exited(signal ? signalled + signal : exitCode)
      this.#finish()
    })
    this.#lookAtProcess()
  }

  #show(text: string): void {
    if (this.#ended) return
    this.#flow.sent('screen', text.length)
    this.screen.write(text)
    if (!this.#viewer) return
    this.#flow.sent('viewer', text.length)
    this.#batch.add(text)
  }

  #finish(): void {
    if (this.#ended) return
    this.#ended = true
    clearTimeout(this.#titleTimer)
    this.#batch[Symbol.dispose]()
    this.screen[Symbol.dispose]()
    for (const resolve of this.#whenEnded.splice(0)) resolve()
    this.options.onEnd()
  }

  /** The name of the process in front changes without a word: looked at a moment after there was input or output. */
  #lookAtProcess(): void {
    if (this.#titleTimer || this.#ended) return
    this.#titleTimer = setTimeout(() => {
      this.#titleTimer = undefined
      if (!this.#pty || this.#ended) return
      const title = this.#pty.process
      // A login shell's name begins with a dash.
      const hasChildren = basename(title).replace(/^-/, '') !== basename(this.#executable)
      if (title === this.#process.title && hasChildren === this.#process.hasChildren) return
      this.#process = { title, hasChildren }
      this.#viewer?.changed(this.#process)
    }, titleEveryMs)
    this.#titleTimer.unref()
  }
}

const isFolder = (path: string) =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )

const dim = (text: string) => `\x1b[2m${text}\x1b[0m\r\n`
