import { essential } from './box.ts'
import type { Decisions, Why } from './decisions.ts'
import { orderOf } from './order.ts'
import type { Leaves, MessageFrame } from './leaves.ts'
import type { Plan } from './plan.ts'
import { root, type Units } from './units.ts'

export interface ChooseOptions {
  /** Tokens. */
  limit: number
  /** What stable units take together at most, chosen before all others; undefined: they are units like others. */
  stableLimit: number | undefined
  /** What an elastic unit shows in `room` tokens; undefined where nothing fits. */
  fill(unit: number, room: number): Filling | undefined
}

export interface Filling {
  leaves: Leaves
  /** Without those of messages. */
  tokens: number
}

export interface Choice {
  /** By the additive count. */
  tokens: number
  /** Something must be kept and did not fit: it is kept all the same, and nothing that may be cut. */
  missing: boolean
}

/** The order of decisions: by priority, then by phase, then as in the prompt. */
export const rank = ({ units: { priority, phase, length } }: Plan): Uint32Array =>
  orderOf(priority.subarray(0, length), phase.subarray(0, length))

/**
 * Decides about each unit in its turn: it is kept if it fits, with all that it needs, beside what has been kept before it. So
 * what is cut could be there only in place of something that matters more.
 */
export function choose(plan: Plan, order: Uint32Array, options: ChooseOptions): Choice {
  const chooser = new Chooser(plan, options)
  chooser.keep([root])
  chooser.checkLimit()
  if (options.stableLimit !== undefined) {
    chooser.decide(
      order.filter((unit) => plan.units.isStable(unit)),
      options.stableLimit,
    )
    chooser.checkLimit()
  }
  chooser.decide(order, undefined)
  return { tokens: chooser.tokens, missing: chooser.missing }
}

class Chooser {
  tokens = 0
  missing = false
  #stableTokens = 0
  #stableLimit: number | undefined
  readonly #units: Units
  readonly #decisions: Decisions
  readonly #options: ChooseOptions
  /** How many units that show something in a message are kept. */
  readonly #shown = new Map<MessageFrame, number>()
  readonly #placeholders: boolean
  /** What most units need, one after the other in the same list. */
  readonly #itself = [root]
  /** The least that choices which must be made, and are not made yet, will take. */
  #owed = 0

  constructor({ units, decisions, within }: Plan, options: ChooseOptions) {
    this.#units = units
    this.#decisions = decisions
    this.#options = options
    this.#placeholders = units.placeholder.size > 0
    if (within) this.#shown.set(within, 1)
    decisions.clear()
    for (const [unit, elastic] of units.elastic) {
      elastic.leaves = undefined
      units.setFrames(unit, [])
      units.tokens[unit] = 0
    }
    for (const unit of units.alternatives.keys()) this.#owed += owedFor(units, unit)
  }

