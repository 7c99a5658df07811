import type { Dependency } from './depends.ts'
import type { Draft } from './draft.ts'

/**
 * The order to read drafts in, as groups of indices: what is declared before what uses it; those that use each other are one
 * group, in file order. Among what can be next, what was changed only within comes before its users, one stays in a file,
 * and goes on from what was just read; to another file one goes for what is most important. Tests come after the code that they test, since one judges them by what one knows then.
 */
export function order(
  drafts: readonly Draft[],
  dependencies: readonly Dependency[][],
  importances: readonly number[],
): number[][] {
  const ranks = drafts.map(rankOf)
  const within = (firm: boolean) =>
    dependencies.map((list, at) =>
      list.filter((each) => ranks[each.on] === ranks[at] && (!firm || each.firm)).map(({ on }) => on),
    )
  const groups = circles(within(true))
  const groupOf = new Map(groups.flatMap((group, at) => group.map((each) => [each, at] as const)))
  const needs = (edges: readonly number[][]) =>
    groups.map((group, at) => {
      const others = group.flatMap((each) => edges[each]!.map((on) => groupOf.get(on)!))
      return new Set(others.filter((other) => other !== at))
    })
  const [firm, all] = [needs(within(true)), needs(within(false))]
  return sorted(groups, { firm, all }, (group) => ranks[group[0]!]!, drafts, importances).map((at) => groups[at]!)
}

const rankOf = ({ role, kind }: Draft): number =>
  kind === 'file' ? 1 : { source: 0, configuration: 1, generated: 1, test: 2, documentation: 3 }[role]

function sorted(
  groups: readonly number[][],
  { firm, all }: Record<'firm' | 'all', readonly Set<number>[]>,
  rank: (group: number[]) => number,
  drafts: readonly Draft[],
  importances: readonly number[],
): number[] {
  const files = groups.map((group) => drafts[group[0]!]!.file)
  const ranks = groups.map(rank)
  const weights = groups.map((group) => Math.max(...group.map((each) => importances[each]!)))
  const users = groups.map((): number[] => [])
  const open = { firm: firm.map(({ size }) => size), all: all.map(({ size }) => size) }
  for (const [at, on] of all.entries()) for (const other of on) users[other]!.push(at)
  const left = new Set(groups.keys())
  const result: number[] = []
  while (left.size > 0) {
    const last = result.at(-1)
    let next = -1
    let least = Infinity
    for (const at of left) {
      if (open.firm[at]! > 0) continue
      const isFar = last === undefined || files[at] !== files[last]
      const isOther = last === undefined || !all[at]!.has(last)
      // What comes first outweighs all that follows.
      const weight = ranks[at]! * 8 + (open.all[at]! > 0 ? 4 : 0) + (isFar ? 3 - weights[at]! : 0) + (isOther ? 1 : 0)
      if (weight < least) [next, least] = [at, weight]
    }
    left.delete(next)
    result.push(next)
    for (const user of users[next]!) {
      open.all[user]!--
      if (firm[user]!.has(next)) open.firm[user]!--
    }
  }
  return result
}

/** The strongly connected components (Tarjan), each in ascending order, in the order of their first members. */
export function circles(edges: readonly (readonly number[])[]): number[][] {
  const index = new Int32Array(edges.length).fill(-1)
  const low = new Int32Array(edges.length)
  const onStack = new Uint8Array(edges.length)
  const stack: number[] = []
  const found: number[][] = []
  let next = 0
  for (const start of edges.keys()) {
    if (index[start] !== -1) continue
    // A call stack of its own: a chain of uses may be longer than that of the language.
    const calls: { node: number; edge: number }[] = [{ node: start, edge: 0 }]
    while (calls.length > 0) {
      const call = calls.at(-1)!
      const { node } = call
      if (call.edge === 0) {
        index[node] = low[node] = next++
        stack.push(node)
        onStack[node] = 1
      }
      const to = edges[node]![call.edge++]
      if (to !== undefined) {
        if (index[to] === -1) calls.push({ node: to, edge: 0 })
        else if (onStack[to]) low[node] = Math.min(low[node]!, index[to]!)
        continue
      }
      calls.pop()
      const around = calls.at(-1)
      if (around) low[around.node] = Math.min(low[around.node]!, low[node]!)
      if (low[node] !== index[node]) continue
      const circle = stack.splice(stack.lastIndexOf(node))
      for (const each of circle) onStack[each] = 0
      found.push(circle.sort((a, b) => a - b))
    }
  }
  return found.sort((a, b) => a[0]! - b[0]!)
}
