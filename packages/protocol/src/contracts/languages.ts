import * as z from 'zod'
import { defineService, event, notice, request } from '../service.ts'

export const languageServerState = z.enum(['starting', 'ready', 'stopped', 'crashed', 'unresponsive', 'missing'])
export type LanguageServerState = z.infer<typeof languageServerState>

export const languageServer = z.object({
  id: z.string(),
  name: z.string(),
  /** VS Code's language identifiers. */
  languages: z.array(z.string()),
  /** The names of the settings that it reads. */
  sections: z.array(z.string()),
  /** Whether it is the user's own, and replaces those that Caret knows. */
  custom: z.boolean(),
  state: languageServerState,
  /** What a user should know about the state, in a sentence; may be empty. */
  detail: z.string(),
})
export type LanguageServer = z.infer<typeof languageServer>

/** A message of the Language Server Protocol. */
const message = z.custom<{ jsonrpc: string }>(
  (value) => typeof value === 'object' && value !== null,
  'expected a message',
)

const server = z.string()
/** One place at a server; a number that the page chooses. */
const client = z.number().int()

/**
 * Language servers run beside the engine and are shared by all who join them. A page joins a server as often as it
 * likes and speaks the Language Server Protocol with it, from `initialize` to `exit`, as if it had the server alone;
 * the server starts when it is first needed, and a crash is not the page's business.
 */
export const languagesService = defineService('languages', {
  servers: request(z.object({}), z.array(languageServer)),
  status: event(languageServer),
  /** Throws for a server that is not known. */
  join: request(z.object({ server, client }), z.null()),
  send: notice(z.object({ client, message })),
  receive: event(z.object({ client, message })),
  leave: notice(z.object({ client })),
  /** The user's settings, by section; those of before no longer hold. */
  configure: notice(z.object({ settings: z.record(z.string(), z.unknown()) })),
  /** Starts a server anew, whatever state it is in. */
  restart: request(z.object({ server }), z.null()),
  /** Stops a server until it is restarted. */
  stop: request(z.object({ server }), z.null()),
})
