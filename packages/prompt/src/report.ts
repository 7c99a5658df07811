import type { Box, Origin } from './box.ts'
import type { Composition } from './compose.ts'
import type { Unit, Why } from './plan.ts'
import { counterOf, type Tokenizer } from './tokenizer.ts'

/** What became of a node and of those in it. */
export interface NodeReport {
  /** The element or the component. */
  name: string
  /** The beginning of its text, for nodes without others in them. */
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

export function reportOf(root: Box, unitOf: ReadonlyMap<Box, Unit>, tokenizer: Tokenizer): NodeReport {
  const count = counterOf(tokenizer)
  const visit = (box: Box, around: Unit | undefined, aroundKept: boolean): NodeReport => {
    const unit = unitOf.get(box) ?? around
    const kept = aroundKept && unit?.state !== 'cut'
    const children = childrenOf(box).map((child) => visit(child, unit, kept))
    let [tokens, shown] = [0, 0]
    for (const child of children) {
      tokens += child.tokens
      shown += child.shown
    }
    if (box.kind === 'text') tokens = count(box.text)
    if (box.kind === 'reserve') ({ tokens } = box)
    if (box.kind === 'part') tokens = unit?.leaves.find(({ part }) => part === box.part)?.tokens ?? 0
    if (box.kind === 'elastic' && 'lines' in box.content) {
      for (const line of box.content.lines) tokens += count(`${line}\n`)
      shown = kept ? (unit?.tokens ?? 0) : 0
    } else if (children.length === 0) shown = kept ? tokens : 0
    const state = !kept ? 'cut' : shown < tokens ? 'part' : 'kept'
    return {
      name: box.origin.name,
      ...(box.kind === 'text' && { text: box.text.slice(0, 80) }),
      tokens,
      shown,
      priority: unit?.priority ?? Number.NaN,
      state,
      ...(unit?.why !== undefined && { why: unit.why }),
      children,
    }
  }
  return visit(root, undefined, true)
}

function childrenOf(box: Box): readonly Box[] {
  const placeholder = box.rule?.ifEmpty
  const children =
    'children' in box ? box.children : box.kind === 'elastic' && !('lines' in box.content) ? box.content : []
  return placeholder ? [...children, placeholder] : children
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
    parts.flatMap(({ pieces, leaves }, part) => {
      let end = 0
      const spans: SourceSpan[] = []
      let last: Origin | undefined
      leaves.forEach(({ origin }, at) => {
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
