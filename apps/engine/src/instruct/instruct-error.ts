/** An instruction that was not followed; the message says what to do. */
export class InstructError extends Error {
  override name = 'InstructError'
  constructor(
    readonly code: 'TooLarge' | 'CutOff' | 'Partial',
    message: string,
  ) {
    super(message)
  }
}
