import { type FillFormat, fillFormats } from './fill-formats.ts'
import { type NextEditFormat, nextEditFormats } from './next-edit-formats.ts'

/** In which form a model is asked what comes next: at the caret, or anywhere near it. */
export type Format = ({ kind: 'fill' } & FillFormat) | ({ kind: 'rewrite' } & NextEditFormat)

const formats: readonly Format[] = [
  ...nextEditFormats.map((format) => ({ kind: 'rewrite' as const, ...format })),
  ...fillFormats.map((format) => ({ kind: 'fill' as const, ...format })),
]

/** Throws `RangeError` for a name that no format has. */
export function formatNamed(name: string): Format {
  const found = formats.find((format) => format.name === name)
  if (!found)
    throw new RangeError(`There is no format ${name}; there are ${formats.map(({ name }) => name).join(', ')}.`)
  return found
}

/** Kinds of providers that take no text to continue, only conversations, and are paid for each. */
export const conversing = new Set(['anthropic', 'openai', 'google'])

/**
 * Kinds of providers that put in the model's own tokens, and must be given both sides apart: for Ollama a text without a suffix is
 * a conversation, and models in this process take tokens that are written out for mere text.
 */
const infilling = new Set(['ollama', 'local'])

/**
 * The form that a model knows, by its name. What no form is known for is asked in a conversation.
 * @param provider the kind of its provider
 */
export function formatOf(model: string, provider: string): Format {
  const chat = formatNamed('chat')
  if (conversing.has(provider)) return chat
  const known = formats.find((format) => format !== chat && format.models.test(model))
  if (!known) return chat
  return known.kind === 'fill' && infilling.has(provider) ? formatNamed('server') : known
}
