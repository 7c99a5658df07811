import { join } from 'node:path'
import { createRedactor } from '@caret/models'
import { type Logger, pino } from 'pino'

export type Log = Logger

/**
 * Logs into a file of the data folder; tokens, keys and cookies never reach it, neither as fields nor within the messages of
 * errors.
 */
export function openLog(dataFolder: string): Log {
  const redactor = createRedactor(environmentKeys)
  return pino(
    {
      redact: {
        paths: ['token', 'cookie', 'url', '*.token', '*.cookie', '*.apiKey', 'apiKey', '*.authorization'],
        remove: true,
      },
      hooks: { streamWrite: (line) => redactor.text(line) },
    },
    pino.destination({ dest: join(dataFolder, 'engine.log'), mkdir: true, sync: false, mode: 0o600 }),
  )
}

export const silentLog: Log = pino({ level: 'silent' })

/** Keys of providers and whatever else the environment keeps under such a name. */
const environmentKeys = () =>
  Object.entries(process.env).flatMap(([name, value]) =>
    value && /_(?:API_)?(?:KEY|TOKEN|SECRET|PASSWORD)$/.test(name) ? [value] : [],
  )
