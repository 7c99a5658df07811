import { ModelError } from './errors.ts'
import type { KeyStore } from './keys.ts'
import { Limiter } from './limiter.ts'
import { lookAtModels } from './look.ts'
import type { Manners } from './manners.ts'
import { listProviders, type Provider, type ProviderState } from './providers.ts'
import { builtInKinds } from './providers/kinds.ts'
import type { ProviderKind } from './providers/kind.ts'
import type { ModelSettings } from './settings.ts'

/** The providers as settings, keys and environment have them at the moment, and what was seen of them. */
export interface Directory {
  /** More may be added. */
  kinds: ProviderKind[]
  list(): Promise<Provider[]>
  /** Throws `UnknownModel`. */
  get(name: string): Promise<Provider>
  /** The models that a provider is known to have: from the settings, or, of a local one, by looking. None where it is silent. */
  models(provider: Provider, signal: AbortSignal): Promise<readonly string[]>
  /** Looks now, and keeps what comes of it in the provider's state. */
  look(provider: Provider, signal: AbortSignal): Promise<void>
}

/** Milliseconds that a look at a provider's models may take, and for which what was seen holds. */
const patience = { local: 700, hosted: 8000 }
const holdsFor = 20_000

export function openDirectory(
  keys: KeyStore,
  env: NodeJS.ProcessEnv,
  settings: () => Promise<ModelSettings>,
  manners: Pick<Manners, 'now' | 'clean'>,
  onSecret: (secret: string) => void,
): Directory {
  const kinds = [...builtInKinds]
  const states = new Map<string, ProviderState>()

  function stateOf(name: string, place: string, concurrency: number): ProviderState {
    const before = states.get(name)
    const known = before?.place === place ? before : { downUntil: 0, warming: new Set<AbortController>() }
    if ('limiter' in known && known.concurrency === concurrency) return known
    const state = { ...known, place, limiter: new Limiter(concurrency), concurrency }
    states.set(name, state)
    return state
  }

  async function list(): Promise<Provider[]> {
    const providers = listProviders({ kinds, env, stateOf, settings: await settings(), keys: await keys.read() })
    for (const { key, settings } of providers) {
      if (key) onSecret(key)
      for (const [name, value] of Object.entries(settings.headers ?? {})) {
        if (/auth|key|token|secret|cookie/i.test(name)) onSecret(value)
      }
    }
    return providers
  }

  /** That it does not answer is kept in its state, for who asks next. */
  async function look(provider: Provider, timeoutMs: number, signal: AbortSignal): Promise<void> {
    try {
      await lookAtModels(provider, { timeoutMs, ...manners }, signal)
    } catch (error) {
      if (!(error instanceof ModelError)) throw error
    }
  }

  return {
    kinds,
    list,
    async get(name) {
      const providers = await list()
      const found = providers.find((provider) => provider.name === name)
      if (found) return found
      const known = providers.map(({ name }) => name).join(', ')
      throw new ModelError('UnknownModel', `There is no provider ${name}. There are ${known}.`)
    },
    async models(provider, signal) {
      const { kind, settings, state } = provider
      if (settings.models) return settings.models
      if (!kind.local) return []
      if (!state.found || manners.now() - state.found.at > holdsFor) await look(provider, patience.local, signal)
      return state.found && 'models' in state.found ? state.found.models : []
    },
    look: (provider, signal) => look(provider, patience.hosted, signal),
  }
}
