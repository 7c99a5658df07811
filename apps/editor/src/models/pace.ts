/** How fast something comes, and when it will be there. */
export interface Pace {
  bytesPerSecond: number
  secondsLeft: number
}

/** Milliseconds that count: longer, and a change is seen late; shorter, and the number jumps. */
const span = 8000
/** Milliseconds before it can be said. */
const least = 1000

/** Follows what has come of one download; gives its pace over the last seconds, once it has one. */
export function followPace(): (received: number, total: number, now: number) => Pace | undefined {
  let samples: { received: number; at: number }[] = []
  return (received, total, now) => {
    // What begins anew has no past.
    if (samples.some((sample) => sample.received > received)) samples = []
    samples.push({ received, at: now })
    // One that is older stays, so that there is always something to compare with.
    while (samples.length > 2 && samples[1]!.at < now - span) samples.shift()
    const [first] = samples
    const ms = now - first!.at
    if (ms < least) return undefined
    const bytesPerSecond = ((received - first!.received) / ms) * 1000
    return { bytesPerSecond, secondsLeft: (total - received) / bytesPerSecond }
  }
}
