import * as z from 'zod'
import { defineService, event, request, stream } from '../service.ts'

const role = z.enum(['tab', 'apply', 'fast', 'smart', 'thinking', 'embedding'])
export type ModelRole = z.infer<typeof role>

/** What may be shown of a provider: anything but its key. */
export const modelProvider = z.object({
  name: z.string(),
  /** For people. */
  label: z.string(),
  kind: z.string(),
  /** It runs on this machine. */
  local: z.boolean(),
  baseURL: z.string(),
  key: z.enum(['entered', 'environment', 'missing', 'not needed']),
  /** The environment variable that holds its key, or may. */
  keyVariable: z.string().optional(),
  state: z.enum(['ready', 'answers', 'silent', 'incomplete']),
  /** One line, such as "answers in 420 ms", or what to do. */
  detail: z.string(),
  /** What is the matter, where something is: a code of `ModelError`, such as `NoKey`. */
  code: z.string().optional(),
  /** Milliseconds that the last look took. */
  ms: z.number().optional(),
  models: z.array(z.string()),
})
export type ModelProvider = z.infer<typeof modelProvider>

export const roleModels = z.object({
  role,
  /** Who is asked, in order: `provider/model`. */
  models: z.array(z.string()),
  /** Whether the settings say so, or it follows from what there is. */
  set: z.boolean(),
  /** Why there is none, and what to do. */
  problem: z.string().optional(),
})
export type RoleModels = z.infer<typeof roleModels>

const tokens = {
  input: z.number(),
  output: z.number(),
  cacheRead: z.number(),
  cacheWrite: z.number(),
  reasoning: z.number(),
}

/** Costs are US dollars of the requests whose price is known; `unpriced` counts the others. */
export const dayUsage = z.object({
  /** The user's date, `2026-11-26`. */
  day: z.string(),
  cost: z.number(),
  unpriced: z.number(),
  models: z.array(
    z.object({ model: z.string(), requests: z.number(), cost: z.number(), unpriced: z.number(), ...tokens }),
  ),
})
export type DayUsage = z.infer<typeof dayUsage>

const question = z.object({
  /** A role, or `provider/model`. */
  model: z.string().min(1),
  messages: z.array(
    z.object({
      role: z.enum(['system', 'user', 'assistant']),
      text: z.string(),
      /** It ends a prefix that stays the same from question to question. */
      stable: z.boolean().optional(),
    }),
  ),
  maxOutputTokens: z.int().positive().optional(),
  /** Why this model, as the router said it. */
  reason: z.string().optional(),
})
export type ModelQuestion = z.infer<typeof question>

export const answerPart = z.discriminatedUnion('type', [
  /** A model is busy, and is let be for so many milliseconds before it is asked again. */
  z.object({ type: z.literal('wait'), ms: z.number(), why: z.string() }),
  /** Which model answers, and why that one where it was not simply asked for. */
  z.object({ type: z.literal('start'), model: z.string(), reason: z.string().optional() }),
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('reasoning'), text: z.string() }),
])
export type AnswerPart = z.infer<typeof answerPart>

/** A model for this machine, or a build of llama.cpp for its graphics card, that can be got. Sizes are bytes. */
export const localOffer = z.object({
  id: z.string(),
  kind: z.enum(['model', 'runtime']),
  label: z.string(),
  /** In a sentence: what it is for, or, of a build that is there, what computes. */
  about: z.string(),
  roles: z.array(role),
  licence: z.object({ name: z.string(), url: z.string() }),
  /** The user has accepted it before. */
  accepted: z.boolean(),
  /** Who gives it out. */
  host: z.string(),
  /** Memory that it wants while it runs. */
  memoryBytes: z.number().optional(),
  /** Its name at the provider `local`, once it is there. */
  model: z.string().optional(),
  state: z.enum(['absent', 'paused', 'checking', 'loading', 'installing', 'failed', 'there']),
  received: z.number(),
  total: z.number(),
  /** Why it failed, and what to do. */
  problem: z.string().optional(),
})
export type LocalOffer = z.infer<typeof localOffer>

export const localOffers = z.object({
  offers: z.array(localOffer),
  /** Where models are kept, and the bytes that are free there. */
  folder: z.string(),
  freeBytes: z.number(),
  /** Of this machine. */
  memoryBytes: z.number(),
})
export type LocalOffers = z.infer<typeof localOffers>

const none = z.object({})

/**
 * The models that the engine reaches. Keys go in and never come out. What fails has a code of `ModelError` and a message that says
 * what to do. To cancel a request is to end it at the provider.
 */
export const modelsService = defineService('models', {
  /** All providers; those on this machine are looked for. */
  providers: request(none, z.array(modelProvider)),
  /** One provider, looked at now; costs nothing. */
  check: request(z.object({ provider: z.string() }), modelProvider),
  roles: request(none, z.array(roleModels)),
  /** Has a model (or a role's) answer something short. Milliseconds to its first word, and to the end; what it said; US dollars. */
  test: request(
    z.object({ model: z.string().min(1) }),
    z.object({
      model: z.string(),
      firstMs: z.number(),
      totalMs: z.number(),
      text: z.string(),
      cost: z.number().optional(),
    }),
  ),
  setKey: request(z.object({ provider: z.string(), key: z.string() }), none),
  removeKey: request(z.object({ provider: z.string() }), none),
  /** The last days, the newest first; US dollars. */
  usage: request(
    z.object({ days: z.int().positive() }),
    z.object({ days: z.array(dayUsage), spentToday: z.number(), budget: z.number().optional() }),
  ),
  /** Which role a task takes, and why in one line. */
  route: request(
    z.object({
      task: z.enum(['tab', 'apply', 'inline-edit', 'question', 'agent', 'review', 'title', 'embedding']),
      signals: z.object({
        words: z.string().optional(),
        promptTokens: z.number().optional(),
        files: z.number().optional(),
        failures: z.number().optional(),
      }),
      override: role.optional(),
    }),
    z.object({ role, reason: z.string() }),
  ),
  ask: stream(
    question,
    answerPart,
    z.object({
      reason: z.enum(['stop', 'length', 'content-filter', 'tool-calls', 'error', 'other']),
      usage: z.object(tokens),
      cost: z.number().optional(),
    }),
  ),
  /** Sends what is stable of a question ahead, where that pays; says whether it did and why. */
  warm: request(question, z.object({ warmed: z.boolean(), why: z.string() })),
  /** What can be got for this machine, again with each step of progress, whoever makes it. Ends when cancelled. */
  offers: stream(none, localOffers, none),
  /** Begins to get one, or goes on; the engine does it, whoever looks. `Refused` unless the licence is accepted, now or before. */
  getOffer: request(z.object({ id: z.string(), acceptedLicence: z.string().optional() }), none),
  /** Stops getting it; what has come stays. */
  pauseOffer: request(z.object({ id: z.string() }), none),
  /** Removes it, or what has come of it. */
  removeOffer: request(z.object({ id: z.string() }), none),
  /** A key was entered or removed, or a kind of provider or a model has come or gone. */
  changed: event(none),
})
