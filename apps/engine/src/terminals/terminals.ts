import type { TerminalLaunch, TerminalLayout, TerminalProfile } from '@caret/protocol'
import { userEnvironment } from './environment.ts'
import { Page } from './page.ts'
import { findProfiles, loginShell } from './shells.ts'
import { writeShellScripts } from './shell-scripts.ts'
import { Terminal } from './terminal.ts'

export interface TerminalsOptions {
  /** The opened folder: where terminals start. */
  folder: string
  /** Where the shells' scripts are written; each engine has its own, since they belong to its version. */
  scripts: string
  version: string
  /** The engine's environment. */
  env?: NodeJS.ProcessEnv
}

/** Opens the engine's terminals: none yet. */
export async function openTerminals(options: TerminalsOptions): Promise<Terminals> {
  const env = userEnvironment(options.env ?? process.env)
  await writeShellScripts(options.scripts)
  return new Terminals(options, env, await loginShell(env))
}

/** All terminals of an engine. They outlive the pages that show them, and end with the engine. */
export class Terminals implements AsyncDisposable {
  #terminals = new Map<number, Terminal>()
  #owners = new Map<number, Page>()
  #layouts = new Map<string, TerminalLayout>()
  #pages = new Set<Page>()
  #lastId = 0

  constructor(
    private readonly options: TerminalsOptions,
    /** What shells inherit. */
    readonly env: Record<string, string>,
    readonly shell: string,
  ) {}

  profiles(wanted: { configured: unknown; default?: string; detect: boolean }): Promise<TerminalProfile[]> {
    return findProfiles(wanted, this.env)
  }

  /**
   * A page wants to see terminals. Another one of the same name is gone: it was reloaded.
   *
   * @param isThere whether the page is connected right now
   */
  join(name: string, isThere: () => boolean): Page {
    for (const page of this.#pages) if (page.name === name) page[Symbol.dispose]()
    const page = new Page(this, name, isThere)
    this.#pages.add(page)
    return page
  }

  create(page: Page, launch: TerminalLaunch): Terminal {
    const id = ++this.#lastId
    const terminal = new Terminal({
      ...{ id, launch, folder: this.options.folder, shell: this.shell, env: this.env },
      ...{ version: this.options.version, scripts: this.options.scripts },
      onEnd: () => {
        this.#terminals.delete(id)
        this.#owners.delete(id)
      },
    })
    this.#terminals.set(id, terminal)
    this.#owners.set(id, page)
    return terminal
  }

  get(id: number): Terminal | undefined {
    return this.#terminals.get(id)
  }

  owner(id: number): Page | undefined {
    return this.#owners.get(id)
  }

  /** Whether `page` has the terminal, or may take it because no living page has it. */
  isOpenTo(page: Page, id: number): boolean {
    const owner = this.#owners.get(id)
    return this.#terminals.has(id) && (!owner || owner === page || !owner.isThere())
  }

  /** Gives the terminal to `page`. */
  take(page: Page, id: number): void {
    if (this.#owners.get(id) !== page) this.#terminals.get(id)?.leave()
    this.#owners.set(id, page)
  }

  leave(id: number): void {
    this.#owners.delete(id)
    this.#terminals.get(id)?.leave()
  }

  /** In the order of their making. */
  openTo(page: Page): Terminal[] {
    return [...this.#terminals.values()].filter(({ id, started }) => started && this.isOpenTo(page, id))
  }

  setLayout(page: Page, layout: TerminalLayout): void {
    this.#layouts.set(page.name, layout)
  }

  /** The layout of `page`, then those of pages that are gone; these are forgotten. */
  takeLayouts(page: Page): TerminalLayout[] {
    const there = new Set([...this.#pages].filter((other) => other.isThere()).map(({ name }) => name))
    const own = this.#layouts.get(page.name)
    const others = [...this.#layouts.keys()].filter((name) => name !== page.name && !there.has(name))
    const layouts = [own, ...others.map((name) => this.#layouts.get(name))].filter((layout) => layout !== undefined)
    for (const name of others) this.#layouts.delete(name)
    return layouts
  }

  /** The page is gone: what does not outlive it ends, the rest waits for another. */
  forget(page: Page): void {
    this.#pages.delete(page)
    for (const [id, owner] of [...this.#owners]) {
      if (owner !== page) continue
      this.leave(id)
      const terminal = this.#terminals.get(id)
      if (terminal && !(terminal.launch.persistent && terminal.started)) void terminal.end(false)
    }
  }

  /** Ends every terminal. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#terminals.values()].map((terminal) => terminal.end(false)))
  }
}
