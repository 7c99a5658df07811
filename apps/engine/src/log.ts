import { join } from 'node:path'
import { type Logger, pino } from 'pino'

export type Log = Logger

/** Logs into a file of the data folder; tokens, keys and cookies never reach it. */
export function openLog(dataFolder: string): Log {
  return pino(
    {
      redact: {
        paths: ['token', 'cookie', 'url', '*.token', '*.cookie', '*.apiKey', 'apiKey', '*.authorization'],
        remove: true,
      },
    },
    pino.destination({ dest: join(dataFolder, 'engine.log'), mkdir: true, sync: false, mode: 0o600 }),
  )
}

export const silentLog: Log = pino({ level: 'silent' })
