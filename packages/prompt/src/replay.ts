import { createTwoFilesPatch } from 'diff'
import * as z from 'zod'
import { PromptError } from './element.ts'
import { gptTokenizer } from './gpt-tokenizer.ts'
import type { PromptMessage, PromptPart } from './message.ts'
import { elementOf, type Prompt, type Recording } from './prompt.ts'
import { render, type RenderedPrompt } from './render.ts'
import type { Tokenizer } from './tokenizer.ts'

export interface ReplayOptions {
  /** Those that recordings may name. */
  prompts: readonly Prompt[]
  /** In place of the one that the recording names; needed where that is not the default. */
  tokenizer?: Tokenizer | undefined
  /** In place of the recorded one. */
  budget?: number | undefined
}

/** Renders a recorded request by today's code. Throws `PromptError` where its prompt or tokenizer is not there. */
export async function replay(
  { prompt: name, props, budget, stableShare, tokenizer: tokenizerName }: Recording,
  options: ReplayOptions,
  signal?: AbortSignal,
): Promise<RenderedPrompt> {
  const prompt = options.prompts.find((prompt) => prompt.name === name)
  if (!prompt) {
    const names = options.prompts.map((prompt) => prompt.name).join(', ') || 'none'
    throw new PromptError(`There is no prompt named ${name}; there is: ${names}.`)
  }
  const tokenizer = options.tokenizer ?? (await gptTokenizer())
  if (!options.tokenizer && tokenizerName !== tokenizer.name) {
    throw new PromptError(
      `This was counted by the tokenizer ${tokenizerName ?? 'of no name'}: pass it to render it again.`,
    )
  }
  const settings = { budget: options.budget ?? budget, tokenizer, ...(stableShare !== undefined && { stableShare }) }
  return render(elementOf(prompt, props as never), settings, signal)
}

export interface Change {
  prompt: string
  /** Of the prompt: when it was recorded, and now. */
  version: [before: number, now: number]
  tokens: [before: number, now: number]
  /** A unified diff of the messages as text; empty where nothing changed. */
  patch: string
}

/** What is different when a request is rendered by today's code. */
export async function compare(recording: Recording, options: ReplayOptions, signal?: AbortSignal): Promise<Change> {
  const { messages, tokens } = await replay(recording, options, signal)
  const [before, now] = [showMessages(recording.messages), showMessages(messages)]
  const version = options.prompts.find(({ name }) => name === recording.prompt)!.version
  return {
    prompt: recording.prompt,
    version: [recording.version, version],
    tokens: [recording.tokens, tokens],
    patch:
      before === now ? '' : createTwoFilesPatch('recorded', 'now', before, now, undefined, undefined, { context: 3 }),
  }
}

/** Messages as a person reads them. */
export function showMessages(messages: readonly PromptMessage[]): string {
  return messages.map(({ role, content }) => `── ${role}\n${content.map(showPart).join('')}\n`).join('')
}

function showPart(part: PromptPart): string {
  switch (part.type) {
    case 'text':
      return part.text
    case 'image':
      return `[image ${part.mediaType ?? ''} ${part.image.slice(0, 60)}]\n`
    case 'tool-call':
      return `[call ${part.id}: ${part.name} ${JSON.stringify(part.input)}]\n`
    case 'tool-result':
      return `[${part.isError ? 'error' : 'result'} ${part.id}: ${part.name}]\n${part.content.map(showPart).join('')}`
  }
}

/** A recording from its JSON. Throws `PromptError` that says what is wrong with it. */
export function readRecording(text: string): Recording {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new PromptError(`It is not JSON: ${(error as Error).message}`)
  }
  const { data, error } = recordingSchema.safeParse(json)
  if (!data) throw new PromptError(`It is no recorded prompt: ${z.prettifyError(error)}`)
  return data
}

const textPart = z.object({ type: z.literal('text'), text: z.string() })
const imagePart = z
  .object({ type: z.literal('image'), image: z.string(), mediaType: z.string().optional() })
  .transform(({ mediaType, ...part }) => (mediaType === undefined ? part : { ...part, mediaType }))
const toolCallPart = z.object({ type: z.literal('tool-call'), id: z.string(), name: z.string(), input: z.unknown() })
const toolResultPart = z.object({
  type: z.literal('tool-result'),
  id: z.string(),
  name: z.string(),
  isError: z.boolean(),
  content: z.array(z.union([textPart, imagePart])),
})
const recordingSchema = z.object({
  prompt: z.string(),
  version: z.number(),
  props: z.unknown(),
  budget: z.number(),
  stableShare: z.number().optional(),
  tokenizer: z.string().optional(),
  tokens: z.number(),
  messages: z.array(
    z.object({
      role: z.enum(['system', 'user', 'assistant', 'tool']),
      content: z.array(z.union([textPart, imagePart, toolCallPart, toolResultPart])),
    }),
  ),
})
