/**
 * Characters that a reader may be behind before the process is paused, and how few let it go on: VS Code's numbers. Its
 * pages acknowledge by the 5,000, so that many may stay open for good.
 */
export const highWater = 100_000
export const lowWater = 5_000

/** Pauses a process while one of its readers is too far behind. */
export interface Flow<Reader extends string> {
  /** Says that `reader` was given `chars` more. */
  sent(reader: Reader, chars: number): void
  /** Says that `reader` has taken `chars`. */
  taken(reader: Reader, chars: number): void
  /** The reader has gone, or starts afresh. */
  forget(reader: Reader): void
  behind(reader: Reader): number
  readonly paused: boolean
}

export function createFlow<Reader extends string>(pause: () => void, resume: () => void): Flow<Reader> {
  const behind = new Map<Reader, number>()
  let paused = false
  const weigh = () => {
    const most = Math.max(0, ...behind.values())
    if (!paused && most > highWater) {
      paused = true
      pause()
    } else if (paused && most <= lowWater) {
      paused = false
      resume()
    }
  }
  const add = (reader: Reader, chars: number) => {
    behind.set(reader, Math.max(0, (behind.get(reader) ?? 0) + chars))
    weigh()
  }
  return {
    sent: add,
    taken: (reader, chars) => add(reader, -chars),
    forget(reader) {
      behind.delete(reader)
      weigh()
    },
    behind: (reader) => behind.get(reader) ?? 0,
    get paused() {
      return paused
    },
  }
}
