import * as z from 'zod'
import { defineService, request, stream } from '../service.ts'

/** A file, or what it declares under a name. Paths are below the folder. */
const mention = z.object({ path: z.string(), name: z.string().optional() })
export type Mention = z.infer<typeof mention>

const turn = z.object({
  mode: z.enum(['edit', 'question']),
  instruction: z.string(),
  mentions: z.array(mention),
  /** The lines that it made, or what was said. */
  answer: z.string(),
})
export type InstructTurn = z.infer<typeof turn>

/** A role, or `provider/model`; by default the router says. */
const model = z.string().optional()
/** How often the same was answered and refused. */
const failures = z.int().nonnegative()
/** Absolute paths of what editors show, the last used first. */
const open = z.array(z.string())

const instruction = z.object({
  /** Names the box: what is gathered for its first instruction serves those that follow. */
  box: z.string().min(1),
  /** `edit` makes other lines of the lines, `question` says something about them. */
  mode: z.enum(['edit', 'question']),
  instruction: z.string().min(1),
  mentions: z.array(mention),
  path: z.string(),
  /** The whole text of the file, as it was before the first instruction. */
  text: z.string(),
  /** The lines that it is about, counted from 0, `end` excluded. */
  lines: z.object({ start: z.int().nonnegative(), end: z.int().positive() }),
  /** Whether the user selected the lines; else the caret is in them. */
  selected: z.boolean(),
  problems: z.array(z.object({ line: z.int(), message: z.string() })),
  open,
  /** Instructions that were followed already, and questions that were answered, in order. */
  earlier: z.array(turn),
  /** The text of the lines by now, where it is not what the last edit made. */
  now: z.string().optional(),
  model,
  failures,
})
export type Instruction = z.infer<typeof instruction>

/** A model is busy, and is let be for so many milliseconds before it is asked again. */
const wait = z.object({ type: z.literal('wait'), ms: z.number(), why: z.string() })
/** Which model answers, and why that one where it was not simply asked for. */
const start = z.object({ type: z.literal('start'), model: z.string(), reason: z.string().optional() })
/** What it says so far, all of it. */
const words = z.object({ type: z.literal('words'), text: z.string() })

export const instructPart = z.discriminatedUnion('type', [
  wait,
  start,
  /** What the model gets to see beside the file, and which mentions are not there any more. */
  z.object({
    type: z.literal('context'),
    seen: z.array(z.object({ path: z.string(), why: z.string() })),
    missing: z.array(mention),
  }),
  /** The lines so far, all of them. */
  z.object({ type: z.literal('lines'), lines: z.array(z.string()) }),
  words,
])
export type InstructPart = z.infer<typeof instructPart>

const cost = z.number().optional()
/** The answer to a question, or of a model that would rather say something than do it. */
const said = z.object({ kind: z.literal('words'), text: z.string(), cost })

/** What may be mentioned, for a list to choose from. */
export const mentionable = z.object({
  kind: z.enum(['file', 'symbol']),
  ...mention.shape,
  /** What tells it from others of its name, such as its folder. */
  detail: z.string(),
})
export type Mentionable = z.infer<typeof mentionable>

const commandQuestion = z.object({
  /** What the command is to do. */
  words: z.string().min(1),
  /** Such as `zsh`. */
  shell: z.string(),
  /** Absolute. */
  folder: z.string(),
  /** What ran last, or is on the screen. Keys are taken out of it before a model sees it. */
  last: z.object({ command: z.string().optional(), exitCode: z.number().optional(), output: z.string() }).optional(),
  /** What stands at the prompt already. */
  typed: z.string().optional(),
  earlier: z.array(z.object({ words: z.string(), command: z.string() })),
  model,
  failures,
})
export type CommandQuestion = z.infer<typeof commandQuestion>

export const commandPart = z.discriminatedUnion('type', [
  wait,
  start,
  /** The command so far. */
  z.object({ type: z.literal('command'), command: z.string() }),
])
export type CommandPart = z.infer<typeof commandPart>

/**
 * Asks a model to change lines, or about them, or for a command. Nothing is written and nothing run: the answer is the lines that
 * would take the place of the others, or the command. What fails has a code of `ModelError`, `TooLarge` or `CutOff`, and a message
 * that says what to do. To cancel a request is to end it at the provider.
 */
export const instructService = defineService('instruct', {
  ask: stream(
    instruction,
    instructPart,
    z.discriminatedUnion('kind', [z.object({ kind: z.literal('lines'), lines: z.array(z.string()), cost }), said]),
  ),
  command: stream(
    commandQuestion,
    commandPart,
    z.discriminatedUnion('kind', [z.object({ kind: z.literal('command'), command: z.string(), cost }), said]),
  ),
  /**
   * Files whose name may be meant by `query`, and symbols that have such a name, the likeliest first; with `FILE#` before it, what
   * that file declares. Without a query, the files of `open`.
   */
  mentionable: request(z.object({ query: z.string(), path: z.string(), open }), z.array(mentionable)),
  /** Those of the mentions that are not there. */
  missing: request(z.object({ mentions: z.array(mention) }), z.array(mention)),
})
