import type { LanguageModelV3CallOptions, LanguageModelV3StreamPart } from '@ai-sdk/provider'
import { ModelError } from './errors.ts'
import { type Failing, nameFailure } from './failure.ts'
import type { Opened } from './providers/kind.ts'

/** How long silence may last, in milliseconds. */
export interface Patience {
  firstTokenMs: number
  stallMs: number
}

export interface Attempt {
  failing: Failing
  patience: Patience
  /** Takes secrets out. */
  clean: (text: string) => string
  options: LanguageModelV3CallOptions
  /** Opens the model for this one attempt; `alive` is to be called at every sign of life. */
  open: (alive: () => void, signal: AbortSignal) => Promise<Opened>
}

/**
 * Asks a model once. The parts begin with the first that says something, so that whoever got one knows that the model speaks.
 * Throws a `ModelError`, or the signal's reason; when it ends, in whatever way, the request has ended.
 */
export async function* attempt(asked: Attempt, signal: AbortSignal): AsyncGenerator<LanguageModelV3StreamPart> {
  const { failing, clean } = asked
  const abort = new AbortController()
  const ended = AbortSignal.any([signal, abort.signal])
  using silence = new Silence(asked, (error) => abort.abort(error))
  let reader: ReadableStreamDefaultReader<LanguageModelV3StreamPart> | undefined
  let spoken = false
  try {
    const { model, options } = await raced(asked.open(silence.alive, ended), ended)
    const { stream } = await raced(Promise.resolve(model.doStream({ ...options, abortSignal: ended })), ended)
    reader = stream.getReader()
    const held: LanguageModelV3StreamPart[] = []
    let finished = false
    for (;;) {
      const { done, value: part } = await raced(reader.read(), ended)
      if (done) break
      silence.alive()
      if (part.type === 'error') throw part.error
      if (part.type === 'finish') {
        finished = true
        if (part.finishReason.unified === 'other' && part.finishReason.raw === undefined) throw cutOff(failing)
      }
      if (!spoken && !says(part)) {
        held.push(part)
        continue
      }
      if (!spoken) silence.spoken()
      // Whoever takes a part may be slow; that is no silence of the model's.
      silence.pause()
      if (!spoken) yield* held.splice(0)
      spoken = true
      yield part
      silence.resume()
    }
    if (!finished) throw cutOff(failing)
  } catch (error) {
    signal.throwIfAborted()
    if (abort.signal.aborted) throw abort.signal.reason as ModelError
    const named = nameFailure(error, failing, clean)
    const torn = endsEarly.test(named.message) || (spoken && named.code === 'ProviderDown')
    throw torn ? cutOff(failing) : named
  } finally {
    // Providers over a network follow the signal; a model in this process may know only its stream.
    abort.abort(new ModelError('CutOff', 'Nobody reads on.'))
    void reader?.cancel().catch(() => {})
  }
}

/** What the AI SDK says of a stream that was closed before its end. */
const endsEarly = /ended without a finish reason/

const says = ({ type }: LanguageModelV3StreamPart) =>
  type !== 'stream-start' && type !== 'response-metadata' && type !== 'raw'

function cutOff({ provider, label }: Failing): ModelError {
  return new ModelError('CutOff', `The answer of ${label} ended in its middle. Ask again.`, { provider })
}

/** Counts the silence before the first token and between signs of life. */
class Silence implements Disposable {
  #timer: NodeJS.Timeout | undefined
  #deadline: NodeJS.Timeout | undefined
  #paused = false
  readonly alive: () => void

  constructor({ patience, failing }: Attempt, onTooLong: (error: ModelError) => void) {
    const { provider, label } = failing
    const seconds = (ms: number) => `${Math.round(ms / 100) / 10} seconds`
    const late = (ms: number, what: string) => {
      const advice = `Ask again, choose another model, or allow it more time in caret.models.providers.`
      return new ModelError('TimedOut', `${label} ${what} for ${seconds(ms)}. ${advice}`, { provider })
    }
    const { firstTokenMs, stallMs } = patience
    this.#deadline = setTimeout(() => onTooLong(late(firstTokenMs, 'has said nothing')), firstTokenMs)
    this.alive = () => {
      clearTimeout(this.#timer)
      if (this.#paused) return
      this.#timer = setTimeout(() => onTooLong(late(stallMs, 'has fallen silent')), stallMs)
    }
  }

  spoken(): void {
    clearTimeout(this.#deadline)
  }

  pause(): void {
    this.#paused = true
    clearTimeout(this.#timer)
  }

  resume(): void {
    this.#paused = false
    this.alive()
  }

  [Symbol.dispose](): void {
    this.pause()
    clearTimeout(this.#deadline)
  }
}

/** The promise, or the signal's reason as soon as it is aborted: not every provider notices. */
function raced<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) {
    promise.catch(() => {})
    return Promise.reject(signal.reason as Error)
  }
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(signal.reason as Error)
    signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
