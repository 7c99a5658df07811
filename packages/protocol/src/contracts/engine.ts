import * as z from 'zod'
import { defineService, event, request } from '../service.ts'

export const engineInfo = z.object({
  version: z.string(),
  /** Changes with each engine process. */
  engine: z.string(),
  /** Absolute path of the opened folder. */
  root: z.string(),
  home: z.string(),
  /** Absolute path of what follows the user from browser to browser: settings, keys, snippets, backups. */
  userData: z.string(),
  platform: z.enum(['linux', 'darwin', 'win32']),
  /** Whether the folder can be written to. */
  writable: z.boolean(),
})
export type EngineInfo = z.infer<typeof engineInfo>

export const engineService = defineService('engine', {
  info: request(z.object({}), engineInfo),
  /** Something that the user should know. */
  message: event(z.object({ severity: z.enum(['info', 'warning', 'error']), text: z.string() })),
})
