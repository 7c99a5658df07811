import { type LanguageServer, languagesService } from '@caret/protocol'
import type * as vscode from 'vscode'
import type { Engine } from '../engine.ts'
import type { Completions, RunningClient } from './client.ts'
import { shareSettings } from './settings.ts'
import { showServerStatus } from './status.ts'

/** Asks servers what they hold against a document that no tab shows; by themselves they are asked about tabs only. */
export type Diagnose = (document: vscode.TextDocument, signal: AbortSignal) => Promise<vscode.Diagnostic[]>

/** What the page asks language servers itself, beside the workbench. */
export interface Servers {
  diagnose: Diagnose
  /** Asks what can stand at a position; the answer comes as all others do. Fails with nothing but silence. */
  complete(document: vscode.TextDocument, position: vscode.Position, signal: AbortSignal): Promise<void>
  /** Tells of all completions that servers give, to the workbench too. */
  onCompletions(listener: (completions: Completions) => void): void
}

/** Joins the engine's language servers, each when the first document of one of its languages is open. Gives a way to ask them. */
export async function registerLanguages(api: typeof vscode, engine: Engine): Promise<Servers> {
  const languages = engine.use(languagesService)
  const servers = new Map<string, LanguageServer>()
  const started = new Map<string, Promise<RunningClient | undefined>>()
  const completionListeners: ((completions: Completions) => void)[] = []
  const status = showServerStatus(api, languages)

  const take = (server: LanguageServer) => {
    const known = servers.get(server.id)
    servers.set(server.id, server)
    status.show(server)
    // One that was missing may have been installed.
    if (known?.state === 'missing' && server.state !== 'missing') serveOpenDocuments()
  }
  const refresh = async () => {
    for (const server of await languages.servers({})) take(server)
    serveOpenDocuments()
  }
  const start = async (server: LanguageServer): Promise<RunningClient | undefined> => {
    try {
      // It is large, and made of classes of the API, which must be there first.
      const client = await import('./client.ts')
      return await client.startClient(api, languages, server, (completions) => {
        for (const listener of completionListeners) listener(completions)
      })
    } catch {
      // The status has said why; the next document, or a restart, tries again.
      started.delete(server.id)
      return undefined
    }
  }
  const serve = ({ languageId }: vscode.TextDocument) => {
    for (const server of serversFor(languageId, [...servers.values()])) {
      if (server.state !== 'missing' && !started.has(server.id)) started.set(server.id, start(server))
    }
  }
  const serveOpenDocuments = () => {
    for (const document of api.workspace.textDocuments) serve(document)
  }
  const choose = async (placeHolder: string): Promise<string | undefined> => {
    const current = api.window.activeTextEditor?.document.languageId
    const isCurrent = (server: LanguageServer) => Number(server.languages.includes(current ?? ''))
    const rows = [...servers.values()]
      .sort((a, b) => isCurrent(b) - isCurrent(a))
      .map(({ id, name, state }) => ({ label: name, description: state, id }))
    return (await api.window.showQuickPick(rows, { placeHolder }))?.id
  }

  api.commands.registerCommand('caret.restartLanguageServer', async (given?: string) => {
    const id = given ?? (await choose('The language server to restart'))
    if (id === undefined) return
    await status.restart(id)
    serveOpenDocuments()
  })
  api.commands.registerCommand('caret.stopLanguageServer', async (given?: string) => {
    const server = given ?? (await choose('The language server to stop'))
    if (server !== undefined) await languages.stop({ server })
  })

  languages.on('status', (server) => {
    take(server)
    void status.notice(server)
  })
  await refresh()
  const settings = shareSettings(
    api,
    languages,
    () => [...servers.values()],
    () => void refresh(),
  )
  settings.send()
  engine.onRestart(() => {
    for (const client of started.values()) void client.then((one) => one?.abandon())
    started.clear()
    settings.send()
  })
  api.workspace.onDidOpenTextDocument(serve)
  const running = async ({ languageId }: vscode.TextDocument): Promise<RunningClient[]> => {
    const starting = serversFor(languageId, [...servers.values()]).flatMap(({ id }) => started.get(id) ?? [])
    return (await Promise.all(starting)).filter((client) => client !== undefined)
  }
  const tokenOf = (signal: AbortSignal) => {
    const cancelled = new api.CancellationTokenSource()
    signal.addEventListener('abort', () => cancelled.cancel(), { once: true })
    return cancelled.token
  }
  return {
    diagnose: async (document, signal) => {
      serve(document)
      const found: vscode.Diagnostic[] = []
      for (const client of await running(document)) found.push(...(await client.diagnose(document, tokenOf(signal))))
      return found
    },
    complete: async (document, position, signal) => {
      const token = tokenOf(signal)
      // A server that fails, or is asked no more, has said nothing.
      await Promise.allSettled((await running(document)).map((client) => client.complete(document, position, token)))
    },
    onCompletions: (listener) => void completionListeners.push(listener),
  }
}

/** As the engine chooses: the user's own servers replace those that Caret knows. */
function serversFor(language: string, servers: LanguageServer[]): LanguageServer[] {
  const all = servers.filter(({ languages }) => languages.includes(language))
  const own = all.filter(({ custom }) => custom)
  return own.length > 0 ? own : all
}
