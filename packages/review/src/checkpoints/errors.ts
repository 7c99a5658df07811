/** There is no such checkpoint, or not any more. */
export class CheckpointMissing extends Error {
  override name = 'CheckpointMissing'
  readonly code = 'CheckpointMissing'
  constructor() {
    super('This accepted change is no longer kept: the oldest ones make room for newer ones.')
  }
}

/** What is kept of a checkpoint is not what was written. */
export class CheckpointDamaged extends Error {
  override name = 'CheckpointDamaged'
  readonly code = 'CheckpointDamaged'
  constructor(file: string, options?: ErrorOptions) {
    super(`${file} is damaged or gone; what it belongs to cannot be taken back.`, options)
  }
}
