import type { Message, NotificationMessage, RequestMessage, ResponseMessage } from 'vscode-jsonrpc'

export type { Message, NotificationMessage, RequestMessage, ResponseMessage }
export type Id = string | number
/** A message's `params`, of whatever method. */
export type Params = NonNullable<NotificationMessage['params']>

export const isRequest = (message: Message): message is RequestMessage =>
  'method' in message && 'id' in message && message.id !== undefined && message.id !== null
export const isNotification = (message: Message): message is NotificationMessage =>
  'method' in message && !isRequest(message)
export const isResponse = (message: Message): message is ResponseMessage => !('method' in message) && 'id' in message

export const requestMessage = (id: Id, method: string, params: unknown): RequestMessage => ({
  jsonrpc: '2.0',
  id,
  method,
  ...withParams(params),
})
export const notification = (method: string, params?: unknown): NotificationMessage => ({
  jsonrpc: '2.0',
  method,
  ...withParams(params),
})
export const result = (id: ResponseMessage['id'], value: unknown): ResponseMessage => ({
  jsonrpc: '2.0',
  id,
  result: (value ?? null) as ResponseMessage['result'],
})
export const failure = (id: ResponseMessage['id'], code: number, message: string): ResponseMessage => ({
  jsonrpc: '2.0',
  id,
  error: { code, message },
})

// `"params": null` is no valid JSON-RPC.
const withParams = (params: unknown) => (params === undefined || params === null ? {} : { params: params as Params })

export const errorCodes = { methodNotFound: -32601, requestFailed: -32803, cancelled: -32800 } as const

/** A language server cannot answer; the message says why and what to do. */
export class LanguageServerError extends Error {
  override name = 'LanguageServerError'
  constructor(
    message: string,
    readonly code: 'Unavailable' | 'RequestFailed' = 'RequestFailed',
  ) {
    super(message)
  }
}
