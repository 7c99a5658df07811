/** Words and signs of a line. */
export const wordsOf = (line: string): string[] => line.match(/[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$]/gu) ?? []

/** How much of two lines is the same, 0 to 1 (Dice), words counting more than signs. */
export function similarity(a: readonly string[], b: readonly string[]): number {
  const counts = new Map<string, number>()
  let total = 0
  for (const word of a) {
    counts.set(word, (counts.get(word) ?? 0) + 1)
    total += weight(word)
  }
  let common = 0
  for (const word of b) {
    total += weight(word)
    const left = counts.get(word) ?? 0
    if (left === 0) continue
    counts.set(word, left - 1)
    common += weight(word)
  }
  return total === 0 ? 1 : (2 * common) / total
}

const weight = (word: string) => (/[\p{L}\p{N}_$]/u.test(word) ? 1 : 0.3)
