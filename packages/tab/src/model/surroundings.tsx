import type { PromptChild } from '@caret/prompt'

/** So many lines next to the caret are chosen one by one, those further away by the handful. */
const single = 8
const handful = 4

/**
 * A text of which those lines are kept that are nearest to its end, or its start, without a gap: each stands in the one that is
 * nearer. What is nearest is always kept.
 */
export function Lines({ text, nearest }: { text: string; nearest: 'start' | 'end' }): PromptChild {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? []
  const inward = nearest === 'start' ? lines : lines.toReversed()
  const groups: string[][] = inward.slice(0, single).map((line) => [line])
  for (let at = single; at < inward.length; at += handful) groups.push(inward.slice(at, at + handful))
  let distance = inward.length
  let node: PromptChild = null
  for (const group of groups.toReversed()) {
    distance -= group.length
    const own = (nearest === 'start' ? group : group.toReversed()).join('')
    const inner: PromptChild = nearest === 'start' ? [own, node] : [node, own]
    node = distance === 0 ? <text>{inner}</text> : <text priority={-distance}>{inner}</text>
  }
  return node
}
