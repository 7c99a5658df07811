import * as z from 'zod'
import { defineService, event, request } from '../service.ts'

/** Lines `start` up to `end` of a text, counted from 0; a text that ends in a line feed has an empty last line. */
const lines = z.object({ start: z.int().nonnegative(), end: z.int().nonnegative() })
/** Relative to the review's `root`, with forward slashes. */
const path = z.string().min(1)
const name = z.string().min(1)

/** A change set as `packages/text` has it: of a file that is not there, the text is missing. */
export const reviewedSet = z.object({
  id: z.string(),
  title: z.string(),
  origin: z.object({
    kind: z.enum(['tab', 'instruct', 'chat', 'agent', 'migration', 'fix', 'git']),
    detail: z.string().optional(),
  }),
  files: z.array(
    z.object({ path, to: path.optional(), before: z.string().optional(), after: z.string().optional() }).readonly(),
  ),
})

export const reviewSource = z.discriminatedUnion('kind', [
  /** What differs from HEAD, staged or not, untracked files and unsaved text too. */
  z.object({ kind: z.literal('workingTree') }),
  /** A commit against its (first) parent. */
  z.object({ kind: z.literal('commit'), commit: name }),
  /** A branch against where it left `base`, by default the repository's default branch. */
  z.object({ kind: z.literal('branch'), branch: name, base: name.optional() }),
  z.object({ kind: z.literal('changeSet'), changeSet: reviewedSet }),
])
export type ReviewSource = z.infer<typeof reviewSource>

export const markKind = z.enum([
  /** What others may call or import was changed or taken away. */
  'public-api',
  /** What handled an error is gone, or now swallows it. */
  'error-handling',
  /** A condition says the opposite, its border has moved, or a check is gone. */
  'condition',
  /** Something is not waited for. */
  'async',
  /** Words of a line have changed places, as arguments do. */
  'arguments',
  /** What was checked by its type is checked no longer. */
  'types',
  /** A language server complains about the line. */
  'diagnostic',
  /** New code with branches that no test of the change names. */
  'untested',
  'security',
  'money',
  /** A test is skipped, or asserts less than before. */
  'weaker-test',
  /** Something of a debugging session was left behind. */
  'leftover',
  /** A merge's conflict is not resolved. */
  'conflict',
])
export type MarkKind = z.infer<typeof markKind>

/** What deserves attention, and why. */
export const reviewMark = z.object({
  kind: markKind,
  /** A sentence for the reader. */
  reason: z.string(),
  /** Which text the line is one of. */
  side: z.enum(['before', 'after']),
  line: z.int().nonnegative(),
  /** 0 to 1: how much it should weigh beside other marks. */
  weight: z.number(),
})
export type ReviewMark = z.infer<typeof reviewMark>

export const reviewHunk = z.object({
  /** Of its file, its symbol and its lines, old and new: the same hunk keeps it through edits elsewhere and rebases. */
  id: z.string(),
  /** After the change; before it, for a deleted file. */
  path,
  before: lines,
  after: lines,
  /** What it is in, such as `Cache.get`. */
  symbol: z.string().optional(),
  /** 0 to 1: how much there is to see. */
  importance: z.number(),
  marks: z.array(reviewMark),
})
export type ReviewHunk = z.infer<typeof reviewHunk>

export const stepKind = z.enum([
  /** Something new, or something that changed what others see of it. */
  'definition',
  'change',
  'removal',
  'test',
  'documentation',
  'configuration',
  /** A file whose text is not shown, such as a binary one. */
  'file',
  // Mechanical:
  'rename',
  'imports',
  'formatting',
  /** The same change as in an earlier step. */
  'repeat',
  'moved',
  /** Lock files and what a program wrote. */
  'generated',
])
export type StepKind = z.infer<typeof stepKind>

/** What is read together. */
export const reviewStep = z.object({
  id: z.string(),
  kind: stepKind,
  /** Such as "`parseConfig` gains a parameter `strict`". Names stand between backticks. */
  title: z.string(),
  /** Why it comes here, such as "used by `load` below". */
  why: z.string().optional(),
  /** Of its first hunk. */
  path,
  /** Ids, in the order to read them; several files where these depend on each other, or in a mechanical step. */
  hunks: z.array(z.string()).min(1),
  /** Repetitive: to be dimmed, and accepted as one. */
  mechanical: z.boolean(),
  /** Mechanical, or just as the codebase would have it be: to be dimmed. */
  quiet: z.boolean(),
  /** Of its hunks, the greatest. */
  importance: z.number(),
  /** Ids of earlier steps that it depends on. */
  after: z.array(z.string()),
})
export type ReviewStep = z.infer<typeof reviewStep>

/** What is to be said of a file beside its lines, or in their place. */
export const fileNote = z.object({
  path,
  /** Which contents it is about: another version is another hunk, and not reviewed. */
  version: z.string(),
  kind: z.enum(['binary', 'huge', 'submodule', 'link', 'mode', 'conflict', 'unreadable']),
  /** A sentence for the reader. */
  text: z.string(),
  /** Whether the file's text is in the change set. If not, its one hunk has no lines. */
  shown: z.boolean(),
})
export type FileNote = z.infer<typeof fileNote>

/** A change set in the order to read it. Every hunk is in one step. */
export const guide = z.object({
  steps: z.array(reviewStep),
  /** In the order of the steps. */
  hunks: z.array(reviewHunk),
})
export type Guide = z.infer<typeof guide>

/** How much of a hunk the index has. */
export const staged = z.enum(['whole', 'part'])
export type Staged = z.infer<typeof staged>

export const review = z.object({
  /** Absolute: what the paths are relative to. */
  root: z.string(),
  /** Both sides' texts by path. */
  changeSet: reviewedSet,
  notes: z.array(fileNote),
  guide,
  /** Of the working tree: ids of hunks that the next commit would have. */
  staged: z.record(z.string(), staged).optional(),
  /** Ids of hunks that are reviewed. */
  reviewed: z.array(z.string()),
})
export type Review = z.infer<typeof review>

/** A language server's complaint about a file's text as it is after the change. */
export const reviewProblem = z.object({
  path,
  line: z.int().nonnegative(),
  message: z.string(),
  severity: z.enum(['error', 'warning']),
})
export type ReviewProblem = z.infer<typeof reviewProblem>

/**
 * Change sets as a guided read. `open` fails with `NoRepository`, or with the codes of `GitErrorCode`. What is reviewed is
 * kept for the folder, whatever source a hunk is seen through.
 */
export const reviewService = defineService('review', {
  open: request(z.object({ source: reviewSource, problems: z.array(reviewProblem).optional() }), review),
  setReviewed: request(z.object({ hunks: z.array(z.string()), reviewed: z.boolean() }), z.null()),
  /** Some page, this one too, has said so. */
  reviewed: event(z.object({ hunks: z.array(z.string()), reviewed: z.boolean() })),
  /** The working tree, or with `repository` HEAD or a branch too, may look different now: open it again. */
  changed: event(z.object({ repository: z.boolean() })),
})
