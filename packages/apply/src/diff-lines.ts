/** Lines `[aFrom, aTo)` of one text stand where `[bFrom, bTo)` stand in another. */
export interface Change {
  aFrom: number
  aTo: number
  bFrom: number
  bTo: number
}

/** What differs between two lists of lines: by lines that are unique in both (patience), and between them by the longest common part. */
export function diffLines(a: readonly string[], b: readonly string[]): Change[] {
  const changes: Change[] = []
  compare(a, b, { aFrom: 0, aTo: a.length, bFrom: 0, bTo: b.length }, changes)
  return changes
}

function compare(a: readonly string[], b: readonly string[], part: Change, changes: Change[]): void {
  let { aFrom, aTo, bFrom, bTo } = part
  while (aFrom < aTo && bFrom < bTo && a[aFrom] === b[bFrom]) {
    aFrom++
    bFrom++
  }
  while (aFrom < aTo && bFrom < bTo && a[aTo - 1] === b[bTo - 1]) {
    aTo--
    bTo--
  }
  if (aFrom === aTo && bFrom === bTo) return
  if (aFrom === aTo || bFrom === bTo) return void changes.push({ aFrom, aTo, bFrom, bTo })
  const anchors = (aTo - aFrom) * (bTo - bFrom) > smallEnough ? uniqueAnchors(a, b, { aFrom, aTo, bFrom, bTo }) : []
  if (anchors.length === 0) return common(a, b, { aFrom, aTo, bFrom, bTo }, changes)
  for (const [inA, inB] of [...anchors, [aTo, bTo] as const]) {
    compare(a, b, { aFrom, aTo: inA, bFrom, bTo: inB }, changes)
    aFrom = inA + 1
    bFrom = inB + 1
  }
}

const smallEnough = 10_000
const largest = 4_000_000

function uniqueAnchors(a: readonly string[], b: readonly string[], part: Change): [number, number][] {
  const inA = uniqueLines(a, part.aFrom, part.aTo)
  const pairs: [number, number][] = []
  for (const [line, at] of uniqueLines(b, part.bFrom, part.bTo)) {
    const other = inA.get(line)
    if (other !== undefined && other >= 0 && at >= 0) pairs.push([other, at])
  }
  return longestIncreasing(pairs.sort((x, y) => x[1] - y[1]))
}

/** Where each line is; -1 where it is more than once. */
function uniqueLines(lines: readonly string[], from: number, to: number): Map<string, number> {
  const found = new Map<string, number>()
  for (let at = from; at < to; at++) found.set(lines[at]!, found.has(lines[at]!) ? -1 : at)
  return found
}

/** The longest part of `pairs` whose first numbers increase. */
export function longestIncreasing<T extends readonly [number, ...unknown[]]>(pairs: readonly T[]): T[] {
  const tails: number[] = []
  const before = new Int32Array(pairs.length)
  for (const [index, [value]] of pairs.entries()) {
    let [low, high] = [0, tails.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (pairs[tails[middle]!]![0] < value) low = middle + 1
      else high = middle
    }
    before[index] = low > 0 ? tails[low - 1]! : -1
    tails[low] = index
  }
  const chain: T[] = []
  for (let at = tails.at(-1) ?? -1; at >= 0; at = before[at]!) chain.push(pairs[at]!)
  return chain.reverse()
}

function common(a: readonly string[], b: readonly string[], part: Change, changes: Change[]): void {
  const { aFrom, aTo, bFrom, bTo } = part
  const width = bTo - bFrom + 1
  if ((aTo - aFrom) * width > largest) return void changes.push(part)
  const lengths = new Uint32Array((aTo - aFrom + 1) * width)
  for (let i = aTo - aFrom - 1; i >= 0; i--) {
    for (let j = width - 2; j >= 0; j--) {
      lengths[i * width + j] =
        a[aFrom + i] === b[bFrom + j]
          ? lengths[(i + 1) * width + j + 1]! + 1
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!)
    }
  }
  let [i, j] = [aFrom, bFrom]
  while (i < aTo || j < bTo) {
    const start = { aFrom: i, bFrom: j }
    const at = () => (i - aFrom) * width + (j - bFrom)
    while ((i < aTo || j < bTo) && !(i < aTo && j < bTo && a[i] === b[j])) {
      if (j >= bTo || (i < aTo && lengths[at() + width]! >= lengths[at() + 1]!)) i++
      else j++
    }
    if (i > start.aFrom || j > start.bFrom) changes.push({ ...start, aTo: i, bTo: j })
    while (i < aTo && j < bTo && a[i] === b[j]) {
      i++
      j++
    }
  }
}
