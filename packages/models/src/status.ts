import type { ModelErrorCode } from './errors.ts'
import { obstacle, type Provider } from './providers.ts'
import type { Role } from './roles.ts'

/** What may be shown of a provider: anything but its key. */
export interface ProviderStatus {
  name: string
  label: string
  kind: string
  local: boolean
  baseURL: string
  /** Where its key comes from. */
  key: 'entered' | 'environment' | 'missing' | 'not needed'
  /** The environment variable that holds the key, or may. */
  keyVariable?: string
  /** `ready` has all it needs, `answers` has been seen to, `silent` did not when last asked, `incomplete` lacks something. */
  state: 'ready' | 'answers' | 'silent' | 'incomplete'
  /** One line, such as "answers in 420 ms" or what to do. */
  detail: string
  /** What is the matter, where something is. */
  code?: ModelErrorCode
  /** How long the last look took. */
  ms?: number
  /** Its models, as far as they were looked at. */
  models: string[]
}

export interface RoleStatus {
  role: Role
  /** Who is asked, in order. */
  models: string[]
  /** Whether the settings say so, or it follows from what there is. */
  set: boolean
  /** Why nobody can answer, and what to do. */
  problem?: string
}

export function statusOf(provider: Provider): ProviderStatus {
  const { name, label, kind, baseURL, keyFrom, settings, state } = provider
  const keyVariable = typeof keyFrom === 'object' ? keyFrom.variable : (settings.keyVariable ?? kind.keyVariables[0])
  const key = keyFrom === 'entered' ? 'entered' : keyFrom ? 'environment' : kind.needsKey ? 'missing' : 'not needed'
  return {
    ...{ name, label, kind: kind.kind, local: kind.local, baseURL, key },
    ...(keyVariable && { keyVariable }),
    ...look(provider),
    models: settings.models ?? (state.found && 'models' in state.found ? state.found.models : []),
  }
}

function look(provider: Provider): Pick<ProviderStatus, 'state' | 'detail' | 'code' | 'ms'> {
  const hindered = obstacle(provider)
  if (hindered) return { state: 'incomplete', detail: hindered.message, code: hindered.code }
  const { found } = provider.state
  if (!found) return { state: 'ready', detail: 'ready' }
  if ('error' in found) return { state: 'silent', detail: found.error.message, code: found.error.code }
  return { state: 'answers', detail: `answers in ${found.ms} ms`, ms: found.ms }
}
