import {
  type Box,
  type CodeBox,
  type Content,
  essential,
  type GroupBox,
  type IsolateBox,
  isWindow,
  type MessageBox,
  type Origin,
} from './box.ts'
import { Decisions } from './decisions.ts'
import { PromptError } from './element.ts'
import { type Counter, counterOf, type Tokenizer } from './tokenizer.ts'
import { breaksBefore, type Leaf, type MessageFrame, type Plan, type Unit } from './unit.ts'

export interface PlanContext {
  readonly tokenizer: Tokenizer
  /** Numbers lines over the whole prompt. */
  nextLine(): number
  /** What an isolated box shows by itself. */
  isolate(box: IsolateBox, within: MessageFrame | undefined, line: number): Leaf[]
}

/** Cuts `content`, that of `box`, into what is chosen among. */
export function plan(
  box: Box,
  content: Content,
  { within, line }: { within: MessageFrame | undefined; line: number },
  context: PlanContext,
): Plan {
  const planner = new Planner(context, within, line)
  const root = planner.unit(box, undefined, { priority: essential, phase: 0 })
  planner.visit(content, root, box.origin)
  planner.finish()
  const { units, flow } = planner
  return { root, units, flow, within, decisions: new Decisions(units.length) }
}

interface List {
  ordered: boolean
  depth: number
  count: number
}

class Planner {
  readonly units: Unit[] = []
  readonly flow: (Leaf | Unit)[] = []
  readonly #context: PlanContext
  readonly #counter: Counter
  readonly #bound = new Map<string, Set<Unit>>()
  #message: MessageFrame | undefined
  #loose: MessageFrame | undefined
  #frames: readonly MessageFrame[] = nowhere
  #line: number
  #list: List | undefined
  /** What is kept together is in the same alternative: others are not there at the same time. */
  #scope = 0

  constructor(context: PlanContext, within: MessageFrame | undefined, line: number) {
    this.#context = context
    this.#counter = counterOf(context.tokenizer)
    this.#message = within
    this.#line = line
  }

  unit(box: Box, parent: Unit | undefined, { priority, phase }: Pick<Unit, 'priority' | 'phase'>): Unit {
    const unit: Unit = {
      index: this.units.length,
      box,
      parent,
      priority,
      phase,
      stable: box.rule?.stable ? box : parent?.stable,
      frames: nowhere,
      tokens: 0,
      together: undefined,
      alternatives: undefined,
      placeholder: undefined,
      elastic: undefined,
    }
    this.units.push(unit)
    return unit
  }

  visit(box: Content, around: Unit, within: Origin): void {
    if (typeof box === 'string') {
      this.#leaf(around, within, box)
      return
    }
    if (Array.isArray(box)) {
      for (const one of box) if (one !== '') this.visit(one, around, within)
      return
    }
    const { rule, kind } = box
    if (!rule && kind !== 'first' && kind !== 'elastic') {
      this.#inside(box, around)
      return
    }
    const inherited = kind === 'elastic' && !rule?.relative ? lastIfEssential(around.priority) : around.priority
    const own = (rule?.priority ?? inherited) + (rule?.relative ?? 0)
    // Alternatives are decided before what is in them.
    const priority = around.phase === 1 ? Math.min(own, around.priority) : own
    const phase = kind === 'elastic' ? 2 : kind === 'first' ? 1 : around.phase
    this.#ruled(box, this.unit(box, around, { priority, phase }))
  }

  /** Leaves know now what follows them, and can be counted. */
  finish(): void {
    let next: Leaf | undefined
    for (let at = this.flow.length - 1; at >= 0; at--) {
      const leaf = this.flow[at]!
      if ('box' in leaf) continue
      if (leaf.text !== '') {
        leaf.breaks = next !== undefined && next.message === leaf.message && breaksBefore(next, leaf)
        leaf.tokens = leaf.breaks ? this.#counter.countLine(leaf.text) : this.#counter.count(leaf.text)
      }
      leaf.unit.tokens += leaf.tokens
      next = leaf
    }
    for (const units of this.#bound.values()) {
      if (units.size > 1) for (const unit of units) unit.together = [...(unit.together ?? []), ...units]
    }
  }

