import { defineService, notice, request, textChange } from '@caret/protocol'
import type { Question, Said } from '@caret/tab'
import * as z from 'zod'

/** What the predictor's thread serves besides `tabService`, in which it takes paths below the folder. */
export const tabFolderService = defineService('tab-folder', {
  /** Reads the files of a folder, and what is kept of its last predictor; until then nothing is predicted. */
  open: request(
    z.object({
      ...{ root: z.string(), paths: z.array(z.string()), kept: z.string() },
      /** Whether a model will be asked: what counts tokens takes a while to load. */
      asks: z.boolean(),
    }),
    z.object({
      files: z.number(),
      /** Whether what was kept could not be understood. */
      lost: z.boolean(),
    }),
  ),
  /** Writes what is to be kept, before the end. */
  keep: request(z.object({}), z.null()),
  /** What a model is to be asked at the caret, or what it will be once a suggestion is accepted. Paths are below the folder. */
  question: request(
    z.object({
      ...{ path: z.string(), offset: z.number(), length: z.number(), format: z.string() },
      supposed: z
        .object({
          edit: z.object({ path: z.string(), ...textChange.shape }),
          kind: z.enum(['continuation', 'edit']),
        })
        .optional(),
    }),
    z.custom<Question>().nullable(),
  ),
  /** What it answered, and which suggestions come of that. */
  hear: request(z.object({ id: z.number(), said: z.custom<Said>() }), z.enum(['continuation', 'edit']).nullable()),
  /** The user's last edits as unified diffs, the newest first. None while the folder is still being read. */
  recent: request(z.object({ most: z.number() }), z.array(z.object({ path: z.string(), diff: z.string() }))),
  /** The disk may say something else than before. */
  reread: notice(z.object({ paths: z.array(z.string()) })),
})
