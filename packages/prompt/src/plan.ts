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
import { fenceOf } from './fence.ts'
import { breaksBetween, type Leaf, Leaves, type MessageFrame, type Place } from './leaves.ts'
import { type Counter, counterOf, type Tokenizer } from './tokenizer.ts'
import { none, root, Units } from './units.ts'

export interface PlanContext {
  readonly tokenizer: Tokenizer
  /** Numbers lines over the whole prompt. */
  nextLine(): number
  /** What an isolated box shows by itself. */
  isolate(box: IsolateBox, within: MessageFrame | undefined, line: number): Leaves
}

export interface Plan {
  readonly units: Units
  /** One of an elastic unit stands for those that it will show. */
  readonly leaves: Leaves
  readonly decisions: Decisions
  /** A message around all of this, which costs nothing here. */
  readonly within: MessageFrame | undefined
}

/** Cuts `content`, that of `box`, into what is chosen among. */
export function plan(
  box: Box,
  content: Content,
  { within, line }: { within: MessageFrame | undefined; line: number },
  context: PlanContext,
): Plan {
  const planner = new Planner(context, within, line)
  planner.units.add(box, none, essential, 0)
  planner.visit(content, root, box.origin)
  planner.finish()
  const { units, leaves } = planner
  return { units, leaves, within, decisions: new Decisions(units.length) }
}

interface List {
  ordered: boolean
  depth: number
  count: number
}

class Planner {
  readonly units = new Units()
  readonly leaves = new Leaves()
  readonly #context: PlanContext
  readonly #counter: Counter
  readonly #bound = new Map<string, Set<number>>()
  #message: MessageFrame | undefined
  #loose: MessageFrame | undefined
  /** Made last: leaves side by side share it. */
  #place: Place | undefined
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

  visit(box: Content, around: number, within: Origin): void {
    if (typeof box === 'string') {
      this.#show(around, within, box)
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
    const [outer, outerPhase] = [this.units.priority[around]!, this.units.phase[around]!]
    const inherited = kind === 'elastic' && !rule?.relative ? lastIfEssential(outer) : outer
    const own = (rule?.priority ?? inherited) + (rule?.relative ?? 0)
    // Alternatives are decided before what is in them.
    const priority = outerPhase === 1 ? Math.min(own, outer) : own
    const phase = kind === 'elastic' ? 2 : kind === 'first' ? 1 : outerPhase
    this.#ruled(box, this.units.add(box, around, priority, phase))
  }

  finish(): void {
    this.#breakLines()
    this.#count()
    const { together } = this.units
    for (const bound of this.#bound.values()) {
      if (bound.size === 1) continue
      for (const unit of bound) together.set(unit, [...(together.get(unit) ?? []), ...bound])
    }
  }

  /** Leaves know now what follows them. */
  #breakLines(): void {
    const { units, leaves } = this
    let next: Place | undefined
    for (let at = leaves.length - 1; at >= 0; at--) {
      if (units.elastic.has(leaves.unit[at]!)) continue
      const [content, place] = [leaves.content[at]!, leaves.place(at)]
      const isJoined = typeof content === 'string' && next !== undefined && next.message === place.message
      leaves.breaks[at] = isJoined && breaksBetween(content, place, next!) ? 1 : 0
      next = place
    }
  }

