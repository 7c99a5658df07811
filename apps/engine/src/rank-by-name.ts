import { setImmediate } from 'node:timers/promises'

/**
 * The paths that `name` may mean, likeliest first, at most `limit`: each of its words must be found in the path, letter by
 * letter in this order, in any case. The editor ranks what it gets by finer rules; here it only matters that what it would
 * put on top is among them.
 */
export async function rankByName(
  paths: string[],
  name: string,
  limit: number,
  signal?: AbortSignal,
): Promise<string[]> {
  const words = name.replaceAll('\\', '/').replaceAll(/[*"]/g, '').toLowerCase().split(/\s+/).filter(Boolean)
  const tiers: string[][] = Array.from({ length: nowhere }, () => [])
  for (let start = 0; start < paths.length; start += chunk) {
    if (start > 0) await setImmediate()
    signal?.throwIfAborted()
    for (const path of paths.slice(start, start + chunk)) {
      const lower = path.toLowerCase()
      let worst = 0
      for (const word of words) worst = Math.max(worst, rank(lower, word))
      if (worst < nowhere) tiers[worst]!.push(path)
    }
  }
  const found: string[] = []
  for (const tier of tiers) {
    if (found.length >= limit) break
    found.push(...tier.sort((a, b) => a.length - b.length || (a < b ? -1 : 1)).slice(0, limit - found.length))
  }
  return found
}

/** So many paths take a few milliseconds. */
const chunk = 10_000
const nowhere = 6

function rank(path: string, word: string): number {
  const base = path.slice(path.lastIndexOf('/') + 1)
  if (base === word) return 0
  if (base.startsWith(word)) return 1
  if (base.includes(word)) return 2
  if (path.includes(word)) return 3
  if (inOrder(base, word)) return 4
  return inOrder(path, word) ? 5 : nowhere
}

function inOrder(text: string, letters: string): boolean {
  let at = 0
  for (const letter of letters) {
    const found = text.indexOf(letter, at)
    if (found < 0) return false
    at = found + letter.length
  }
  return true
}
