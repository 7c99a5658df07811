import { basename } from 'node:path'
import type { ConfigurationParams, RegistrationParams, UnregistrationParams } from 'vscode-languageserver-protocol'
import { URI } from 'vscode-uri'
import type { Client, Clients } from './clients.ts'
import type { SharedDocuments } from './documents.ts'
import { errorCodes, failure, type Id, type RequestMessage, type ResponseMessage, result } from './messages.ts'
import type { Progress } from './progress.ts'
import type { Registrations } from './registrations.ts'
import type { ServerSpec } from './servers.ts'
import { lookUp, type Settings } from './settings.ts'

export interface AnswerContext {
  spec: ServerSpec
  root: string
  clients: Clients
  documents: SharedDocuments
  registrations: Registrations
  progress: Progress
  /** The user's settings over the server's defaults. */
  settings(): Settings
  /** The server wants to hear of changed files. */
  watchFiles(): void
  /** The client whose command the server is running, if it is running one. */
  commander(): Client | undefined
}

/** Answers a server's question: at once where its clients agree on the answer, else with that of one client. */
export function answer(
  message: RequestMessage,
  context: AnswerContext,
  reply: (response: ResponseMessage) => void,
): void {
  const { id, method } = message
  const params = message.params as unknown
  const own = context.spec.answers?.[method]?.(params)
  if (own !== undefined) return reply(result(id, own))
  if (method.endsWith('/refresh')) {
    context.clients.inform(method)
    return reply(result(id, null))
  }
  const shared = sharedAnswers[method]
  if (shared) return reply(result(id, shared(params, context)))
  forward(message, context, reply)
}

const sharedAnswers: Record<string, (params: unknown, context: AnswerContext) => unknown> = {
  'workspace/configuration': (params, { settings }) => {
    const all = settings()
    return (params as ConfigurationParams).items.map(({ section }) => lookUp(all, section) ?? null)
  },
  'workspace/workspaceFolders': (_, { root }) => [{ uri: URI.file(root).toString(), name: basename(root) }],
  'client/registerCapability': (params, context) => {
    const registrations = context.registrations.add((params as RegistrationParams).registrations)
    if (registrations.length > 0) context.clients.inform('client/registerCapability', { registrations })
    if (context.registrations.of('workspace/didChangeWatchedFiles').length > 0) context.watchFiles()
  },
  'client/unregisterCapability': (params, { registrations, clients }) => {
    const ids = (params as UnregistrationParams).unregisterations.map(({ id }) => id)
    const unregisterations = registrations.remove(ids).map(({ id, method }) => ({ id, method }))
    if (unregisterations.length > 0) clients.inform('client/unregisterCapability', { unregisterations })
  },
  'window/workDoneProgress/create': (params, { progress, clients }) => {
    progress.create((params as { token: Id }).token)
    clients.inform('window/workDoneProgress/create', params)
  },
}

/** What a question that only a user can answer is answered where there is none. */
const withoutUser: Record<string, unknown> = {
  'workspace/applyEdit': { applied: false, failureReason: 'No editor is open.' },
  'window/showDocument': { success: false },
  'window/showMessageRequest': null,
}

function forward(message: RequestMessage, context: AnswerContext, reply: (response: ResponseMessage) => void): void {
  const { id, method } = message
  const isEdit = method === 'workspace/applyEdit'
  const client = (isEdit && context.commander()) || context.clients.foremost
  if (!client) {
    const known = method in withoutUser
    const refusal = failure(id, errorCodes.methodNotFound, `Nobody answers ${method}.`)
    return reply(known ? result(id, withoutUser[method]) : refusal)
  }
  const params = isEdit ? withVersionsOf(client, context.documents, message.params) : message.params
  const question = { ...message, params } as RequestMessage
  context.clients.ask(client, question, (response) => reply({ ...response, id }))
}

/** A workspace edit names the server's versions; the client must see its own. */
function withVersionsOf(client: Client, documents: SharedDocuments, params: unknown): unknown {
  const { edit, ...rest } = params as { edit: { documentChanges?: object[] } }
  const documentChanges = edit.documentChanges?.map((change) => {
    if (!('textDocument' in change)) return change
    const { uri, version } = change.textDocument as { uri: string; version: number | null }
    return {
      ...change,
      textDocument: { uri, version: documents.versionFor(client, uri, version ?? undefined) ?? null },
    }
  })
  return { ...rest, edit: documentChanges ? { ...edit, documentChanges } : edit }
}
