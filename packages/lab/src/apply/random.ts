/** Numbers that look random and are the same for the same seed (mulberry32, seeded by FNV-1a). */
export interface Random {
  /** From 0 up to `below`, whole. */
  below(below: number): number
  pick<T>(values: readonly T[]): T
  chance(probability: number): boolean
}

export function randomFrom(seed: string): Random {
  let state = 2166136261
  for (let at = 0; at < seed.length; at++) state = Math.imul(state ^ seed.charCodeAt(at), 16777619)
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296
  }
  return {
    below: (below) => Math.floor(next() * below),
    pick: (values) => values[Math.floor(next() * values.length)]!,
    chance: (probability) => next() < probability,
  }
}
