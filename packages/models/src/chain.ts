import { type Candidate, candidate } from './candidate.ts'
import { ModelError } from './errors.ts'
import { obstacle, type Provider } from './providers.ts'
import { isRole, type Role, splitModel } from './roles.ts'
import type { ModelSettings } from './settings.ts'

/**
 * The models that may answer for a role or a name, in order. A role's are those that the settings name; where they name none, each
 * provider that is ready brings its own. Local providers are looked at (`models`) only when those before them did not do.
 */
export async function* chain(
  asked: string,
  settings: ModelSettings,
  providers: readonly Provider[],
  models: (provider: Provider) => Promise<readonly string[]>,
): AsyncGenerator<Candidate> {
  if (!isRole(asked)) {
    yield byName(asked, providers)
    return
  }
  const set = settings.roles[asked]
  if (set !== undefined) {
    for (const ref of [set].flat()) yield byName(ref, providers)
    return
  }
  let found = false
  for (const provider of providers) {
    if (obstacle(provider)) continue
    const model = provider.kind.defaults(await models(provider))[asked]
    if (model === undefined) continue
    found = true
    yield candidate(provider, model)
  }
  if (!found) throw noModel(asked)
}

function byName(ref: string, providers: readonly Provider[]): Candidate {
  const split = splitModel(ref)
  const provider = split && providers.find(({ name }) => name === split.provider)
  if (provider) return candidate(provider, split.model)
  const known = providers.map(({ name }) => name).join(', ')
  throw new ModelError(
    'UnknownModel',
    `No provider has the model ${ref}. Name it as provider/model; there are ${known}.`,
  )
}

const unasked =
  'Hosted models are not taken unasked, for this runs by itself and would cost money; to use one, name it there.'

function noModel(role: Role): ModelError {
  const set = `caret.models.roles.${role}`
  if (role === 'tab') {
    return new ModelError(
      'NoModel',
      `No model suggests edits yet. Start Ollama or LM Studio with a coder model, or set ${set}. ${unasked}`,
    )
  }
  if (role === 'embedding') {
    return new ModelError(
      'NoModel',
      `No model makes vectors yet. Start Ollama with an embedding model, or set ${set}. ${unasked}`,
    )
  }
  return new ModelError(
    'NoModel',
    "No model is set up yet. Enter a key for Anthropic, OpenAI or Google in the models' settings, or start Ollama or LM Studio on this machine.",
  )
}
