import type { TerminalLaunch, TerminalLayout, TerminalProfile } from '@caret/protocol'
import { userEnvironment } from './environment.ts'
import { type SavedTerminals, saveTerminals, takeSavedTerminals } from './saved.ts'
import { findProfiles, loginShell } from './shells.ts'
import { writeShellScripts } from './shell-scripts.ts'
import { Terminal } from './terminal.ts'

export interface TerminalsOptions {
  /** The opened folder: where terminals start. */
  folder: string
  /** Where the shells' scripts are written; each engine has its own, since they belong to its version. */
  scripts: string
  /** Where terminals are saved when the engine ends, to be found by the next one. */
  saved: string
  version: string
  /** The engine's environment. */
  env?: NodeJS.ProcessEnv
}

/** Opens the engine's terminals: those that take the place of the last engine's, whose shells start when a page comes. */
export async function openTerminals(options: TerminalsOptions): Promise<Terminals> {
  const env = userEnvironment(options.env ?? process.env)
  await writeShellScripts(options.scripts)
  const terminals = new Terminals(options, env, await loginShell(env))
  terminals.restore(await takeSavedTerminals(options.saved))
  return terminals
}

/** Who has terminals: a page. */
export interface Owner extends Disposable {
  readonly name: string
  /** Whether it is connected right now. */
  isThere(): boolean
}

/** All terminals of an engine. They outlive the pages that show them, and end with the engine. */
export class Terminals implements AsyncDisposable {
  #terminals = new Map<number, Terminal>()
  #owners = new Map<number, Owner>()
  #layouts = new Map<string, TerminalLayout>()
  #pages = new Set<Owner>()
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

  /** A page wants to see terminals. Another one of the same name is gone: it was reloaded. */
  join(page: Owner): void {
    for (const other of this.#pages) if (other.name === page.name) other[Symbol.dispose]()
    this.#pages.add(page)
  }

  create(page: Owner, launch: TerminalLaunch): Terminal {
    const terminal = this.#add(launch)
    this.#owners.set(terminal.id, page)
    return terminal
  }

  /** Puts terminals in the place of saved ones. */
  restore({ terminals, layouts }: SavedTerminals): void {
    const renamed = new Map<number, number>()
    for (const { id, launch, title, titleSource, history } of terminals) {
      const terminal = this.#add(launch, history)
      terminal.title = title
      terminal.titleSource = titleSource
      renamed.set(id, terminal.id)
    }
    // A terminal that was not saved has no number: no terminal has the number zero.
    const rename = (id: number) => renamed.get(id) ?? 0
    for (const [page, layout] of layouts) {
      const tabs = layout.tabs.map((tab) => ({
        ...tab,
        activePersistentProcessId: rename(tab.activePersistentProcessId ?? 0),
        terminals: tab.terminals.map((leaf) => ({ ...leaf, terminal: rename(leaf.terminal) })),
      }))
      this.#layouts.set(page, { tabs, background: layout.background?.map(rename) ?? null })
    }
  }

  get(id: number): Terminal | undefined {
    return this.#terminals.get(id)
  }

  owner(id: number): Owner | undefined {
    return this.#owners.get(id)
  }

  /** Whether `page` has the terminal, or may take it because no living page has it. */
  isOpenTo(page: Owner, id: number): boolean {
    const owner = this.#owners.get(id)
    return this.#terminals.has(id) && (!owner || owner === page || !owner.isThere())
  }

  /** Gives the terminal to `page`. */
  take(page: Owner, id: number): void {
    if (this.#owners.get(id) !== page) this.#terminals.get(id)?.leave()
    this.#owners.set(id, page)
  }

  leave(id: number): void {
    this.#owners.delete(id)
    this.#terminals.get(id)?.leave()
  }

  /** In the order of their making. */
  openTo(page: Owner): Terminal[] {
    return [...this.#terminals.values()].filter(({ id, isListed }) => isListed && this.isOpenTo(page, id))
  }

  setLayout(page: Owner, layout: TerminalLayout): void {
    this.#layouts.set(page.name, layout)
  }

  /** The layout of `page`, then those of pages that are gone; these are forgotten. */
  takeLayouts(page: Owner): TerminalLayout[] {
    const there = new Set([...this.#pages].filter((other) => other.isThere()).map(({ name }) => name))
    const own = this.#layouts.get(page.name)
    const others = [...this.#layouts.keys()].filter((name) => name !== page.name && !there.has(name))
    const layouts = [own, ...others.map((name) => this.#layouts.get(name))].filter((layout) => layout !== undefined)
    for (const name of others) this.#layouts.delete(name)
    return layouts
  }

  /** The page is gone: what does not outlive it ends, the rest waits for another. */
  forget(page: Owner): void {
    this.#pages.delete(page)
    for (const [id, owner] of [...this.#owners]) {
      if (owner !== page) continue
      this.leave(id)
      const terminal = this.#terminals.get(id)
      if (terminal && !(terminal.launch.persistent && terminal.isListed)) void terminal.end(false)
    }
  }

  /** Saves the terminals that are to outlive their pages, and ends them all. */
  async [Symbol.asyncDispose](): Promise<void> {
    const all = [...this.#terminals.values()]
    const lasting = all.filter(({ launch, isListed }) => launch.persistent && isListed)
    await saveTerminals(this.options.saved, {
      terminals: await Promise.all(lasting.map((terminal) => terminal.save())),
      layouts: [...this.#layouts],
    })
    await Promise.all(all.map((terminal) => terminal.end(false)))
  }

  #add(launch: TerminalLaunch, history?: string): Terminal {
    const id = ++this.#lastId
    const terminal = new Terminal({
      ...{ id, launch, history, folder: this.options.folder, shell: this.shell, env: this.env },
      ...{ version: this.options.version, scripts: this.options.scripts },
      onEnd: () => {
        this.#terminals.delete(id)
        this.#owners.delete(id)
      },
    })
    this.#terminals.set(id, terminal)
    return terminal
  }
}
