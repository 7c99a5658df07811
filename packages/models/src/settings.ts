import { readFile } from 'node:fs/promises'
import type { ParseError } from 'jsonc-parser'
import * as z from 'zod'
import { ModelError } from './errors.ts'
import { roles } from './roles.ts'

/** US dollars for a million tokens. */
export const price = z.object({
  input: z.number().nonnegative(),
  output: z.number().nonnegative(),
  /** Of input that was in the provider's cache; by default as dear as `input`. */
  cacheRead: z.number().nonnegative().optional(),
  /** Of input that is put into the provider's cache; by default as dear as `input`. */
  cacheWrite: z.number().nonnegative().optional(),
})
export type Price = z.infer<typeof price>

/** A provider: one of the built-in names with other values than its own, or any name with a `kind`. */
const provider = z.strictObject({
  /** `anthropic`, `openai`, `google`, `openai-compatible`, `ollama`, `lmstudio`, `local`, or one that was registered. */
  kind: z.string().min(1).optional(),
  /** Where it is, such as `https://openrouter.ai/api/v1`. */
  baseURL: z.url({ protocol: /^https?$/ }).optional(),
  /** The environment variable that holds its key. */
  keyVariable: z.string().min(1).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  /** Its models, where it does not list them itself. */
  models: z.array(z.string().min(1)).optional(),
  /** Requests at one time. */
  concurrency: z.int().positive().optional(),
  /** How long the first token, and then each next sign of life, may take. */
  firstTokenSeconds: z.number().positive().optional(),
  stallSeconds: z.number().positive().optional(),
  /** It takes OpenAI's `prediction` (the text that most of the answer is expected to equal). */
  predictedOutputs: z.boolean().optional(),
  /** Of `local`: GGUF files of the user's own, and folders with such. */
  paths: z.array(z.string().min(1)).optional(),
  /** Of `local`: how many threads compute. More than there are cores is slower. */
  threads: z.int().positive().optional(),
})
export type ProviderSettings = z.infer<typeof provider>

const chain = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)])

/** The user's settings under `caret.models`. */
export const modelSettings = z.object({
  providers: z
    .record(z.string().regex(/^[\w.-]+$/, 'a name of letters, digits, dots and dashes'), provider)
    .default({}),
  /** A model (`provider/model`) for each role, or several: the next one is asked when one is down. */
  roles: z.partialRecord(z.enum(roles), chain).default({}),
  /** US dollars that may be spent in a day; the settings editor writes null for an empty box. */
  dailyBudget: z
    .number()
    .nonnegative()
    .nullish()
    .transform((dollars) => dollars ?? undefined),
  /** Whether requests and answers are written down, for replay. */
  record: z.boolean().default(false),
  /** Whether Ollama and LM Studio are looked for on this machine. */
  discover: z.boolean().default(true),
  /** Prices by model (`provider/model`), where the built-in ones are missing or old. */
  prices: z.record(z.string(), price).default({}),
  /** Which role answers questions: by the question, or always the same. */
  router: z.enum(['auto', 'fast', 'smart', 'thinking']).default('auto'),
})
export type ModelSettings = z.infer<typeof modelSettings>

const prefix = 'caret.models.'

/**
 * The settings of `settings.json` as the editor writes it (comments, `caret.models.…` keys). Only the user's own file counts: a
 * folder's could send keys and code elsewhere. Throws `BadSettings`, naming the setting that is wrong.
 */
export async function readSettings(file: string): Promise<ModelSettings> {
  let text = ''
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      throw new ModelError('BadSettings', `The settings in ${file} cannot be read.`, { cause: error })
    }
  }
  const { parse } = await import('jsonc-parser')
  const errors: ParseError[] = []
  const all: unknown = text.trim() ? parse(text, errors, { allowTrailingComma: true }) : {}
  if (errors.length > 0 || typeof all !== 'object' || all === null) {
    throw new ModelError('BadSettings', `The settings in ${file} are not valid JSON. Mend them in the settings editor.`)
  }
  const own = Object.entries(all).filter(([key]) => key.startsWith(prefix))
  return parseSettings(Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value as unknown])))
}

/** The settings under `caret.models`, checked. Throws `BadSettings`. */
export function parseSettings(values: unknown): ModelSettings {
  const parsed = modelSettings.safeParse(values)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const where = `${prefix}${issue?.path.join('.') ?? ''}`
  throw new ModelError('BadSettings', `The setting ${where} is wrong: ${issue?.message ?? 'unknown'}.`)
}
