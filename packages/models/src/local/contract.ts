import { defineService, request, stream } from '@caret/protocol'
import * as z from 'zod'

const message = z.object({ role: z.enum(['system', 'user', 'assistant']), text: z.string() })

const generation = z.object({
  /** The path of its file, absolute. */
  model: z.string(),
  prompt: z.discriminatedUnion('type', [
    z.object({ type: z.literal('chat'), messages: z.array(message) }),
    /** A text to continue, and what comes after it. */
    z.object({ type: z.literal('complete'), prompt: z.string(), suffix: z.string().optional() }),
  ]),
  /** The text that most of the answer will equal: it is proposed to the model, which confirms many tokens at once. */
  draft: z.string().optional(),
  maxTokens: z.int().positive().optional(),
  /** 0 takes the likeliest token, always the same. */
  temperature: z.number().nonnegative(),
  topP: z.number().optional(),
  topK: z.int().optional(),
  seed: z.int().optional(),
  /** Texts at which to stop; they are not said. */
  stop: z.array(z.string()),
  /** Whether it tells how sure it is of its first tokens. */
  logProbs: z.boolean().optional(),
})
export type Generation = z.input<typeof generation>

const generated = z.object({
  reason: z.enum(['stop', 'length']),
  inputTokens: z.number(),
  /** Of these, the ones whose state was kept from an earlier request. */
  cachedTokens: z.number(),
  outputTokens: z.number(),
  /** How often the model was run for the output. */
  passes: z.number(),
  /** Of its first tokens, natural logarithms. */
  logProbs: z.array(z.number()).optional(),
})
export type Generated = z.infer<typeof generated>

/** What the process with the models does for the engine. Errors have the codes of `ModelError`. */
export const localService = defineService('local-models', {
  generate: stream(generation, z.string(), generated),
  embed: request(
    z.object({ model: z.string(), texts: z.array(z.string()) }),
    z.object({ vectors: z.array(z.array(z.number())), tokens: z.number() }),
  ),
  /** What computes: the interface and the names of graphics cards, or the processor alone. */
  device: request(z.object({}), z.object({ gpu: z.string().optional(), names: z.array(z.string()) })),
})

/** What that process is started with. */
export interface HostOptions {
  /** Threads to compute with. More than there are cores to do the work makes it many times slower. */
  threads: number
  /** Bytes for the state of conversations, of each model. */
  stateBytes: number
  /** Bytes for the weights of models that wait for another request. */
  weightBytes: number
  /** A folder with a `node_modules` that may have builds of llama.cpp in it, such as one for a graphics card. */
  runtime: string
}
