import {
  type Client,
  connect,
  createConnection,
  engineService,
  filesService,
  gitService,
  languagesService,
  Link,
  type MessageConnection,
  type Methods,
  type Service,
  searchService,
  terminalsService,
} from '@caret/protocol'
import { WebSocket } from 'ws'

export const allFiles = { includes: [], excludes: [], useIgnoreFiles: true }

/** A page without its pictures: the editor's services over a real WebSocket. */
export class Page implements Disposable {
  readonly engine: Client<typeof engineService.methods>
  readonly files: Client<typeof filesService.methods>
  readonly git: Client<typeof gitService.methods>
  readonly languages: Client<typeof languagesService.methods>
  readonly search: Client<typeof searchService.methods>
  readonly terminals: Client<typeof terminalsService.methods>

  private constructor(
    private readonly link: Link,
    connection: MessageConnection,
    readonly root: string,
  ) {
    const use = <M extends Methods>(service: Service<M>) => connect(connection, service)
    this.engine = use(engineService)
    this.files = use(filesService)
    this.git = use(gitService)
    this.languages = use(languagesService)
    this.search = use(searchService)
    this.terminals = use(terminalsService)
  }

  /** Connects to the engine at `url`, and asks what an editor asks when it opens. */
  static async open(url: string): Promise<Page> {
    const { port, searchParams, hostname } = new URL(url)
    const cookie = `caret-${port}=${searchParams.get('token')}`
    class WithCookie extends WebSocket {
      constructor(address: string) {
        super(address, { headers: { cookie } })
      }
    }
    const link = new Link(`ws://${hostname}:${port}/rpc`, () => {}, WithCookie)
    const connection = createConnection(link.channel)
    const { root } = await connect(connection, engineService).info({})
    const page = new Page(link, connection, root)
    await page.files.list({ path: root })
    if (await page.git.open({})) await page.git.status({})
    await page.terminals.join({ page: crypto.randomUUID() })
    return page
  }

  /** Searches all files for a word as the Search view does. */
  async find(pattern: string, onHits: () => void = () => {}): Promise<void> {
    const options = { regex: false, caseSensitive: false, wholeWord: false, multiline: false, followLinks: false }
    await this.search.text({ ...allFiles, ...options, pattern, maxResults: 20_000, context: 0 }, onHits)
  }

  /** Runs a shell command in a terminal of its own, reading all it prints; gives the number of characters. */
  async terminal(command: string): Promise<number> {
    let chars = 0
    const { id } = await this.terminals.create({
      ...{ executable: '/bin/sh', args: ['-c', command], env: {}, inheritEnv: true },
      ...{ cols: 120, rows: 30, unicode: '11', scrollback: 1000 },
      ...{ shellIntegration: false, nonce: 'bench', persistent: false, memo: {} },
    })
    using _data = this.terminals.on('data', ({ id: from, data }) => {
      if (from !== id) return
      chars += data.length
      this.terminals.acknowledge({ id, chars: data.length })
    })
    let listener: Disposable | undefined
    const exited = new Promise<void>((resolve) => {
      listener = this.terminals.on('exited', (ended) => ended.id === id && resolve())
    })
    const started = await this.terminals.start({ id })
    if (started.kind === 'failed') throw new Error(started.message)
    await exited
    listener?.[Symbol.dispose]()
    return chars
  }

  [Symbol.dispose](): void {
    this.link[Symbol.dispose]()
  }
}
