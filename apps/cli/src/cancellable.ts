import { CommandError } from './command-error.ts'

/** Runs what Ctrl+C ends in good order. */
export async function cancellable(run: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const cancel = new AbortController()
  const stop = () => cancel.abort(new CommandError('Cancelled.'))
  process.once('SIGINT', stop)
  try {
    await run(cancel.signal)
  } finally {
    process.off('SIGINT', stop)
  }
}
