import type { ModelRegistry } from '@caret/models'
import type { Prompt, Recording } from '@caret/prompt'
import { toModelMessages } from '@caret/prompt'
import { budgetFor } from './budget.ts'
import { InstructError } from './instruct-error.ts'
import type { Reader } from './reader.ts'

/** What a model is to be told, and which one. */
export interface Talk<Props extends object> {
  prompt: Prompt<Props>
  props: Props
  /** A role, or `provider/model`; else the router says, by the task. */
  model: string | undefined
  task: Parameters<ModelRegistry['route']>[0]
  signals: Parameters<ModelRegistry['route']>[1]
  /** The text that the answer is likely to be much the same as. */
  draft?: string
}

export interface Listener {
  onWait(ms: number, why: string): void
  onStart(model: string, reason: string | undefined): void
  /** All that was said so far. */
  onText(said: string): void
}

export interface Talking {
  models: ModelRegistry
  reader: Pick<Reader, 'render'>
  /** Hears of each prompt that is sent. */
  onAsked(recording: Recording): void
}

/** Has a model answer a prompt. US dollars, where they are known. Throws `InstructError`, and what the registry throws. */
export async function converse<Props extends object>(
  { models, reader, onAsked }: Talking,
  { prompt, props, model, task, signals, draft }: Talk<Props>,
  { onWait, onStart, onText }: Listener,
  signal: AbortSignal,
): Promise<{ said: string; cost?: number }> {
  const { recording, routed, ...laid } = await budgetFor(
    models,
    async (budget) => {
      const rendered = await reader.render(prompt, props, budget, signal)
      if (!rendered)
        throw new InstructError('TooLarge', 'This is more text than a model takes at once. Select fewer lines.')
      return rendered
    },
    async ({ tokens }) =>
      model === undefined ? models.route(task, { promptTokens: tokens, ...signals }) : { role: model },
    signal,
  )
  onAsked(recording)
  const { messages: _, ...origin } = recording
  const request = {
    model: routed.role,
    ...(routed.reason !== undefined && { reason: routed.reason }),
    prompt: toModelMessages(laid),
    // Through JSON, what is undefined is not there.
    metadata: JSON.parse(JSON.stringify(origin)) as Record<string, string>,
    ...(draft !== undefined && { draft }),
    onWait: (ms: number, { message }: Error) => onWait(ms, message),
  }
  let said = ''
  for await (const part of models.stream(request, signal)) {
    if (part.type === 'start') onStart(part.model, part.reason)
    else if (part.type === 'text') onText((said += part.text))
    else if (part.type === 'end') {
      if (part.reason === 'length') {
        throw new InstructError('CutOff', 'The answer was longer than the model can say. Select fewer lines.')
      }
      return { said, ...(part.cost !== undefined && { cost: part.cost }) }
    }
  }
  throw new Error('An answer came without an end.')
}
