import * as z from 'zod'
import { defineService, stream } from '../service.ts'

const turn = z.object({
  instruction: z.string(),
  /** The lines that it made. */
  answer: z.string(),
})

const instruction = z.object({
  /** `edit` makes other lines of the lines, `question` says something about them. */
  mode: z.enum(['edit', 'question']),
  instruction: z.string().min(1),
  path: z.string(),
  /** The whole text of the file, as it was before the first instruction. */
  text: z.string(),
  /** The lines that it is about, counted from 0, `end` excluded. */
  lines: z.object({ start: z.int().nonnegative(), end: z.int().positive() }),
  /** Whether the user selected the lines; else the caret is in them. */
  selected: z.boolean(),
  problems: z.array(z.object({ line: z.int(), message: z.string() })),
  /** Instructions that were followed already, in order. */
  earlier: z.array(turn),
  /** The text of the lines by now, where it is not what the last answer made. */
  now: z.string().optional(),
  /** A role, or `provider/model`; by default the router says. */
  model: z.string().optional(),
  /** How often the same was answered and refused. */
  failures: z.int().nonnegative(),
})
export type Instruction = z.infer<typeof instruction>

export const instructPart = z.discriminatedUnion('type', [
  /** A model is busy, and is let be for so many milliseconds before it is asked again. */
  z.object({ type: z.literal('wait'), ms: z.number(), why: z.string() }),
  /** Which model answers, and why that one where it was not simply asked for. */
  z.object({ type: z.literal('start'), model: z.string(), reason: z.string().optional() }),
  /** The lines so far, all of them. */
  z.object({ type: z.literal('lines'), lines: z.array(z.string()) }),
  /** What it says so far, all of it. */
  z.object({ type: z.literal('words'), text: z.string() }),
])
export type InstructPart = z.infer<typeof instructPart>

const cost = z.number().optional()

/**
 * Asks a model to change lines, or about them. Nothing is written: the answer is the lines that would take the place of the others.
 * What fails has a code of `ModelError`, `TooLarge` or `CutOff`, and a message that says what to do. To cancel a request is to end it
 * at the provider.
 */
export const instructService = defineService('instruct', {
  ask: stream(
    instruction,
    instructPart,
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('lines'), lines: z.array(z.string()), cost }),
      /** The answer to a question, or of a model that would rather say something than change lines. */
      z.object({ kind: z.literal('words'), text: z.string(), cost }),
    ]),
  ),
})
