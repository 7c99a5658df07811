import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  Channel,
  type Client,
  connect,
  createConnection,
  type Frame,
  type TerminalLaunch,
  type TerminalReplay,
  terminalsService,
} from '@caret/protocol'
import { serveTerminals } from './serve.ts'
import { openTerminals, type Terminals } from './terminals.ts'

export interface TestEngine extends AsyncDisposable {
  folder: string
  terminals: Terminals
  page(name?: string): Promise<TestPage>
  /** Ends the engine's terminals and opens the next engine's. */
  restart(): Promise<void>
}

/** Terminals over a temporary folder, with a home of their own, whose pages speak over real channels in memory. */
export async function openTestEngine(): Promise<TestEngine> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'caret-terminals-')))
  const folder = join(root, 'project')
  const home = join(root, 'home')
  await mkdir(folder)
  await mkdir(home)
  const { PATH, LANG = 'C.UTF-8' } = process.env
  const env = { PATH, LANG, HOME: home, SHELL: '/bin/bash', CARET_SECRET: 'hidden', PS1: '$ ' }
  const saved = join(root, 'saved.json')
  const open = () => openTerminals({ folder, scripts: join(root, 'scripts'), saved, version: '1.2.3', env })
  let terminals = await open()
  let lastPage = 0
  return {
    folder,
    get terminals() {
      return terminals
    },
    page: (name = `test-page-${++lastPage}`) => TestPage.join(terminals, name),
    async restart() {
      await terminals[Symbol.asyncDispose]()
      terminals = await open()
    },
    async [Symbol.asyncDispose]() {
      await terminals[Symbol.asyncDispose]()
      await rm(root, { recursive: true, force: true })
    },
  }
}

/** What a page sees of its terminals. */
export class TestPage implements Disposable {
  readonly replays = new Map<number, TerminalReplay>()
  readonly exits = new Map<number, number>()
  readonly titles = new Map<number, string>()
  readonly opened: unknown[] = []
  /** What was received and not yet acknowledged, where acknowledging is off. */
  acknowledging = true
  connected = true
  #output = new Map<number, string>()
  #waiting = new Set<() => void>()

  static async join(terminals: Terminals, name: string): Promise<TestPage> {
    const page = new TestPage(terminals)
    await page.client.join({ page: name })
    return page
  }

  readonly client: Client<typeof terminalsService.methods>
  #ends: [Channel, Channel]

  private constructor(terminals: Terminals) {
    this.#ends = channelPair()
    const [here, there] = this.#ends
    const served = serveTerminals(createConnection(there), terminals, () => this.connected)
    const connection = createConnection(here)
    connection.onClose(() => served[Symbol.dispose]())
    this.client = connect(connection, terminalsService)
    this.client.on('data', ({ id, data }) => {
      this.#output.set(id, this.output(id) + data)
      if (this.acknowledging) this.client.acknowledge({ id, chars: data.length })
      this.#changed()
    })
    this.client.on('replay', ({ id, replay }) => {
      this.replays.set(id, replay)
      this.#output.set(id, '')
      this.#changed()
    })
    this.client.on('exited', ({ id, code }) => {
      this.exits.set(id, code)
      this.#changed()
    })
    this.client.on('changed', ({ id, title }) => {
      this.titles.set(id, title)
      this.#changed()
    })
    this.client.on('open', (location) => {
      this.opened.push(location)
      this.#changed()
    })
  }

  /** All that came since the start or the replay. */
  output(id: number): string {
    return this.#output.get(id) ?? ''
  }

  async open(launch: Partial<TerminalLaunch> = {}): Promise<number> {
    const { id } = await this.client.create({ ...plain, ...launch })
    const started = await this.client.start({ id })
    if (started.kind === 'failed') throw new Error(started.message)
    return id
  }

  async reopen(id: number): Promise<TerminalReplay> {
    if (!(await this.client.attach({ id }))) throw new Error('not attached')
    const started = await this.client.start({ id })
    if (started.kind === 'failed') throw new Error(started.message)
    return this.replays.get(id)!
  }

  /** Resolves when `condition` holds; looks each time something arrives. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#waiting.add(resolve))
  }

  [Symbol.dispose](): void {
    for (const end of this.#ends) end.end()
  }

  #changed(): void {
    for (const resolve of this.#waiting) resolve()
    this.#waiting.clear()
  }
}

export const plain: TerminalLaunch = {
  ...{ executable: '/bin/bash', args: ['--norc', '--noprofile'], env: {}, inheritEnv: true },
  ...{ cols: 80, rows: 24, unicode: '11', scrollback: 1000 },
  ...{ shellIntegration: false, nonce: 'nonce-1', persistent: true, memo: {} },
}

function channelPair(): [Channel, Channel] {
  const a = new Channel()
  const b = new Channel()
  const socketA = { send: (frame: Frame) => setImmediate(() => b.receive(socketB, frame)), close: () => {} }
  const socketB = { send: (frame: Frame) => setImmediate(() => a.receive(socketA, frame)), close: () => {} }
  a.attach(socketA, 0)
  b.attach(socketB, 0)
  return [a, b]
}