  #ruled(box: Box, unit: Unit): void {
    if (box.rule?.keepWith !== undefined) this.#bind(`with ${box.rule.keepWith}`, unit)
    this.#inside(box, unit)
    if (!box.rule?.ifEmpty) return
    unit.placeholder = this.unit(box.rule.ifEmpty, unit, unit)
    this.#ruled(box.rule.ifEmpty, unit.placeholder)
  }

  #inside(box: Box, unit: Unit): void {
    switch (box.kind) {
      case 'part':
        this.#leaf(unit, box.origin, '', box)
        if (box.part.type === 'tool-call') this.#bind(`call ${box.part.id}`, unit)
        break
      case 'reserve':
        this.#add(this.#newLeaf(unit, box.origin, '', undefined, box.tokens))
        break
      case 'inline':
        this.visit(box.children, unit, box.origin)
        break
      case 'block':
      case 'list':
      case 'ordered':
      case 'item':
      case 'code':
        this.#group(box, unit)
        break
      case 'message':
        this.#frame(box, unit)
        break
      case 'first':
        unit.alternatives = box.children.map((child) => this.#alternative(child, unit))
        break
      case 'isolate':
        for (const leaf of this.#context.isolate(box, this.#message, this.#line)) {
          leaf.unit = unit
          leaf.stable ??= unit.stable
          this.#add(leaf)
        }
        break
      case 'elastic':
        if (unit.stable) {
          throw new PromptError(`${box.origin.name} is stable, but takes what is left: give it a budget of its own.`)
        }
        unit.elastic = {
          box,
          leaves: [],
          within: this.#message ?? (isWindow(box.content) ? this.#looseMessage() : undefined),
          line: this.#line,
        }
        this.flow.push(unit)
        break
    }
  }

  #alternative(box: Box, around: Unit): Unit {
    const alternative = this.unit(box, around, around)
    const scope = this.#scope
    this.#scope = this.units.length
    this.#ruled(box, alternative)
    this.#scope = scope
    return alternative
  }

  #group(box: GroupBox | CodeBox, unit: Unit): void {
    const list = this.#list
    if (box.kind === 'item') {
      const { ordered, depth, count } = list ?? { ordered: false, depth: 0, count: 0 }
      if (list) list.count++
      this.#newLine()
      this.#leaf(unit, box.origin, '  '.repeat(depth) + (ordered ? `${count + 1}. ` : '- '))
    } else if (box.kind === 'code') {
      this.#newLine()
      this.#leaf(unit, box.origin, fenceOf(box) + box.label)
    } else if (box.kind !== 'block') {
      this.#list = { ordered: box.kind === 'ordered', depth: list ? list.depth + 1 : 0, count: 0 }
    }
    if (box.kind !== 'item') this.#newLine()
    this.visit(box.children, unit, box.origin)
    this.#newLine()
    if (box.kind === 'code') {
      this.#leaf(unit, box.origin, fenceOf(box))
      this.#newLine()
    }
    this.#list = list
  }

  #frame(box: MessageBox, unit: Unit): void {
    if (this.#message) {
      throw new PromptError(
        `A message (${box.origin.name}) stands inside another (${this.#message.role}): put it beside it.`,
      )
    }
    const { perMessage = 0 } = this.#context.tokenizer
    const tokens = perMessage + (box.result ? this.#counter.count(box.result.name) : 0)
    this.#message = { role: box.role, result: box.result, loose: false, tokens }
    this.#loose = undefined
    this.#newLine()
    if (box.result) {
      this.#bind(`call ${box.result.id}`, unit)
      // A result is there even where it says nothing.
      this.#leaf(unit, box.origin, '')
    }
    this.visit(box.children, unit, box.origin)
    this.#message = undefined
    this.#newLine()
  }

  #leaf(unit: Unit, origin: Origin, text: string, part?: Box & { kind: 'part' }): void {
    const leaf = this.#newLeaf(unit, origin, text, this.#message ?? this.#looseMessage(), 0)
    if (part) {
      leaf.part = part.part
      leaf.tokens = this.#tokensOf(part)
    }
    this.#add(leaf)
  }

  #newLeaf(unit: Unit, origin: Origin, text: string, message: MessageFrame | undefined, tokens: number): Leaf {
    const line = this.#line
    return { unit, text, part: undefined, message, line, breaks: false, tokens, stable: unit.stable, origin }
  }

  #add(leaf: Leaf): void {
    const { unit, message } = leaf
    if (message && !unit.frames.includes(message)) {
      if (this.#frames[0] !== message) this.#frames = [message]
      unit.frames = unit.frames === nowhere ? this.#frames : [...unit.frames, message]
    }
    this.flow.push(leaf)
  }

  #looseMessage(): MessageFrame {
    const { perMessage = 0 } = this.#context.tokenizer
    return (this.#loose ??= { role: 'user', result: undefined, loose: true, tokens: perMessage })
  }

  #newLine(): void {
    this.#line = this.#context.nextLine()
  }

  #bind(name: string, unit: Unit): void {
    const key = `${this.#scope} ${name}`
    const bound = this.#bound.get(key)
    if (bound) bound.add(unit)
    else this.#bound.set(key, new Set([unit]))
  }

  #tokensOf({ part, tokens }: Box & { kind: 'part' }): number {
    if (tokens !== undefined) return tokens
    const { tokenizer } = this.#context
    if (part.type === 'image') return tokenizer.image?.(part) ?? 1600
    const { perToolCall = 0 } = tokenizer
    return perToolCall + this.#counter.count(part.name) + this.#counter.count(JSON.stringify(part.input) ?? '')
  }
}

const nowhere: readonly MessageFrame[] = []

/** What takes what is left is not what must be kept, unless it says so. */
const lastIfEssential = (priority: number) => (priority >= essential ? -Infinity : priority)

/** Longer than any in the code. */
const fenceOf = (box: CodeBox) => '`'.repeat(Math.max(3, longestTicks(box) + 1))

function longestTicks(content: Content): number {
  if (typeof content === 'string') {
    return content.includes('```') ? Math.max(...content.match(/`{3,}/g)!.map((run) => run.length)) : 0
  }
  if (Array.isArray(content)) return Math.max(0, ...content.map(longestTicks))
  if (content.kind === 'elastic')
    return longestTicks(isWindow(content.content) ? [...content.content.lines] : content.content)
  return 'children' in content ? longestTicks(content.children) : 0
}
