import * as z from 'zod'
import { defineService, notice, request } from '../service.ts'

/** What the workbench remembers by itself, such as open editors and the layout: of one folder, or of the user. */
const name = z.string().regex(/^[\w-]+$/)

const update = z.object({ name, insert: z.record(z.string(), z.string()), delete: z.array(z.string()) })

export const stateService = defineService('state', {
  read: request(z.object({ name }), z.record(z.string(), z.string())),
  update: notice(update),
})

/** The one that belongs to the opened folder; all others are the user's. */
export const workspaceState = 'workspace'

/**
 * Where a closing page posts what it last remembered, as JSON: what waits in a WebSocket goes down with its page, while the
 * browser itself delivers a beacon.
 */
export const lastUpdate = { path: '/state', body: update }

export type StateUpdate = z.infer<typeof update>
