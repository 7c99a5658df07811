import { ModelError } from './errors.ts'
import type { Limiter } from './limiter.ts'
import type { ProviderKind } from './providers/kind.ts'
import type { ModelSettings, ProviderSettings } from './settings.ts'

/** A provider as it is configured at the moment. */
export interface Provider {
  name: string
  label: string
  kind: ProviderKind
  settings: ProviderSettings
  /** Empty where the settings ought to give one and do not. */
  baseURL: string
  key?: string
  /** Where the key comes from: it was entered, or the environment variable. */
  keyFrom?: 'entered' | { variable: string }
  state: ProviderState
}

/** What is remembered of a provider from request to request, as long as it has the same address and key. */
export interface ProviderState {
  /** Its address and key, in one. */
  place: string
  limiter: Limiter
  concurrency: number
  /** Until then (milliseconds since 1970) others are asked first. */
  downUntil: number
  /** The last look at its models. */
  found?: { at: number; models: string[]; ms: number } | { at: number; error: ModelError }
  /** Warm-ups in flight, which give way to real requests on a local provider. */
  warming: Set<AbortController>
}

/** Hosted ones take several requests at once; a local model is slower for each. */
const concurrencyOf = ({ local }: ProviderKind, settings: ProviderSettings) => settings.concurrency ?? (local ? 1 : 6)

/** What providers are made from. */
export interface Configured {
  kinds: readonly ProviderKind[]
  settings: ModelSettings
  /** Those entered, by provider. */
  keys: Record<string, string>
  env: NodeJS.ProcessEnv
  /** What is remembered of the provider of that name. */
  stateOf: (name: string, place: string, concurrency: number) => ProviderState
}

/** The providers that there are: those that the settings name, in their order, then the built-in ones. */
export function listProviders({ kinds, settings, keys, env, stateOf }: Configured): Provider[] {
  const named = Object.keys(settings.providers)
  // Those in this process need not be looked for.
  const builtIn = kinds.filter(({ builtIn, local, inProcess }) => builtIn && (settings.discover || !local || inProcess))
  const names = [...named, ...builtIn.map(({ kind }) => kind).filter((kind) => !named.includes(kind))]
  return names.map((name): Provider => {
    const own: ProviderSettings = settings.providers[name] ?? {}
    const kind = kindOf(kinds, name, own)
    const variable = [own.keyVariable, ...kind.keyVariables].find((variable) => variable && env[variable])
    const key = keys[name] ?? (variable && env[variable]?.trim())
    const baseURL = (own.baseURL ?? (kind.baseURLIn?.(env) || kind.baseURL) ?? '').replace(/\/+$/, '')
    return {
      name,
      label: own.kind && own.kind !== name ? name : kind.label,
      kind,
      settings: own,
      baseURL,
      ...(key && { key, keyFrom: keys[name] ? 'entered' : { variable: variable ?? '' } }),
      state: stateOf(name, `${baseURL} ${key ?? ''}`, concurrencyOf(kind, own)),
    }
  })
}

function kindOf(kinds: readonly ProviderKind[], name: string, { kind = name }: ProviderSettings): ProviderKind {
  const found = kinds.find((known) => known.kind === kind)
  if (found) return found
  const known = kinds.map(({ kind }) => kind).join(', ')
  throw new ModelError('BadSettings', `caret.models.providers.${name} needs a kind, one of ${known}.`)
}

/** What keeps a provider from being asked at all. */
export function obstacle({ name, label, kind, key, baseURL }: Provider): ModelError | undefined {
  if (!baseURL && !kind.inProcess) {
    return new ModelError('BadSettings', `Say where ${name} is: caret.models.providers.${name}.baseURL.`)
  }
  if (kind.needsKey && !key) {
    const [variable] = kind.keyVariables
    const ways = variable ? ` or set ${variable} before starting Caret` : ''
    return new ModelError('NoKey', `There is no key for ${label}: enter one in the models' settings${ways}.`, {
      provider: name,
    })
  }
  return undefined
}