  /** In a loop with nothing else in it: the processor then waits for several texts at once, which lie all over the memory. */
  #count(): void {
    const { content, breaks, tokens, unit } = this.leaves
    for (let at = 0; at < content.length; at++) {
      const text = content[at]!
      if (typeof text !== 'string' || text === '') continue
      tokens[at] = breaks[at] ? this.#counter.countLine(text) : this.#counter.count(text)
    }
    for (let at = 0; at < content.length; at++) this.units.tokens[unit[at]!]! += tokens[at]!
  }

  #ruled(box: Box, unit: number): void {
    if (box.rule?.keepWith !== undefined) this.#bind(`with ${box.rule.keepWith}`, unit)
    this.#inside(box, unit)
    if (!box.rule?.ifEmpty) return
    const placeholder = this.#unitLike(unit, box.rule.ifEmpty)
    this.units.placeholder.set(unit, placeholder)
    this.#ruled(box.rule.ifEmpty, placeholder)
  }

  /** In another, with all that it says of itself. */
  #unitLike(around: number, box: Box): number {
    const { priority, phase } = this.units
    return this.units.add(box, around, priority[around]!, phase[around]!)
  }

  #inside(box: Box, unit: number): void {
    switch (box.kind) {
      case 'part':
        this.#show(unit, box.origin, '', this.#tokensOf(box), box.part)
        if (box.part.type === 'tool-call') this.#bind(`call ${box.part.id}`, unit)
        break
      case 'reserve':
        this.#add(unit, this.#placeOf(unit, box.origin, undefined), '', box.tokens)
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
        this.units.alternatives.set(
          unit,
          box.children.map((child) => this.#alternative(child, unit)),
        )
        break
      case 'isolate':
        for (const { place, text, tokens, part, breaks } of this.#context.isolate(box, this.#message, this.#line)) {
          const stable = place.stable ?? this.units.stableBox(unit)
          this.#add(unit, stable === place.stable ? place : { ...place, stable }, text, tokens, part, breaks)
        }
        break
      case 'elastic':
        if (this.units.isStable(unit)) {
          throw new PromptError(`${box.origin.name} is stable, but takes what is left: give it a budget of its own.`)
        }
        this.units.elastic.set(unit, {
          box,
          leaves: undefined,
          within: this.#message ?? (isWindow(box.content) ? this.#looseMessage() : undefined),
          line: this.#line,
        })
        this.#add(unit, this.#placeOf(unit, box.origin, undefined), '', 0)
        break
    }
  }

  #alternative(box: Box, around: number): number {
    const alternative = this.#unitLike(around, box)
    const scope = this.#scope
    this.#scope = this.units.length
    this.#ruled(box, alternative)
    this.#scope = scope
    return alternative
  }

  #group(box: GroupBox | CodeBox, unit: number): void {
    const list = this.#list
    if (box.kind === 'item') {
      const { ordered, depth, count } = list ?? { ordered: false, depth: 0, count: 0 }
      if (list) list.count++
      this.#newLine()
      this.#show(unit, box.origin, '  '.repeat(depth) + (ordered ? `${count + 1}. ` : '- '))
    } else if (box.kind === 'code') {
      this.#newLine()
      this.#show(unit, box.origin, fenceOf(box) + box.label)
    } else if (box.kind !== 'block') {
      this.#list = { ordered: box.kind === 'ordered', depth: list ? list.depth + 1 : 0, count: 0 }
    }
    if (box.kind !== 'item') this.#newLine()
    this.visit(box.children, unit, box.origin)
    this.#newLine()
    if (box.kind === 'code') {
      this.#show(unit, box.origin, fenceOf(box))
      this.#newLine()
    }
    this.#list = list
  }

  #frame(box: MessageBox, unit: number): void {
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
      this.#show(unit, box.origin, '')
    }
    this.visit(box.children, unit, box.origin)
    this.#message = undefined
    this.#newLine()
  }

  #show(unit: number, origin: Origin, text: string, tokens = 0, part?: Leaf['part']): void {
    this.#add(unit, this.#placeOf(unit, origin, this.#message ?? this.#looseMessage()), text, tokens, part)
  }

  #add(unit: number, place: Place, text: string, tokens: number, part?: Leaf['part'], breaks = false): void {
    if (place.message) this.units.addFrame(unit, place.message)
    this.leaves.add({ unit, text, part, tokens, breaks, place })
  }

  #placeOf(unit: number, origin: Origin, message: MessageFrame | undefined): Place {
    const [line, stable, last] = [this.#line, this.units.stableBox(unit), this.#place]
    if (last?.line === line && last.origin === origin && last.message === message && last.stable === stable) return last
    return (this.#place = { message, line, stable, origin })
  }

  #looseMessage(): MessageFrame {
    const { perMessage = 0 } = this.#context.tokenizer
    return (this.#loose ??= { role: 'user', result: undefined, loose: true, tokens: perMessage })
  }

  #newLine(): void {
    this.#line = this.#context.nextLine()
  }

  #bind(name: string, unit: number): void {
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

/** What takes what is left is not what must be kept, unless it says so. */
const lastIfEssential = (priority: number) => (priority >= essential ? -Infinity : priority)
