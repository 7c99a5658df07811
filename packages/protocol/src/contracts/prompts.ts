import * as z from 'zod'
import { defineService, request } from '../service.ts'

/** A prompt that was sent, or a file that holds one. */
export const promptSource = z.union([
  z.object({ id: z.number() }),
  /** The JSON of a recording. */
  z.object({ recording: z.string() }),
])
export type PromptSource = z.infer<typeof promptSource>

export const recordedPrompt = z.object({
  id: z.number(),
  /** The prompt's name, such as `tab-fill`. */
  prompt: z.string(),
  /** When it was sent, in milliseconds since 1970. */
  time: z.number(),
  tokens: z.number(),
  budget: z.number(),
})
export type RecordedPrompt = z.infer<typeof recordedPrompt>

/** What became of a node of a prompt, and of those in it. */
export const promptNode = z.object({
  /** The element or the component; empty for a text. */
  name: z.string(),
  /** How a text begins. */
  text: z.string().optional(),
  /** Tokens of its texts, counted apart. */
  tokens: z.number(),
  /** Of these, what is shown. */
  shown: z.number(),
  /** Without one it must be kept. */
  priority: z.number().optional(),
  state: z.enum(['kept', 'part', 'cut']),
  /** Why it is cut, for the user. */
  why: z.string().optional(),
  get children() {
    return z.array(promptNode)
  },
})
export type PromptNode = z.infer<typeof promptNode>

/** A stretch of a message, and the components and elements that it comes from, the outermost first. */
export const promptSpan = z.object({ text: z.string(), path: z.array(z.string()) })
export type PromptSpan = z.infer<typeof promptSpan>

/** A prompt as today's code renders it. */
export const promptPreview = z.object({
  prompt: z.string(),
  /** When it was recorded. */
  recorded: z.object({ tokens: z.number(), budget: z.number() }),
  budget: z.number(),
  tokens: z.number(),
  messages: z.array(z.object({ role: z.string(), spans: z.array(promptSpan) })),
  /** Tokens of its beginning that a provider can cache. */
  cacheable: z.number(),
  warnings: z.array(z.string()),
  report: promptNode,
})
export type PromptPreview = z.infer<typeof promptPreview>

/** Shows how prompts come about. What cannot be rendered has a message that says why. */
export const promptsService = defineService('prompts', {
  /** Those that were sent since the engine started, the newest first. */
  recorded: request(z.object({}), z.array(recordedPrompt)),
  /** With another budget than the recorded one, if there is one. */
  render: request(z.object({ source: promptSource, budget: z.number().optional() }), promptPreview),
})
