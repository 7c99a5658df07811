import type { TerminalDetails, TerminalLaunch, TerminalLayout, TerminalLayoutDetails } from '@caret/protocol'
import type { Started, Terminal, Viewer } from './terminal.ts'
import type { Terminals } from './terminals.ts'

/** Lets a page, by its name, see the engine's terminals. */
export function joinTerminals(terminals: Terminals, name: string, isConnected: () => boolean): Page {
  const page = new Page(terminals, name, isConnected)
  terminals.join(page)
  return page
}

/** What one page can do with the engine's terminals: it reaches its own and those whose page is gone. */
export class Page implements Disposable {
  #gone = false

  constructor(
    private readonly terminals: Terminals,
    readonly name: string,
    private readonly isConnected: () => boolean,
  ) {}

  isThere(): boolean {
    return !this.#gone && this.isConnected()
  }

  create(launch: TerminalLaunch): number {
    return this.terminals.create(this, launch).id
  }

  /** False if there is no such terminal, or another living page has it. */
  attach(id: number): boolean {
    if (this.#gone || !this.terminals.isOpenTo(this, id)) return false
    this.terminals.take(this, id)
    return true
  }

  async start(id: number, viewer: Viewer): Promise<Started> {
    const terminal = this.own(id)
    if (!terminal) return { kind: 'failed', message: 'The terminal is not there any more.' }
    if (terminal.started) return terminal.show(viewer)
    const started = await terminal.start(viewer)
    if (started.kind === 'failed') await terminal.end(true)
    return started
  }

  /** The terminal, if this page has it. */
  own(id: number): Terminal | undefined {
    return this.terminals.owner(id) === this ? this.terminals.get(id) : undefined
  }

  detach(id: number): void {
    if (this.own(id)) this.terminals.leave(id)
  }

  async end(id: number, immediate: boolean): Promise<void> {
    await this.own(id)?.end(immediate)
  }

  list(): TerminalDetails[] {
    return this.terminals.openTo(this).map((terminal) => this.#describe(terminal))
  }

  setLayout(layout: TerminalLayout): void {
    if (!this.#gone) this.terminals.setLayout(this, layout)
  }

  /** The tabs and splits of this page and of those that are gone, then what is in no tab; all of it is this page's now. */
  takeLayout(): TerminalLayoutDetails {
    const found = new Map(this.list().map((details) => [details.id, details]))
    for (const id of found.keys()) this.terminals.take(this, id)
    const pick = (id: number) => {
      const details = found.get(id)
      found.delete(id)
      return details ? [details] : []
    }

    const layouts = this.terminals.takeLayouts(this)
    const tabs = layouts.flatMap((layout, index) =>
      layout.tabs.map((tab) => ({
        ...tab,
        isActive: tab.isActive && index === 0,
        terminals: tab.terminals.flatMap(({ relativeSize, terminal }) =>
          pick(terminal).map((details) => ({ relativeSize, terminal: details })),
        ),
      })),
    )
    const background = layouts.flatMap((layout) => (layout.background ?? []).flatMap(pick))
    const rest = [...found.values()].map((terminal) => ({
      isActive: false,
      activePersistentProcessId: terminal.id,
      terminals: [{ relativeSize: 1, terminal }],
    }))
    return { tabs: [...tabs.filter((tab) => tab.terminals.length > 0), ...rest], background }
  }

  [Symbol.dispose](): void {
    if (this.#gone) return
    this.#gone = true
    this.terminals.forget(this)
  }

  #describe(terminal: Terminal): TerminalDetails {
    const owner = this.terminals.owner(terminal.id)
    return { ...terminal.details, orphan: !owner?.isThere() }
  }
}
