import { ModelError, type ModelErrorCode } from './errors.ts'

/** What is known of the provider that failed. */
export interface Failing {
  /** Its name in the settings. */
  provider: string
  /** For people. */
  label: string
  local: boolean
}

/**
 * Names what went wrong with a provider. `clean` takes secrets out of what the provider says: some quote the key that they refuse.
 */
export function nameFailure(error: unknown, failing: Failing, clean: (text: string) => string): ModelError {
  if (error instanceof ModelError) return error
  const { provider, label } = failing
  const status = statusOf(error)
  const said = clean(messageOf(error)).slice(0, 500)
  const fail = (code: ModelErrorCode, message: string, retryAfter?: number) =>
    new ModelError(code, message, { provider, retryAfter })
  const retryAfter = retryAfterOf(error)
  if (status === 401 || status === 403) {
    return fail('KeyRefused', `${label} does not take the key: ${said} Enter another one in the models' settings.`)
  }
  if (status === 404) {
    return fail('UnknownModel', `${label} does not know what it was asked for: ${said} See its models in the settings.`)
  }
  if (status === 429 && !isQuota(error)) {
    return fail('RateLimited', `${label} takes no more requests for now: ${said}`, retryAfter)
  }
  if (status === 429 || status === 402) {
    return fail('Refused', `The account with ${label} is used up: ${said} See its billing page.`)
  }
  if (status === 529 || status === 503 || isOverload(error)) {
    return fail('Overloaded', `${label} has too much to do: ${said}`, retryAfter)
  }
  if (status !== undefined && (status >= 500 || status === 408)) {
    return fail('ProviderDown', `${label} answers with an error of its own (${status}): ${said}`, retryAfter)
  }
  if (status !== undefined && status >= 300) {
    return fail('Refused', `${label} refuses the request (${status}): ${said}`)
  }
  const network = networkCode(error)
  if (network && hungUp.has(network))
    return fail('ProviderDown', `${label} closed the connection (${network}). Ask again.`)
  if (network) return fail('Unreachable', unreachable(failing, network))
  return fail('BadAnswer', `${label} answered something that cannot be read: ${said}`)
}

/** What another try, soon, may change. */
export const isPassing = ({ code }: ModelError): boolean =>
  code === 'RateLimited' || code === 'Overloaded' || code === 'ProviderDown' || code === 'CutOff'

/** What another provider may not suffer from. */
export const isProvidersOwn = (error: ModelError): boolean =>
  isPassing(error) ||
  ['Unreachable', 'TimedOut', 'BadAnswer', 'KeyRefused', 'NoKey', 'UnknownModel', 'NoRuntime'].includes(error.code)

const hungUp = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'closed'])

function unreachable({ label, local }: Failing, code: string): string {
  if (local) return `${label} does not answer on this machine (${code}). Start it, or choose another model.`
  return `${label} cannot be reached (${code}). Check the network, and the address in the settings.`
}

type Loose = Record<string, unknown>
const fields = (error: unknown): Loose => (typeof error === 'object' && error !== null ? (error as Loose) : {})

function statusOf(error: unknown): number | undefined {
  const { statusCode, type } = fields(error)
  return typeof statusCode === 'number' ? statusCode : statusOfType[String(type)]
}

/** In the middle of a stream an error comes as an event with a name, for which the provider has a status elsewhere. */
const statusOfType: Record<string, number | undefined> = {
  overloaded_error: 529,
  rate_limit_error: 429,
  rate_limit_exceeded: 429,
  api_error: 500,
  server_error: 500,
  authentication_error: 401,
  permission_error: 403,
  invalid_request_error: 400,
}

/** The provider's own sentence, out of the body of its error or of the event in its stream. */
function messageOf(error: unknown): string {
  const { responseBody, message } = fields(error)
  const said = typeof responseBody === 'string' ? innerMessage(responseBody) : undefined
  const text = said ?? (typeof message === 'string' ? message : typeof error === 'string' ? error : '')
  return text.trim().replace(/([^.!?])$/, '$1.')
}

function innerMessage(body: string): string | undefined {
  try {
    const { error, message } = JSON.parse(body) as { error?: unknown; message?: unknown }
    const inner = typeof error === 'string' ? error : (fields(error).message ?? message)
    return typeof inner === 'string' ? inner : undefined
  } catch {
    return undefined
  }
}

const bodyOf = (error: unknown): string => {
  const { responseBody, type, code } = fields(error)
  return typeof responseBody === 'string' ? responseBody : `${String(type)} ${String(code)}`
}

const isOverload = (error: unknown) => /overloaded/.test(bodyOf(error))

/** OpenAI answers 429 to who has no money left, too; waiting does not help. */
const isQuota = (error: unknown) => /insufficient_quota|billing/.test(bodyOf(error))

/** Milliseconds: `retry-after-ms`, or `retry-after` in seconds or as a date. */
function retryAfterOf(error: unknown): number | undefined {
  const headers = fields(fields(error).responseHeaders)
  const ms = Number(headers['retry-after-ms'] ?? Number.NaN)
  if (ms >= 0) return ms
  const value = headers['retry-after']
  if (typeof value !== 'string') return undefined
  const seconds = Number(value)
  const wait = Number.isNaN(seconds) ? Date.parse(value) - Date.now() : seconds * 1000
  return Number.isNaN(wait) ? undefined : Math.max(0, wait)
}

/** The code of a failed connection, however deep it is wrapped. */
function networkCode(error: unknown): string | undefined {
  for (let inner = fields(error), depth = 0; depth < 6; inner = fields(inner.cause), depth++) {
    const { code, name, message } = inner
    if (
      typeof code === 'string' &&
      /^(E[A-Z]+|UND_ERR_\w+|CERT_\w+|DEPTH_\w+|ERR_TLS\w*|UNABLE_\w+|SELF_\w+)$/.test(code)
    ) {
      return code
    }
    if (name === 'TypeError' && (message === 'terminated' || message === 'fetch failed') && !inner.cause)
      return 'closed'
  }
  return undefined
}
