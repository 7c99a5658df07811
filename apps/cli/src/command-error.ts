/** An error whose message is one sentence for the user; the command prints it and ends with code 1. */
export class CommandError extends Error {
  override name = 'CommandError'
}
