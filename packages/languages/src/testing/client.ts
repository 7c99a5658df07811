import { AbstractMessageReader, AbstractMessageWriter, type DataCallback, type Message } from 'vscode-jsonrpc'
import { createMessageConnection } from 'vscode-jsonrpc/node.js'
import type { InitializeResult } from 'vscode-languageserver-protocol'
import type { ClientOptions } from '../clients.ts'

type Join = (options: ClientOptions) => { send(message: Message): void } & Disposable

/** A client as an editor has one: its own JSON-RPC connection, which knows nothing of being one of many. */
export async function joinAsEditor(join: Join) {
  let deliver: DataCallback = () => {}
  const end = join({ receive: (message) => deliver(structuredClone(message)) })
  const connection = createMessageConnection(
    new (class extends AbstractMessageReader {
      listen(callback: DataCallback) {
        deliver = callback
        return { dispose: () => {} }
      }
    })(),
    new (class extends AbstractMessageWriter {
      async write(message: Message) {
        end.send(structuredClone(message))
      }
      end() {}
    })(),
  )
  const told: { method: string; params: unknown }[] = []
  const asked: typeof told = []
  const answers: Record<string, unknown> = {}
  connection.onNotification((method, params) => void told.push({ method, params }))
  connection.onUnhandledProgress((params) => void told.push({ method: '$/progress', params }))
  connection.onRequest((method, params) => {
    asked.push({ method, params })
    return answers[method] ?? null
  })
  connection.listen()
  const initialized: InitializeResult = await connection.sendRequest('initialize', { capabilities: {} })
  await connection.sendNotification('initialized', {})
  let version = 1
  return {
    initialized,
    /** What the server told and asked, and how to answer it. */
    told,
    asked,
    answers,
    request: <T>(method: string, params?: unknown): Promise<T> => connection.sendRequest(method, params),
    notify: (method: string, params?: unknown) => connection.sendNotification(method, params),
    open: (uri: string, languageId: string, text: string) =>
      connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId, version, text } }),
    edit: (uri: string, text: string) =>
      connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version: ++version },
        contentChanges: [{ text }],
      }),
    close: (uri: string) => connection.sendNotification('textDocument/didClose', { textDocument: { uri } }),
    [Symbol.dispose]: () => {
      connection.dispose()
      end[Symbol.dispose]()
    },
  }
}
