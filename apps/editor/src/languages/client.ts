import type { LanguageServer } from '@caret/protocol'
import {
  BaseLanguageClient,
  CloseAction,
  ErrorAction,
  type LanguageClientOptions,
  type MessageTransports,
  type Middleware,
  RevealOutputChannelOn,
} from 'vscode-languageclient/browser'
import type * as vscode from 'vscode'
import { joinServer, type Languages } from './transports.ts'

export interface RunningClient extends AsyncDisposable {
  /** The engine is gone. */
  abandon(): void
  /** What the server holds against a document that no tab shows. Nothing, if it is one that speaks unasked: then it has. */
  diagnose(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.Diagnostic[]>
  /** Asks for what can stand at a position, until the server has said all or is asked often enough. */
  complete(document: vscode.TextDocument, position: vscode.Position, token: vscode.CancellationToken): Promise<void>
}

/** What a server said can stand at a position of a document, whoever asked. The text before it has not changed since. */
export interface Completions {
  document: vscode.TextDocument
  position: vscode.Position
  items: readonly vscode.CompletionItem[]
  /** Whether the server says that this is all. */
  isComplete: boolean
}

/** A list that is not complete may be after so many more questions: some servers say all at once only to who insists. */
const mostInsisting = 2

/** Offers all that a language server can do to the workbench, until it is disposed or the engine is gone. */
export async function startClient(
  api: typeof vscode,
  languages: Languages,
  server: LanguageServer,
  onCompletions: (completions: Completions) => void,
): Promise<RunningClient> {
  const client = new ServerClient(server, tellOf(api, onCompletions), () => joinServer(languages, server.id))
  client.onRequest('vscode/content', async (uri: string) => {
    const document = await api.workspace.openTextDocument(api.Uri.parse(uri))
    return document.getText()
  })
  await client.start()
  return {
    abandon: () => client.abandon(),
    diagnose: async (document, token) => {
      const provider = client.getFeature('textDocument/diagnostic')?.getProvider(document)
      const report = await provider?.diagnostics.provideDiagnostics(document, undefined, token)
      return report && 'items' in report ? report.items : []
    },
    complete: async (document, position, token) => {
      const provider = client.getFeature('textDocument/completion')?.getProvider(document)
      if (!provider) return
      const { Invoke, TriggerForIncompleteCompletions: Again } = api.CompletionTriggerKind
      for (const triggerKind of [Invoke, ...Array.from({ length: mostInsisting }, () => Again)]) {
        const context = { triggerKind, triggerCharacter: undefined }
        const list = await provider.provideCompletionItems(document, position, token, context)
        if (!list || Array.isArray(list) || !list.isIncomplete || token.isCancellationRequested) return
      }
    },
    [Symbol.asyncDispose]: () => client.dispose(),
  }
}

/** Tells of completions on their way to who has asked. */
function tellOf(api: typeof vscode, onCompletions: (completions: Completions) => void): Middleware {
  return {
    provideCompletionItem: async (document, position, context, token, next) => {
      const textBefore = () => document.getText(new api.Range(new api.Position(0, 0), position))
      const [{ version }, before] = [document, textBefore()]
      const list = await next(document, position, context, token)
      if (list && (document.version === version || textBefore() === before)) {
        const items = Array.isArray(list) ? list : list.items
        onCompletions({ document, position, items, isComplete: Array.isArray(list) || !list.isIncomplete })
      }
      return list
    },
  }
}

class ServerClient extends BaseLanguageClient {
  #transports: Awaited<ReturnType<typeof joinServer>> | undefined

  constructor(
    server: LanguageServer,
    middleware: Middleware,
    private readonly join: () => ReturnType<typeof joinServer>,
  ) {
    super(`caret.${server.id}`, `${server.name} Language Server`, { ...clientOptions(server), middleware })
  }

  /** The engine that it spoke with is gone, and the place at the server with it. */
  abandon(): void {
    this.#transports?.end()
  }

  /** Into the output only: that a server does not start is told by the status, once, with the reason. */
  override error(message: string, data?: unknown): void {
    super.error(message, data, false)
  }

  protected override async createMessageTransports(): Promise<MessageTransports> {
    this.#transports = await this.join()
    return this.#transports
  }
}

function clientOptions({ languages }: LanguageServer): LanguageClientOptions {
  // The user's settings are no file of the folder, and JSON all the same.
  const schemes = ['file', 'untitled', 'vscode-userdata']
  return {
    documentSelector: languages.flatMap((language) => schemes.map((scheme) => ({ scheme, language }))),
    // A request that fails because the server has crashed is told by the status, once.
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    diagnosticPullOptions: { onChange: true, onSave: true },
    initializationFailedHandler: () => false,
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => ({ action: CloseAction.DoNotRestart, handled: true }),
    },
  }
}
