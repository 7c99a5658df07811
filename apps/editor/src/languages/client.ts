import type { LanguageServer } from '@caret/protocol'
import {
  BaseLanguageClient,
  CloseAction,
  ErrorAction,
  type LanguageClientOptions,
  type MessageTransports,
  RevealOutputChannelOn,
} from 'vscode-languageclient/browser'
import type * as vscode from 'vscode'
import { joinServer, type Languages } from './transports.ts'

export interface RunningClient extends AsyncDisposable {
  /** The engine is gone. */
  abandon(): void
  /** What the server holds against a document that no tab shows. Nothing, if it is one that speaks unasked: then it has. */
  diagnose(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.Diagnostic[]>
}

/** Offers all that a language server can do to the workbench, until it is disposed or the engine is gone. */
export async function startClient(
  api: typeof vscode,
  languages: Languages,
  server: LanguageServer,
): Promise<RunningClient> {
  const client = new ServerClient(server, () => joinServer(languages, server.id))
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
    [Symbol.asyncDispose]: () => client.dispose(),
  }
}

class ServerClient extends BaseLanguageClient {
  #transports: Awaited<ReturnType<typeof joinServer>> | undefined

  constructor(
    server: LanguageServer,
    private readonly join: () => ReturnType<typeof joinServer>,
  ) {
    super(`caret.${server.id}`, `${server.name} Language Server`, clientOptions(server))
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
