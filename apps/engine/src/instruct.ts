import { gatherContext, instructPrompt, readAnswer } from '@caret/context'
import type { ModelRegistry } from '@caret/models'
import { type Instruction, instructService, type InstructPart, type MessageConnection, serve } from '@caret/protocol'
import { BudgetError, type Recording, renderPrompt, toModelMessages } from '@caret/prompt'
import { coalesce } from './coalesce.ts'

/** An instruction that was not followed; the message says what to do. */
export class InstructError extends Error {
  override name = 'InstructError'
  constructor(
    readonly code: 'TooLarge' | 'CutOff',
    message: string,
  ) {
    super(message)
  }
}

/** In tokens: the whole prompt. What is next to the lines matters most, and a longer prompt answers later. */
const budget = 16_000
/** An answer grows at most so often, in milliseconds: more would be unrest. */
const calmMs = 100

/**
 * Lets a page have lines changed by a model, and asked about.
 * @param onAsked hears of each prompt that is sent
 */
export function serveInstruct(
  connection: MessageConnection,
  models: ModelRegistry,
  onAsked: (recording: Recording) => void,
): Disposable {
  // Who has closed the page waits for no answer, and should not pay for one.
  const gone = new AbortController()
  const served = serve(connection, instructService, {
    ask: (instruction, send, signal) => ask(models, onAsked, instruction, send, AbortSignal.any([signal, gone.signal])),
  })
  return {
    [Symbol.dispose]() {
      gone.abort(new Error('The page is gone.'))
      served[Symbol.dispose]()
    },
  }
}

async function ask(
  models: ModelRegistry,
  onAsked: (recording: Recording) => void,
  instruction: Instruction,
  send: (part: InstructPart) => void,
  signal: AbortSignal,
) {
  const { mode, model } = instruction
  const context = gatherContext(instruction)
  const { recording, ...rendered } = await renderInstruction(instruction, context, signal)
  onAsked(recording)
  const signals = { words: instruction.instruction, promptTokens: rendered.tokens, files: 1 }
  const routed =
    model === undefined
      ? await models.route(mode === 'edit' ? 'inline-edit' : 'question', { ...signals, failures: instruction.failures })
      : undefined
  const { messages: _, ...origin } = recording
  const request = {
    model: model ?? routed!.role,
    ...(routed && { reason: routed.reason }),
    prompt: toModelMessages(rendered),
    // Through JSON, what is undefined is not there.
    metadata: JSON.parse(JSON.stringify(origin)) as Record<string, string>,
    ...(mode === 'edit' && { draft: instruction.now ?? instruction.earlier.at(-1)?.answer ?? context.selection }),
    onWait: (ms: number, { message }: Error) => send({ type: 'wait', ms, why: message }),
  }

  let said = ''
  let shown = -1
  const show = () => {
    if (mode === 'question') return send({ type: 'words', text: said })
    const lines = readAnswer(said, context.selection, false)
    if (lines && lines.length > shown) send({ type: 'lines', lines })
    shown = lines?.length ?? shown
  }
  using calm = coalesce(show, calmMs)
  for await (const part of models.stream(request, signal)) {
    if (part.type === 'start') send(part)
    else if (part.type === 'text') {
      said += part.text
      calm.soon()
    } else if (part.type === 'end') {
      if (part.reason === 'length') {
        throw new InstructError('CutOff', 'The answer was longer than the model can say. Select fewer lines.')
      }
      const cost = part.cost !== undefined && { cost: part.cost }
      const lines = mode === 'edit' ? readAnswer(said, context.selection, true) : undefined
      return lines ? { kind: 'lines' as const, lines, ...cost } : { kind: 'words' as const, text: said.trim(), ...cost }
    }
  }
  throw new Error('An answer came without an end.')
}

async function renderInstruction(
  { mode, instruction, earlier, now }: Instruction,
  context: ReturnType<typeof gatherContext>,
  signal: AbortSignal,
) {
  try {
    return await renderPrompt(instructPrompt, { mode, instruction, context, earlier, now }, { budget }, signal)
  } catch (error) {
    if (!(error instanceof BudgetError)) throw error
    throw new InstructError('TooLarge', 'These are more lines than a model takes at once. Select fewer.')
  }
}
