import type { LanguageModelV3CallOptions, LanguageModelV3StreamPart } from '@ai-sdk/provider'
import { type Attempt, attempt } from './attempt.ts'
import type { Candidate } from './candidate.ts'
import { connectionTo } from './connection.ts'
import { ModelError } from './errors.ts'
import { isPassing, isProvidersOwn } from './failure.ts'
import type { Manners } from './manners.ts'
import { obstacle } from './providers.ts'

/** What happened on the way to an answer. */
export interface Course {
  onStart: (candidate: Candidate, failures: readonly ModelError[]) => void
  /** Each time somebody is to be asked, before waiting for a turn. */
  onTurn: (candidate: Candidate) => void
  /** Each time somebody busy is let be for a while. */
  onWait: (ms: number, error: ModelError) => void
  /** Each time a request goes out. */
  onSent: (candidate: Candidate) => void
}

/**
 * Asks the candidates in turn until one speaks: each several times with growing waits where it is only busy, the next one where it
 * is down. Once one has spoken, nobody else is asked: what it said has been read. Throws the error of the first, which is the one
 * the user meant, with what became of the others.
 */
export async function* ask(
  candidates: AsyncIterable<Candidate>,
  options: LanguageModelV3CallOptions,
  manners: Manners,
  course: Course,
  signal: AbortSignal,
): AsyncGenerator<LanguageModelV3StreamPart> {
  const failures: ModelError[] = []
  for await (const candidate of restedFirst(candidates, manners)) {
    let spoken = false
    try {
      await manners.permit(candidate)
      for await (const part of askOne(candidate, options, manners, course, signal)) {
        if (!spoken) {
          spoken = true
          candidate.provider.state.downUntil = 0
          course.onStart(candidate, failures)
        }
        yield part
      }
      return
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof ModelError) || spoken) throw error
      if (isPassing(error) || error.code === 'TimedOut' || error.code === 'Unreachable') {
        candidate.provider.state.downUntil = manners.now() + manners.rest
      }
      failures.push(error)
      if (!isProvidersOwn(error) && error.code !== 'BudgetSpent') break
    }
  }
  throw summary(failures)
}

/** Candidates whose provider failed just now come last. */
async function* restedFirst(candidates: AsyncIterable<Candidate>, { now }: Manners): AsyncGenerator<Candidate> {
  const resting: Candidate[] = []
  for await (const candidate of candidates) {
    if (candidate.provider.state.downUntil > now()) resting.push(candidate)
    else yield candidate
  }
  yield* resting
}

async function* askOne(
  { provider, model, ref }: Candidate,
  options: LanguageModelV3CallOptions,
  manners: Manners,
  course: Course,
  signal: AbortSignal,
): AsyncGenerator<LanguageModelV3StreamPart> {
  const hindered = obstacle(provider)
  if (hindered) throw hindered
  const { kind, settings, state } = provider
  const failing = { provider: provider.name, label: provider.label, local: kind.local }
  const asked: Attempt = {
    failing,
    clean: manners.clean,
    options,
    patience: {
      firstTokenMs: (settings.firstTokenSeconds ?? (kind.local ? 280 : 120)) * 1000,
      stallMs: (settings.stallSeconds ?? 60) * 1000,
    },
    open: (alive, ended) => kind.open(model, connectionTo(provider, alive, ended), options),
  }
  for (let tries = 1; ; tries++) {
    let spoken = false
    try {
      course.onTurn({ provider, model, ref })
      using _place = await state.limiter.enter(signal)
      course.onSent({ provider, model, ref })
      for await (const part of attempt(asked, signal)) {
        spoken = true
        yield part
      }
      return
    } catch (error) {
      if (!(error instanceof ModelError) || signal.aborted || spoken) throw error
      const wait = error.retryAfter ?? backOff(tries, manners)
      // Nobody waits for minutes without a word: the next model answers sooner, or the user decides.
      if (!isPassing(error) || tries >= manners.tries || wait > manners.longestWait) {
        throw withWait(error)
      }
      course.onWait(wait, error)
      await manners.sleep(wait, signal)
    }
  }
}

function backOff(tries: number, { firstWait, longestWait, random }: Manners): number {
  const whole = Math.min(longestWait, firstWait * 2 ** (tries - 1))
  return whole / 2 + (whole / 2) * random()
}

function withWait(error: ModelError): ModelError {
  const { code, message, provider, retryAfter } = error
  if (retryAfter === undefined) return error
  const seconds = Math.ceil(retryAfter / 1000)
  return new ModelError(code, `${message} It asks to wait ${seconds} seconds.`, { provider, retryAfter })
}

function summary(failures: readonly ModelError[]): ModelError {
  const [first, ...others] = failures
  if (!first) return new ModelError('NoModel', 'No model was found to ask. Choose one in the models’ settings.')
  if (others.length === 0) return first
  const { code, message, provider, retryAfter } = first
  const also = others.map((error) => error.message).join(' ')
  return new ModelError(code, `${message} Instead of it: ${also}`, { provider, retryAfter })
}
