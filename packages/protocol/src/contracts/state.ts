import * as z from 'zod'
import { defineService, notice, request } from '../service.ts'

/** What the workbench remembers by itself, such as open editors and the layout: of one folder, or of the user. */
const name = z.string().regex(/^[\w-]+$/)

export const stateService = defineService('state', {
  read: request(z.object({ name }), z.record(z.string(), z.string())),
  /** A notice, since the last one is said while the page is closing. */
  update: notice(z.object({ name, insert: z.record(z.string(), z.string()), delete: z.array(z.string()) })),
})

/** The one that belongs to the opened folder; all others are the user's. */
export const workspaceState = 'workspace'
