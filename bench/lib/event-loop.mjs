// Preloaded into a real `caret` process (`node --import`), and asked over its IPC channel: how long the event loop was held
// since it was last asked. `cpu` is the processor time of the main thread alone between two beats: on a machine that others
// use as well, a late beat may be nobody's fault, and a long task still shows.
import { readFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'

const beatMs = 2
const delays = monitorEventLoopDelay({ resolution: beatMs })
delays.enable()

let lastCpu = mainThreadCpu()
let longestCpu = 0
setInterval(() => {
  const now = mainThreadCpu()
  longestCpu = Math.max(longestCpu, now - lastCpu)
  lastCpu = now
}, beatMs).unref()

process.on('message', () => {
  // What is measured lies between two beats.
  setTimeout(() => {
    const ms = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - beatMs)
    process.send?.({ max: ms(delays.max), p99: ms(delays.percentile(99)), cpu: longestCpu })
    delays.reset()
    longestCpu = 0
  }, 2 * beatMs)
})
process.channel?.unref()

/** Milliseconds; NaN where the system does not tell. */
function mainThreadCpu() {
  try {
    return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]) / 1e6
  } catch {
    return Number.NaN
  }
}
