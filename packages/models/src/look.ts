import { connectionTo } from './connection.ts'
import { ModelError } from './errors.ts'
import { nameFailure } from './failure.ts'
import { obstacle, type Provider } from './providers.ts'

/** Looks at a provider's list of models, which costs nothing. Throws a `ModelError`. */
export async function lookAtModels(
  provider: Provider,
  { timeoutMs, clean, now }: { timeoutMs: number; clean: (text: string) => string; now: () => number },
  signal: AbortSignal,
): Promise<{ models: string[]; ms: number }> {
  const hindered = obstacle(provider)
  if (hindered) throw hindered
  const { name, label, kind, state } = provider
  const timeout = AbortSignal.timeout(timeoutMs)
  const started = performance.now()
  try {
    const both = AbortSignal.any([signal, timeout])
    const models = await kind.listModels(
      connectionTo(provider, () => {}, both),
      both,
    )
    const found = { at: now(), models, ms: Math.round(performance.now() - started) }
    state.found = found
    return found
  } catch (error) {
    signal.throwIfAborted()
    const late = new ModelError('TimedOut', `${label} does not answer within ${timeoutMs / 1000} seconds.`, {
      provider: name,
    })
    const failing = { provider: name, label, local: kind.local }
    const named = timeout.aborted ? late : nameFailure(error, failing, clean)
    state.found = { at: now(), error: named }
    throw named
  }
}
