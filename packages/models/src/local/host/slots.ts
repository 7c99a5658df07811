import { sharedLength } from './shared.ts'

/** A place for the state of one conversation. */
export interface Slot {
  /** What it holds. */
  readonly tokens: readonly number[]
}

/**
 * Gives out places for conversations' states, each to one user at a time. A conversation that goes on gets the place that holds
 * its beginning; a new one an empty place, or else that of the conversation that has been silent for longest.
 */
export class Slots<S extends Slot> {
  /** The free ones, the latest used first. */
  #free: S[]
  #waiting: (() => void)[] = []

  constructor(slots: readonly S[]) {
    this.#free = [...slots]
  }

  /** Waits while all are in use. Disposing what it gives makes the place free for others. */
  async take(prompt: readonly number[], signal: AbortSignal): Promise<{ slot: S } & Disposable> {
    while (this.#free.length === 0) await this.#turn(signal)
    signal.throwIfAborted()
    const slot = this.#free[choose(this.#free, prompt)]!
    this.#free = this.#free.filter((other) => other !== slot)
    return {
      slot,
      [Symbol.dispose]: () => {
        this.#free.unshift(slot)
        this.#waiting.shift()?.()
      },
    }
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const turn = () => {
        signal.removeEventListener('abort', give)
        resolve()
      }
      const give = () => {
        this.#waiting = this.#waiting.filter((other) => other !== turn)
        reject(signal.reason as Error)
      }
      if (signal.aborted) give()
      else {
        signal.addEventListener('abort', give, { once: true })
        this.#waiting.push(turn)
      }
    })
  }
}

/**
 * The place whose use saves most: the tokens that need not be read again, less those that its conversation would have to read
 * again, which counts the less the longer ago that spoke. `slots` are sorted by that, the latest first.
 */
export function choose(slots: readonly Slot[], prompt: readonly number[]): number {
  let best = 0
  let bestGain = -Infinity
  for (const [at, { tokens }] of slots.entries()) {
    const shared = sharedLength(tokens, prompt)
    const gain = shared - (tokens.length - shared) / (at + 1)
    // Of equals the one that was used longest ago.
    if (gain >= bestGain) {
      best = at
      bestGain = gain
    }
  }
  return best
}
