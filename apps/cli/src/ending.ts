import type { Log } from '@caret/engine'

/**
 * Resolves when the user or the system asks the process to end. An error that nobody caught is logged, told in one
 * sentence, and ends it too, with code 1.
 */
export function untilAskedToEnd(log: Log): Promise<void> {
  return new Promise((resolve) => {
    let asked = 0
    const ask = () => {
      // npm passes a signal on that the terminal has sent to everyone already: only a later one is meant as "at once".
      if (asked && performance.now() - asked > 1000) process.exit(130)
      asked ||= performance.now()
      resolve()
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask)
    process.on('uncaughtException', (error) => {
      log.fatal(error)
      console.error(`Caret had to stop: ${error.message} (More in engine.log in the data folder.)`)
      process.exitCode = 1
      resolve()
    })
  })
}
