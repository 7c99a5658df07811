import { type Box, isWindow, listOf, type Origin } from './box.ts'
import type { Composition } from './compose.ts'
import type { Why } from './decisions.ts'
import type { Plan } from './plan.ts'
import { counterOf, type Tokenizer } from './tokenizer.ts'

/** What became of a node and of those in it. */
export interface NodeReport {
  /** The element or the component; empty for a text. */
  name: string
  /** How a text begins. */
  text?: string
  /** Tokens of its texts, counted apart. */
  tokens: number
  /** Of these, what is shown. */
  shown: number
  priority: number
  /** `part`: some of what is in it is cut. */
  state: 'kept' | 'part' | 'cut'
  why?: Why
  children: NodeReport[]
}

/** @param plans of a box that was laid out several times, the last one counts */
export function reportOf(root: Box, plans: readonly Plan[], tokenizer: Tokenizer): NodeReport {
  const { count } = counterOf(tokenizer)
  const decidedOf = new Map(
    plans.flatMap((plan) => plan.units.box.slice(1).map((box, at) => [box, { plan, unit: at + 1 }] as const)),
  )
  const partTokens = new Map(
    plans.flatMap(({ leaves }) => [...leaves].map(({ part, tokens }) => [part, tokens] as const)),
  )
  const visit = (box: string | Box, around: Decided | undefined, aroundKept: boolean): NodeReport => {
    if (typeof box === 'string') return textReport(box, count(box), priorityOf(around), aroundKept)
    const decided = decidedOf.get(box) ?? around
    const why = decided?.plan.decisions.why(decided.unit)
    const kept = aroundKept && why === undefined
    const children = childrenOf(box).map((child) => visit(child, decided, kept))
    let [tokens, shown] = [0, 0]
    for (const child of children) {
      tokens += child.tokens
      shown += child.shown
    }
    if (box.kind === 'reserve') ({ tokens } = box)
    if (box.kind === 'part') tokens = partTokens.get(box.part) ?? 0
    if (box.kind === 'elastic' && isWindow(box.content)) {
      for (const line of box.content.lines) tokens += count(`${line}\n`)
      shown = kept && decided ? decided.plan.units.tokens[decided.unit]! : 0
    } else if (children.length === 0) shown = kept ? tokens : 0
    const state = !kept ? 'cut' : shown < tokens ? 'part' : 'kept'
    return {
      name: box.origin.name,
      tokens,
      shown,
      priority: priorityOf(decided),
      state,
      ...(why !== undefined && { why }),
      children,
    }
  }
  const [first] = plans
  return visit(root, first && { plan: first, unit: 0 }, true)
}

interface Decided {
  plan: Plan
  unit: number
}

const priorityOf = (decided: Decided | undefined) => decided?.plan.units.priority[decided.unit] ?? Number.NaN

function textReport(text: string, tokens: number, priority: number, kept: boolean): NodeReport {
  return {
    name: '',
    text: text.slice(0, 80),
    tokens,
    shown: kept ? tokens : 0,
    priority,
    state: kept ? 'kept' : 'cut',
    children: [],
  }
}

function childrenOf(box: Box): (string | Box)[] {
  const content = 'children' in box ? box.children : box.kind === 'elastic' && !isWindow(box.content) ? box.content : []
  const placeholder = box.rule?.ifEmpty
  return placeholder ? [...listOf(content), placeholder] : listOf(content)
}

/** A stretch of the messages that comes from one place. */
export interface SourceSpan {
  message: number
  part: number
  /** UTF-16 units of the part's text; both 0 where it has none. */
  start: number
  end: number
  /** Components and elements, the outermost first. */
  path: string[]
}

export function sourcesOf({ messages }: Composition): SourceSpan[] {
  return messages.flatMap(({ parts }, message) =>
    parts.flatMap(({ pieces, origins }, part) => {
      let end = 0
      const spans: SourceSpan[] = []
      let last: Origin | undefined
      origins.forEach((origin, at) => {
        const start = end
        end += pieces[at]?.length ?? 0
        if (origin === last) spans.at(-1)!.end = end
        else spans.push({ message, part, start, end, path: pathOf(origin) })
        last = origin
      })
      return spans
    }),
  )
}

function pathOf(origin: Origin): string[] {
  const path: string[] = []
  for (let at: Origin | undefined = origin; at; at = at.within) path.unshift(at.name)
  return path.slice(1)
}
