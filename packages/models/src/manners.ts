import { setTimeout as sleep } from 'node:timers/promises'
import type { Candidate } from './candidate.ts'

/** What asking goes by; times in milliseconds. */
export interface Manners {
  /** Tries of the same model, the first included. */
  tries: number
  /** The first wait; it doubles from try to try, up to the longest. */
  firstWait: number
  longestWait: number
  /** How long a provider that failed is passed over. */
  rest: number
  now: () => number
  /** Resolves after that time; rejects with the signal's reason. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>
  /** From 0 to 1: spreads the waits of those who failed together. */
  random: () => number
  clean: (text: string) => string
  /** Throws where this candidate must not be asked, such as for a spent budget. */
  permit: (candidate: Candidate) => Promise<void>
}

/** How people are asked who are busy; only the clock and the waiting ever differ. */
export const goodManners: Omit<Manners, 'clean' | 'permit'> = {
  tries: 4,
  firstWait: 500,
  longestWait: 30_000,
  rest: 30_000,
  now: Date.now,
  sleep: (ms, signal) => sleep(ms, undefined, { signal }),
  random: Math.random,
}
