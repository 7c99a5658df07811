import * as z from 'zod'
import { defineService, event, notice, request } from '../service.ts'

const id = z.number().int().positive()
const size = { cols: z.number().int().positive().max(10_000), rows: z.number().int().positive().max(10_000) }

/**
 * What a page wants to find again on a terminal after a reload, such as its icon, colour and place. The engine keeps it
 * and does not look inside.
 */
const memo = z.record(z.string(), z.unknown())

/** What a terminal is made of. */
export const terminalLaunch = z.object({
  /** A path, or a name on the PATH; by default the user's login shell. */
  executable: z.string().optional(),
  args: z.union([z.array(z.string()), z.string()]).optional(),
  /** Absolute; by default the opened folder. */
  cwd: z.string().optional(),
  env: z.record(z.string(), z.string()),
  /** Whether `env` is added to the engine's environment, or is all there is. */
  inheritEnv: z.boolean(),
  ...size,
  /** The tables by which characters get their widths. */
  unicode: z.enum(['6', '11']),
  /** Lines above the screen that are kept. */
  scrollback: z.number().int().nonnegative(),
  /** Whether the shell may be told to mark its prompts and commands (the OSC 633 protocol). */
  shellIntegration: z.boolean(),
  /** A secret with which the shell signs its command lines, so that other output cannot pose as it. */
  nonce: z.string(),
  /** Whether it outlives the page. */
  persistent: z.boolean(),
  memo,
})
export type TerminalLaunch = z.infer<typeof terminalLaunch>

export const terminalDetails = z.object({
  id,
  pid: z.number(),
  title: z.string(),
  /** As VS Code counts them: 0 given by the user, 1 the process, 2 an escape sequence, 3 settings. */
  titleSource: z.number(),
  cwd: z.string(),
  hasChildren: z.boolean(),
  nonce: z.string(),
  /** No living page has it. */
  orphan: z.boolean(),
  memo,
})
export type TerminalDetails = z.infer<typeof terminalDetails>

/** A command that the shell has marked, by lines of the replayed screen and its scrollback. */
export const terminalCommand = z.object({
  command: z.string(),
  trusted: z.boolean(),
  cwd: z.string().optional(),
  exitCode: z.number().optional(),
  /** Milliseconds since the epoch. */
  started: z.number(),
  /** Milliseconds. */
  duration: z.number(),
  promptLine: z.number().optional(),
  startLine: z.number().optional(),
  startColumn: z.number().optional(),
  executedLine: z.number().optional(),
  executedColumn: z.number().optional(),
  endLine: z.number().optional(),
})
export type TerminalCommand = z.infer<typeof terminalCommand>

/** A screen as it stands, with what has scrolled out of it. */
export const terminalReplay = z.object({
  ...size,
  /** Written to an empty terminal of this size, it gives the same screen. */
  data: z.string(),
  commands: z.array(terminalCommand),
})
export type TerminalReplay = z.infer<typeof terminalReplay>

export const terminalProfile = z.object({
  name: z.string(),
  path: z.string(),
  args: z.union([z.array(z.string()), z.string()]).optional(),
  env: z.record(z.string(), z.union([z.string(), z.null()])).optional(),
  icon: z.unknown().optional(),
  color: z.string().optional(),
  overrideName: z.boolean().optional(),
  default: z.boolean(),
  /** Found by the engine rather than written in the settings. */
  detected: z.boolean(),
  fromPath: z.boolean(),
})
export type TerminalProfile = z.infer<typeof terminalProfile>

const layoutOf = <T extends z.ZodType>(terminal: T) =>
  z.object({
    tabs: z.array(
      z.object({
        isActive: z.boolean(),
        activePersistentProcessId: z.number().optional(),
        terminals: z.array(z.object({ relativeSize: z.number(), terminal })),
      }),
    ),
    background: z.array(terminal).nullable(),
  })

/** Tabs and their splits, by the ids of terminals. */
export const terminalLayout = layoutOf(z.number())
export type TerminalLayout = z.infer<typeof terminalLayout>
export const terminalLayoutDetails = layoutOf(terminalDetails)
export type TerminalLayoutDetails = z.infer<typeof terminalLayoutDetails>

/**
 * Terminals live in the engine and are shown by one page at a time. A page sees its own, and may take those whose page
 * is gone. A terminal is made by `create` or taken by `attach`; nothing of it is heard before `start`.
 *
 * Output is paused while 100,000 characters of it are not acknowledged, until at most 5,000 are.
 */
export const terminalsService = defineService('terminals', {
  /** Comes first. `page` stays the same when a page is reloaded. */
  join: request(
    z.object({ page: z.string().min(8).max(64) }),
    z.object({
      /** The path of the user's login shell. */
      shell: z.string(),
      env: z.record(z.string(), z.string()),
    }),
  ),
  profiles: request(
    z.object({ configured: z.unknown(), default: z.string().optional(), detect: z.boolean() }),
    z.array(terminalProfile),
  ),
  create: request(terminalLaunch, z.object({ id })),
  /** Takes a terminal; false if there is none, or a living page has it. */
  attach: request(z.object({ id }), z.boolean()),
  /** Starts the process of a created terminal, or the replay of an attached one. */
  start: request(
    z.object({ id }),
    z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('started'),
        pid: z.number(),
        cwd: z.string(),
        /** Arguments added so that the shell marks its prompts. */
        injected: z.array(z.string()).optional(),
      }),
      z.object({ kind: z.literal('failed'), message: z.string(), code: z.number().optional() }),
    ]),
  ),
  /** Gives a terminal up, to be found again. */
  detach: request(z.object({ id }), z.null()),
  /** Ends the processes of a terminal: politely first, then, or at once where `immediate`, by force. */
  kill: request(z.object({ id, immediate: z.boolean() }), z.null()),
  /** Those of this page and those that it may take. */
  list: request(z.object({}), z.array(terminalDetails)),
  /** The layout of this page and of those that are gone; their terminals belong to this page from now on. */
  takeLayout: request(z.object({}), terminalLayoutDetails),
  setLayout: notice(terminalLayout),
  update: notice(
    z.object({ id, title: z.string().optional(), titleSource: z.number().optional(), memo: memo.optional() }),
  ),
  /** The folder that the shell is in now. */
  cwd: request(z.object({ id }), z.string()),
  /** Measures the way there and back. */
  ping: request(z.object({}), z.null()),

  input: notice(z.object({ id, data: z.string() })),
  /** Each character is a byte. */
  binary: notice(z.object({ id, data: z.string() })),
  resize: notice(z.object({ id, ...size })),
  acknowledge: notice(z.object({ id, chars: z.number().int().nonnegative() })),
  signal: notice(z.object({ id, signal: z.string().regex(/^SIG[A-Z0-9]+$/) })),
  clear: notice(z.object({ id })),
  unicode: notice(z.object({ id, version: z.enum(['6', '11']) })),

  replay: event(z.object({ id, replay: terminalReplay })),
  data: event(z.object({ id, data: z.string() })),
  changed: event(z.object({ id, title: z.string(), hasChildren: z.boolean() })),
  /** The process has ended; 128 and the signal's number where a signal ended it. */
  exited: event(z.object({ id, code: z.number() })),
  /** `caret FILE:LINE:COLUMN` was run in a terminal. One-based. */
  open: event(z.object({ path: z.string(), line: z.number().optional(), column: z.number().optional() })),
})
