import type { Provider } from './providers.ts'

/** A model that may answer. */
export interface Candidate {
  provider: Provider
  model: string
  /** `provider/model`. */
  ref: string
}

export const candidate = (provider: Provider, model: string): Candidate => ({
  provider,
  model,
  ref: `${provider.name}/${model}`,
})
