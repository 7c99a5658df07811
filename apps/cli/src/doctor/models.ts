import type { ProviderStatus } from '@caret/models'
import type { Finding } from './finding.ts'

const enough = 3000

/** The providers of models: those that can be asked, and what the others lack. None is needed for editing. */
export async function examineModels(): Promise<Finding[]> {
  try {
    const { defaultDataFolder } = await import('@caret/engine')
    const { ModelRegistry } = await import('@caret/models')
    await using models = new ModelRegistry({ dataFolder: defaultDataFolder() })
    return (await models.providers(AbortSignal.timeout(enough))).map(examine)
  } catch (error) {
    const [detail = ''] = (error as Error).message.split('\n')
    return [{ name: 'models', state: 'missing', detail, needed: false, hint: 'Until then no model is asked.' }]
  }
}

function examine({ label, key, keyVariable, state, detail, models, baseURL }: ProviderStatus): Finding {
  const name = `models: ${label}`
  if (state === 'incomplete' || state === 'silent') return { name, state: 'missing', detail, needed: false }
  const from = key === 'entered' ? 'key entered' : key === 'environment' ? `key in ${keyVariable}` : baseURL
  const has = models.length > 0 ? `, ${models.length} ${models.length === 1 ? 'model' : 'models'}` : ''
  return { name, state: 'found', detail: `${state === 'answers' ? detail : from}${has}`, needed: false }
}
