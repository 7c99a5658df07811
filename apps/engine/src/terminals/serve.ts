import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type MessageConnection, serve, terminalsService } from '@caret/protocol'
import { joinTerminals, type Page } from './page.ts'
import type { Viewer } from './terminal.ts'
import type { Terminals } from './terminals.ts'

/**
 * Serves terminals to one page.
 *
 * @param isConnected whether the page's socket is there right now: the terminals of a page that lost it may be taken by
 *   another page
 */
export function serveTerminals(
  connection: MessageConnection,
  terminals: Terminals,
  isConnected: () => boolean = () => true,
): Disposable {
  let page: Page | undefined
  const joined = () => {
    if (!page) throw new Error('A page must join before it uses terminals.')
    return page
  }
  const own = (id: number) => page?.own(id)

  const served = serve(connection, terminalsService, {
    join: ({ page: name }) => {
      page?.[Symbol.dispose]()
      page = joinTerminals(terminals, name, isConnected)
      return { shell: terminals.shell, env: terminals.env }
    },
    profiles: (wanted) => terminals.profiles(wanted),
    create: (launch) => ({ id: joined().create(launch) }),
    attach: ({ id }) => joined().attach(id),
    start: ({ id }) => joined().start(id, view(id)),
    detach: ({ id }) => {
      joined().detach(id)
      return null
    },
    kill: async ({ id, immediate }) => {
      await joined().end(id, immediate)
      return null
    },
    list: () => joined().list(),
    takeLayout: () => joined().takeLayout(),
    setLayout: (layout) => page?.setLayout(layout),
    update: ({ id, title, titleSource, memo }) => {
      const terminal = own(id)
      if (!terminal) return
      terminal.title = title ?? terminal.title
      terminal.titleSource = titleSource ?? terminal.titleSource
      terminal.memo = memo ?? terminal.memo
    },
    cwd: async ({ id }) => (await own(id)?.cwd()) ?? '',
    ping: () => null,
    input: ({ id, data }) => own(id)?.input(data),
    binary: ({ id, data }) => own(id)?.input(Buffer.from(data, 'latin1')),
    resize: ({ id, cols, rows }) => own(id)?.resize(cols, rows),
    acknowledge: ({ id, chars }) => own(id)?.acknowledge(chars),
    signal: ({ id, signal }) => own(id)?.signal(signal),
    clear: ({ id }) => own(id)?.clear(),
    unicode: ({ id, version }) => own(id)?.screen.setUnicode(version),
  })

  const view = (id: number): Viewer => ({
    data: (data) => served.emit('data', { id, data }),
    replay: (replay) => served.emit('replay', { id, replay }),
    changed: (state) => served.emit('changed', { id, ...state }),
    exited: (code) => served.emit('exited', { id, code }),
    open: async (folder, targets) => {
      for (const target of targets) served.emit('open', await locate(folder, target))
    },
  })

  return {
    [Symbol.dispose]() {
      page?.[Symbol.dispose]()
      served[Symbol.dispose]()
    },
  }
}

/** `FILE`, `FILE:LINE` or `FILE:LINE:COLUMN`; a file whose name ends that way goes first. */
async function locate(folder: string, target: string): Promise<{ path: string; line?: number; column?: number }> {
  const whole = resolve(folder, target)
  const [, name, line, column] = /^(.+?):(\d+)(?::(\d+))?:?$/.exec(target) ?? []
  if (!name || (await stat(whole).catch(() => undefined))) return { path: whole }
  return { path: resolve(folder, name), line: Number(line), column: column ? Number(column) : undefined }
}
