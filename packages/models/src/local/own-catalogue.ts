import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { prettifyError, z } from 'zod'
import { ModelError } from '../errors.ts'
import { roles } from '../roles.ts'
import { catalogue, type CatalogueModel } from './catalogue.ts'

const http = z.string().regex(/^https?:\/\//)

const entry = z.object({
  id: z.string().regex(/^\w[\w.-]*$/),
  label: z.string(),
  about: z.string().default(''),
  roles: z.array(z.enum(roles)),
  licence: z.object({ name: z.string(), url: http }),
  file: z.string().regex(/^\w[\w.-]*\.gguf$/i),
  url: http,
  bytes: z.number().positive(),
  memoryBytes: z.number().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})

/**
 * The catalogue with the user's own entries (`models/catalogue.json` of the data folder, a list of `CatalogueModel`): for a network
 * that has its own place for models. One with the id of another takes its place. `HF_ENDPOINT` names a mirror of Hugging Face, as for
 * its own tools. Throws `BadSettings`.
 */
export async function readCatalogue(dataFolder: string, env: NodeJS.ProcessEnv): Promise<CatalogueModel[]> {
  const path = join(dataFolder, 'models', 'catalogue.json')
  const models = new Map(catalogue.map((model) => [model.id, mirrored(model, env.HF_ENDPOINT)]))
  for (const model of await readOwn(path)) models.set(model.id, model)
  return [...models.values()]
}

async function readOwn(path: string): Promise<CatalogueModel[]> {
  const text = await readFile(path, 'utf8').catch(() => '[]')
  try {
    return z.array(entry).parse(JSON.parse(text))
  } catch (error) {
    const why = error instanceof z.ZodError ? prettifyError(error) : (error as Error).message
    throw new ModelError('BadSettings', `${path} is no list of models. Mend it or remove it: ${why}`, { cause: error })
  }
}

function mirrored(model: CatalogueModel, endpoint: string | undefined): CatalogueModel {
  if (!endpoint) return model
  return { ...model, url: model.url.replace('https://huggingface.co', endpoint.replace(/\/+$/, '')) }
}
