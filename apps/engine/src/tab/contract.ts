import { defineService, notice, request } from '@caret/protocol'
import * as z from 'zod'

/** What the predictor's thread serves besides `tabService`, in which it takes paths below the folder. */
export const tabFolderService = defineService('tab-folder', {
  /** Reads the files of a folder, and what is kept of its last predictor; until then nothing is predicted. */
  open: request(
    z.object({ root: z.string(), paths: z.array(z.string()), kept: z.string() }),
    z.object({
      files: z.number(),
      /** Why what was kept could not be used. */
      lost: z.string().optional(),
    }),
  ),
  /** Writes what is to be kept, before the end. */
  keep: request(z.object({}), z.null()),
  /** The disk may say something else than before. */
  reread: notice(z.object({ paths: z.array(z.string()) })),
})
