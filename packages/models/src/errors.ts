export type ModelErrorCode =
  /** No model is configured for this at all. */
  | 'NoModel'
  /** The name leads to no provider or model. */
  | 'UnknownModel'
  /** There is no key for the provider. */
  | 'NoKey'
  /** The provider does not take the key. */
  | 'KeyRefused'
  /** Too many requests, or a quota used up, even after waiting. */
  | 'RateLimited'
  /** The provider has too much to do, even after waiting. */
  | 'Overloaded'
  /** Nobody is there: it is not running, or the network is down. */
  | 'Unreachable'
  /** It answers with errors of its own, or hangs up. */
  | 'ProviderDown'
  /** Nothing came in time. */
  | 'TimedOut'
  /** The answer ended in its middle. */
  | 'CutOff'
  /** The answer is not what the provider's interface promises. */
  | 'BadAnswer'
  /** The provider refuses the request itself: too long, or with something that the model does not do. */
  | 'Refused'
  /** The day's budget is spent. */
  | 'BudgetSpent'
  /** The settings cannot be read. */
  | 'BadSettings'
  /** What runs models inside Caret is not there for this machine. */
  | 'NoRuntime'

/** What keeps a model from answering; the message says what to do, and never holds a key. */
export class ModelError extends Error {
  override name = 'ModelError'
  /** The provider's name, where one was asked. */
  readonly provider?: string
  /** Milliseconds that the provider asks to wait. */
  readonly retryAfter?: number

  constructor(
    readonly code: ModelErrorCode,
    message: string,
    { provider, retryAfter, cause }: { provider?: string; retryAfter?: number; cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause })
    this.provider = provider
    this.retryAfter = retryAfter
  }
}
