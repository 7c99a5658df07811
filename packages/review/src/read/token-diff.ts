import type { HunkView } from './file-view.ts'
import type { CodeToken } from './text-view.ts'

/** Tokens that only one side has, between tokens that both have. */
export interface Run {
  removed: readonly CodeToken[]
  inserted: readonly CodeToken[]
  /** What stands before it on both sides. */
  after: CodeToken | undefined
}

/** Above so many comparisons only the ends of a hunk are compared. */
const mostWork = 1 << 20

const known = new WeakMap<HunkView, Run[]>()

/** Where the code of a hunk differs, by a longest common subsequence. */
export function runsOf(hunk: HunkView): Run[] {
  let runs = known.get(hunk)
  if (!runs) known.set(hunk, (runs = compare(hunk.file.before.code(hunk.before), hunk.file.after.code(hunk.after))))
  return runs
}

function compare(old: readonly CodeToken[], fresh: readonly CodeToken[]): Run[] {
  let head = 0
  const most = Math.min(old.length, fresh.length)
  while (head < most && old[head]!.text === fresh[head]!.text) head++
  let tail = 0
  while (tail < most - head && old.at(-1 - tail)!.text === fresh.at(-1 - tail)!.text) tail++
  const [a, b] = [old.slice(head, old.length - tail), fresh.slice(head, fresh.length - tail)]
  if (a.length === 0 && b.length === 0) return []
  if (a.length === 0 || b.length === 0 || a.length * b.length > mostWork) {
    return [{ removed: a, inserted: b, after: fresh[head - 1] }]
  }
  return runsBetween(a, b, fresh[head - 1])
}

function runsBetween(a: readonly CodeToken[], b: readonly CodeToken[], before: CodeToken | undefined): Run[] {
  const width = b.length + 1
  const longest = new Uint16Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const skip = Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!)
      longest[i * width + j] = a[i]!.text === b[j]!.text ? Math.max(skip, longest[(i + 1) * width + j + 1]! + 1) : skip
    }
  }
  const runs: Run[] = []
  let [i, j, after] = [0, 0, before]
  while (i < a.length || j < b.length) {
    const [from, to] = [i, j]
    while (i < a.length || j < b.length) {
      if (i < a.length && j < b.length && a[i]!.text === b[j]!.text) break
      if (j === b.length || (i < a.length && longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!)) i++
      else j++
    }
    if (i > from || j > to) runs.push({ removed: a.slice(from, i), inserted: b.slice(to, j), after })
    while (i < a.length && j < b.length && a[i]!.text === b[j]!.text) {
      after = b[j]
      i++
      j++
    }
  }
  return runs
}
