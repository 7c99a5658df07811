import * as z from 'zod'
import { defineService, request } from '../service.ts'

/** Absolute, in the engine's own file system. */
const path = z.string().min(1)

const origin = z.object({
  kind: z.enum(['tab', 'instruct', 'chat', 'agent', 'migration', 'fix', 'git']),
  detail: z.string().optional(),
})

/** A text that is missing stands for no file. */
const file = z.object({
  path,
  /** Where it is moved. */
  to: path.optional(),
  before: z.string().optional(),
  after: z.string().optional(),
})

const acceptance = z.object({
  /** Of the change set: what is accepted of it bit by bit is one checkpoint. */
  id: z.string().min(1),
  /** For the user, in a line. */
  title: z.string(),
  origin,
  /** The texts just before and just after it was accepted. */
  files: z.array(file.extend({ wasUnsaved: z.boolean() })),
  /** Texts of other files that were not saved just then; of a change set, those of the first acceptance count. */
  unsaved: z.array(z.object({ path, text: z.string() })),
})
export type Acceptance = z.infer<typeof acceptance>

const checkpoint = z.object({
  id: z.string(),
  title: z.string(),
  origin,
  /** When some of it was accepted last, in milliseconds since the epoch. */
  time: z.number(),
  files: z.array(z.object({ path, wasUnsaved: z.boolean() })),
})
export type CheckpointInfo = z.infer<typeof checkpoint>

/** `change` takes back what was accepted, and leaves what came after; `state` brings back all files as they were before it. */
const what = z.object({ id: z.string(), kind: z.enum(['change', 'state']) })

const conflict = z.object({
  path,
  /** A sentence for the user. */
  reason: z.string(),
  /** Where another text is by now, which stays: lines of the text after, counted from 0. None stands for the whole file. */
  places: z.array(z.object({ line: z.int().nonnegative(), now: z.string(), before: z.string() })),
})
export type CheckpointConflict = z.infer<typeof conflict>

const preview = z.object({
  changeSet: z.object({ id: z.string(), title: z.string(), origin, files: z.array(file) }),
  conflicts: z.array(conflict),
})
export type CheckpointPreview = z.infer<typeof preview>

/**
 * What was accepted in this folder. Asking for one that is not kept any more fails with `CheckpointMissing`, for one whose texts
 * were destroyed with `CheckpointDamaged`.
 */
export const checkpointsService = defineService('checkpoints', {
  /** Answered once it is on the disk. */
  record: request(acceptance, z.null()),
  /** The newest first; of what cannot be read, a sentence each. */
  list: request(z.object({}), z.object({ checkpoints: z.array(checkpoint), problems: z.array(z.string()) })),
  /** What going back would change. `texts` are those that the page has, null for no file; others are read from the disk. */
  preview: request(what.extend({ texts: z.record(z.string(), z.string().nullable()).optional() }), preview),
  /**
   * Goes back on the disk, in the files of the folder that `paths` names, or all: in all of them or, where the answer has conflicts or it
   * fails, in none. Files with unsaved text are for the page that has it, and refused.
   */
  restore: request(what.extend({ paths: z.array(path).optional() }), z.object({ conflicts: z.array(conflict) })),
})
