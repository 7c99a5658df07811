import { user } from './message.ts'
import type { ModelPart } from './parts.ts'
import type { ModelRequest } from './request.ts'

export interface Tested {
  /** Who answered. */
  model: string
  firstMs: number
  totalMs: number
  /** What it said; nothing where it only reasoned. */
  text: string
  /** US dollars, where the price is known. */
  cost?: number
}

/** Asks for one word. A reasoning model may use up its tokens before it says any; that it reasons is an answer, too. */
export async function testModel(
  models: { stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelPart> },
  model: string,
  signal: AbortSignal,
): Promise<Tested> {
  const started = performance.now()
  const elapsed = () => Math.round(performance.now() - started)
  const request = { model, prompt: [user('Answer with the word OK.')], maxOutputTokens: 64 }
  const tested: Tested = { model, firstMs: 0, totalMs: 0, text: '' }
  for await (const part of models.stream(request, signal)) {
    if (part.type === 'start') Object.assign(tested, { model: part.model, firstMs: elapsed() })
    if (part.type === 'text') tested.text += part.text
    if (part.type === 'end' && part.cost !== undefined) tested.cost = part.cost
  }
  return { ...tested, totalMs: elapsed() }
}