  decide(order: Uint32Array, stableLimit: number | undefined): void {
    this.#stableLimit = stableLimit
    const { alternatives, elastic } = this.#units
    for (let turn = 0; turn < order.length; turn++) {
      const unit = order[turn]!
      const choices = alternatives.get(unit)
      if (choices?.some(this.#isOpen)) this.#chooseOne(unit, choices)
      else if (this.#isOpen(unit)) {
        if (elastic.has(unit)) this.#share(this.#elasticFrom(order, turn))
        else if (!choices) this.#decideFixed(unit)
      }
    }
  }

  readonly #isOpen = (unit: number): boolean => this.#decisions.isOpen(unit)
  readonly #isKept = (unit: number): boolean => this.#decisions.isKept(unit)

  keep(units: readonly number[]): void {
    for (const unit of units) {
      this.#decisions.keep(unit)
      this.#count(unit, 1)
      if (this.#placeholders) for (const placeholder of this.#madeSuperfluous(unit)) this.#drop(placeholder)
    }
  }

  checkLimit(): void {
    if (this.tokens > this.#options.limit) this.missing = true
  }

  #decideFixed(unit: number): void {
    const needed = this.#neededFor(unit)
    if (!Array.isArray(needed)) this.#decisions.cut(unit, needed)
    else if (this.#fits(needed)) this.keep(needed)
    else if (this.#isEssential(unit)) {
      this.missing = true
      this.keep(needed)
    } else {
      for (const other of this.#units.together.get(unit) ?? [])
        if (this.#isOpen(other)) this.#decisions.cut(other, 'budget')
      this.#decisions.cut(unit, 'budget')
    }
  }

  #isEssential(unit: number): boolean {
    return this.#units.priority[unit]! >= essential
  }

  #chooseOne(unit: number, alternatives: readonly number[]): void {
    this.#owed -= owedFor(this.#units, unit)
    let chosen = alternatives.find(this.#isKept)
    const open = alternatives.filter(this.#isOpen)
    for (const alternative of open) {
      if (chosen !== undefined) {
        this.#decisions.cut(alternative, 'alternative')
        continue
      }
      const needed = this.#neededFor(alternative)
      if (!Array.isArray(needed)) this.#decisions.cut(alternative, needed)
      else if (this.#fits(needed, this.#owed)) {
        this.keep(needed)
        chosen = alternative
      } else if (alternative === open.at(-1) && this.#isEssential(unit)) {
        this.missing = true
        this.keep(needed)
      } else this.#decisions.cut(alternative, 'budget')
    }
    if (this.#isOpen(unit)) this.#decisions.cut(unit, 'budget')
  }

  /** Units of one priority share what is left; what one does not use is for the next. */
  #share(units: readonly number[]): void {
    const { elastic, tokens } = this.#units
    let weights = 0
    for (const unit of units) weights += elastic.get(unit)!.box.weight
    for (const unit of units) {
      const own = elastic.get(unit)!
      const { weight, max } = own.box
      const left = this.#options.limit - this.tokens
      const share = Math.min(max, weights > 0 ? Math.floor((left * weight) / weights) : 0)
      weights -= weight
      const needed = this.#neededFor(unit)
      if (!Array.isArray(needed)) {
        this.#decisions.cut(unit, needed)
        continue
      }
      const begins = own.within && !this.#shown.has(own.within) ? own.within.tokens : 0
      const room = share - begins - this.#cost(needed)
      const filling = room > 0 ? this.#options.fill(unit, room) : undefined
      if (filling) {
        own.leaves = filling.leaves
        this.#units.setFrames(unit, framesOf(filling.leaves))
        tokens[unit] = filling.tokens
        this.keep(needed)
      } else {
        this.#decisions.cut(unit, 'budget')
        if (this.#isEssential(unit)) this.missing = true
      }
    }
  }

  #fits(needed: readonly number[], owed = 0): boolean {
    if (this.#stableLimit === undefined) return this.tokens + this.#cost(needed) + owed <= this.#options.limit
    if (this.#isEssential(needed[0]!)) return true
    return this.#stableTokens + this.#cost(needed.filter((one) => this.#units.isStable(one))) <= this.#stableLimit
  }

  /** The tokens that these units add: theirs, those of messages that they begin, less what they make superfluous. */
  #cost(units: readonly number[]): number {
    const { tokens } = this.#units
    let cost = 0
    let begun: Set<MessageFrame> | undefined
    for (const unit of units) {
      cost += tokens[unit]!
      for (const frame of this.#units.frames(unit)) {
        if (this.#shown.has(frame) || begun?.has(frame)) continue
        cost += frame.tokens
        if (units.length > 1) (begun ??= new Set()).add(frame)
      }
    }
    if (this.#placeholders) {
      const dropped = new Set(units.flatMap((unit) => this.#madeSuperfluous(unit)))
      for (const placeholder of dropped) if (this.#isKept(placeholder)) cost -= tokens[placeholder]!
    }
    return cost
  }

  /** The placeholders of a unit that shows something, and of those that it stands in. */
  #madeSuperfluous(unit: number): number[] {
    const units = this.#units
    const found: number[] = []
    if (units.frames(unit).length === 0) return found
    for (let one = unit; one >= root && !units.isPlaceholder(one); one = units.parent[one]!) {
      const placeholder = units.placeholder.get(one)
      if (placeholder !== undefined) found.push(placeholder)
    }
    return found
  }

  #drop(placeholder: number): void {
    const { parent, length } = this.#units
    const inside = (unit: number): boolean => unit === placeholder || (unit >= root && inside(parent[unit]!))
    for (let unit = root; unit < length; unit++) {
      if (this.#decisions.isCut(unit) || !inside(unit)) continue
      if (this.#isKept(unit)) this.#count(unit, -1)
      this.#decisions.cut(unit, 'placeholder')
    }
  }

  /** The units that are not kept yet and must be with this one, itself first; or why it cannot be kept. */
  #neededFor(unit: number): number[] | Why {
    const { parent, together } = this.#units
    if (this.#isKept(parent[unit]!) && !together.has(unit)) {
      this.#itself[0] = unit
      return this.#itself
    }
    const needed = new Set<number>()
    const waiting = [unit]
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      for (let one = next; one >= root && !this.#isKept(one) && !needed.has(one); one = parent[one]!) {
        if (this.#decisions.isCut(one)) {
          return this.#decisions.why(one) === 'placeholder' ? 'placeholder' : 'around'
        }
        needed.add(one)
        waiting.push(...(together.get(one) ?? []))
      }
    }
    return [...needed]
  }

  /** The open ones of one priority. */
  #elasticFrom(order: Uint32Array, turn: number): number[] {
    const { priority, elastic } = this.#units
    const first = priority[order[turn]!]
    const units: number[] = []
    for (let at = turn; at < order.length && priority[order[at]!] === first; at++) {
      const unit = order[at]!
      if (elastic.has(unit) && this.#isOpen(unit)) units.push(unit)
    }
    return units
  }

  #count(unit: number, sign: 1 | -1): void {
    let tokens = this.#units.tokens[unit]!
    for (const frame of this.#units.frames(unit)) {
      const shown = this.#shown.get(frame) ?? 0
      if (shown + sign > 0) this.#shown.set(frame, shown + sign)
      else this.#shown.delete(frame)
      if (shown === 0 || shown + sign === 0) tokens += frame.tokens
    }
    this.tokens += sign * tokens
    if (this.#units.isStable(unit)) this.#stableTokens += sign * tokens
  }
}

const framesOf = (leaves: Leaves) => [...new Set([...leaves].flatMap(({ place }) => place.message ?? []))]

function owedFor({ alternatives, priority, parent, tokens }: Units, unit: number): number {
  const choices = alternatives.get(unit) ?? []
  if (choices.length === 0 || priority[unit]! < essential) return 0
  for (let around = parent[unit]!; around >= root; around = parent[around]!) if (alternatives.has(around)) return 0
  return Math.min(...choices.map((choice) => tokens[choice]!))
}
