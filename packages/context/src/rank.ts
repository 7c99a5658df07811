import type { Item, Source } from './source.ts'

/** What was found, with how much it is worth to be seen, from 0 to 1. */
export interface Ranked extends Item {
  score: number
}

const most = 24
/** UTF-16 units of all: more would not fit, and be laid out in vain. */
const mostText = 60_000

/** What is to be seen of what sources found, the best first: nothing twice. */
export function rank(items: readonly Item[], sources: readonly Source[]): Ranked[] {
  const weights = new Map(sources.map(({ name, weight }) => [name, weight]))
  const kept: Ranked[] = []
  let size = 0
  const scored = items.map((item) => ({ ...item, score: (weights.get(item.source) ?? 0) * item.worth }))
  for (const item of scored.toSorted((a, b) => b.score - a.score)) {
    if (kept.length === most) break
    const isShown = kept.some(
      (other) => other.source === item.source && other.path === item.path && covers(other, item),
    )
    if (isShown || size + item.text.length > mostText) continue
    size += item.text.length
    kept.push(item)
  }
  return kept
}

const covers = (a: Item, b: Item) =>
  a.text === b.text || (a.source === 'definitions' && a.lines.start <= b.lines.start && b.lines.end <= a.lines.end)
