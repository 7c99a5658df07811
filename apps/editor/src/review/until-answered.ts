import { disconnected, RemoteError } from '@caret/protocol'

/** In milliseconds. */
const pause = 300

/**
 * Asks, and asks again where the engine went away before it answered; a question waits by itself for an engine that is away. For what
 * may be asked twice.
 */
export async function untilAnswered<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof RemoteError && error.code === disconnected)) throw error
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
}
