import { essential } from './box.ts'
import type { Decisions, Why } from './decisions.ts'
import { orderOf } from './order.ts'
import { isPlaceholder, type Leaf, type MessageFrame, type Plan, type Unit } from './unit.ts'

export interface ChooseOptions {
  /** Tokens. */
  limit: number
  /** What stable units take together at most, chosen before all others; undefined: they are units like others. */
  stableLimit: number | undefined
  /** What an elastic unit shows in `room` tokens; undefined where nothing fits. */
  fill(unit: Unit, room: number): Filling | undefined
}

export interface Filling {
  leaves: readonly Leaf[]
  /** Without those of messages. */
  tokens: number
}

export interface Choice {
  /** By the additive count. */
  tokens: number
  /** Something must be kept and did not fit: it is kept all the same, and nothing that may be cut. */
  missing: boolean
}

/** The order of decisions, and what of them can be read without the units. */
export interface Ranking {
  /** Indices of units: by priority, then by phase, then as in the prompt. The root is not among them. */
  order: Uint32Array
  /** Of a unit that may be cut, and depends on nothing but the one around it: its tokens. Of others NaN. */
  plainTokens: Float64Array
  /** Of such a unit, the index of the one around it, and of the message that it is in: none where it shows nothing. */
  around: Uint32Array
  messages: Uint32Array
  frames: readonly MessageFrame[]
  /** Whether a unit is stable. */
  stable: Uint8Array
}

const none = 2 ** 32 - 1

export function rank({ units }: Plan): Ranking {
  const priorities = new Float64Array(units.length)
  const phases = new Uint8Array(units.length)
  const stable = new Uint8Array(units.length)
  const plainTokens = new Float64Array(units.length)
  const around = new Uint32Array(units.length)
  const messages = new Uint32Array(units.length)
  const frames: MessageFrame[] = []
  for (let at = 0; at < units.length; at++) {
    const unit = units[at]!
    priorities[at] = unit.priority
    phases[at] = unit.phase
    stable[at] = unit.stable ? 1 : 0
    plainTokens[at] = isPlain(unit) ? unit.tokens : Number.NaN
    around[at] = unit.parent?.index ?? 0
    const [frame] = unit.frames
    // Units of a message follow each other.
    if (frame && frames.at(-1) !== frame) frames.push(frame)
    messages[at] = frame ? frames.length - 1 : none
  }
  const order = orderOf(priorities, phases).filter((at) => at > 0)
  return { order, plainTokens, around, messages, frames, stable }
}

const isPlain = ({ priority, together, alternatives, elastic, stable, frames, parent }: Unit): boolean =>
  priority < essential &&
  !together &&
  !alternatives &&
  !elastic &&
  !stable &&
  frames.length <= 1 &&
  parent !== undefined &&
  !parent.alternatives

/**
 * Decides about each unit in its turn: it is kept if it fits, with all that it needs, beside what has been kept before it. So
 * what is cut could be there only in place of something that matters more.
 */
export function choose(plan: Plan, ranking: Ranking, options: ChooseOptions): Choice {
  const chooser = new Chooser(plan, ranking, options)
  chooser.keep([plan.root])
  chooser.checkLimit()
  if (options.stableLimit !== undefined) {
    chooser.decide(
      ranking.order.filter((at) => ranking.stable[at]),
      options.stableLimit,
    )
    chooser.checkLimit()
  }
  chooser.decide(ranking.order, undefined)
  return { tokens: chooser.tokens, missing: chooser.missing }
}

class Chooser {
  tokens = 0
  missing = false
  #stableTokens = 0
  #stableLimit: number | undefined
  readonly #plan: Plan
  readonly #decisions: Decisions
  readonly #ranking: Ranking
  readonly #options: ChooseOptions
  /** How many units that show something in a message are kept. */
  readonly #shown = new Map<MessageFrame, number>()
  readonly #placeholders: boolean
  /** The least that choices which must be made, and are not made yet, will take. */
  #owed = 0

  constructor(plan: Plan, ranking: Ranking, options: ChooseOptions) {
    this.#plan = plan
    this.#decisions = plan.decisions
    this.#ranking = ranking
    this.#options = options
    this.#placeholders = plan.units.some((unit) => unit.placeholder)
    if (plan.within) this.#shown.set(plan.within, 1)
    this.#decisions.clear()
    for (const unit of plan.units) {
      if (unit.elastic) {
        unit.elastic.leaves = []
        unit.frames = []
        unit.tokens = 0
      }
      this.#owed += owedFor(unit)
    }
  }

  decide(order: Uint32Array, stableLimit: number | undefined): void {
    this.#stableLimit = stableLimit
    const quickly = stableLimit === undefined && !this.#placeholders
    for (let turn = 0; turn < order.length; turn++) {
      const at = order[turn]!
      if (quickly && this.#decidePlain(at)) continue
      const unit = this.#plan.units[at]!
      if (unit.alternatives?.some(this.#isOpen)) this.#chooseOne(unit)
      else if (this.#isOpen(unit)) {
        if (unit.elastic) this.#share(this.#elasticFrom(order, turn))
        else if (!unit.alternatives) this.#decideFixed(unit)
      }
    }
  }

  /**
   * The same as `#decideFixed`, for most units and without a look at the unit; false where it must be looked at. Prompts have a
   * hundred thousand of them, and a look at what lies anywhere in the memory takes longer than the decision.
   */
  #decidePlain(at: number): boolean {
    const { plainTokens, around, messages, frames } = this.#ranking
    const tokens = plainTokens[at]!
    if (Number.isNaN(tokens) || !this.#decisions.isOpen(at) || !this.#decisions.isKept(around[at]!)) return false
    const frame = frames[messages[at]!]
    const begins = frame && !this.#shown.has(frame) ? frame.tokens : 0
    if (this.tokens + tokens + begins > this.#options.limit) this.#decisions.cut(at, 'budget')
    else {
      this.tokens += tokens + begins
      // How many are kept counts only where some of them may be dropped again, for placeholders.
      if (frame) this.#shown.set(frame, 1)
      this.#decisions.keep(at)
    }
    return true
  }

  readonly #isOpen = ({ index }: Unit): boolean => this.#decisions.isOpen(index)
  readonly #isKept = ({ index }: Unit): boolean => this.#decisions.isKept(index)

  #cut(unit: Unit, why: Why): void {
    this.#decisions.cut(unit.index, why)
  }

  keep(units: readonly Unit[]): void {
    for (const unit of units) {
      this.#decisions.keep(unit.index)
      this.#count(unit, 1)
      if (this.#placeholders && !isPlaceholder(unit) && showsSomething(unit)) {
        for (const placeholder of placeholdersAround(unit)) this.#drop(placeholder)
      }
    }
  }

  checkLimit(): void {
    if (this.tokens > this.#options.limit) this.missing = true
  }

  #decideFixed(unit: Unit): void {
    const needed = this.#neededFor(unit)
    if (!Array.isArray(needed)) this.#cut(unit, needed)
    else if (this.#fits(needed)) this.keep(needed)
    else if (unit.priority >= essential) {
      this.missing = true
      this.keep(needed)
    } else {
      for (const other of unit.together ?? [unit]) if (this.#isOpen(other)) this.#cut(other, 'budget')
      this.#cut(unit, 'budget')
    }
  }

  #chooseOne(unit: Unit): void {
    const { alternatives = [] } = unit
    this.#owed -= owedFor(unit)
    let chosen = alternatives.find(this.#isKept)
    const open = alternatives.filter(this.#isOpen)
    for (const alternative of open) {
      if (chosen) {
        this.#cut(alternative, 'alternative')
        continue
      }
      const needed = this.#neededFor(alternative)
      if (!Array.isArray(needed)) this.#cut(alternative, needed)
      else if (this.#fits(needed, this.#owed)) {
        this.keep(needed)
        chosen = alternative
      } else if (alternative === open.at(-1) && unit.priority >= essential) {
        this.missing = true
        this.keep(needed)
      } else this.#cut(alternative, 'budget')
    }
    if (this.#isOpen(unit)) this.#cut(unit, 'budget')
  }

  /** Units of one priority share what is left; what one does not use is for the next. */
  #share(units: readonly Unit[]): void {
    let weights = 0
    for (const unit of units) weights += unit.elastic!.box.weight
    for (const unit of units) {
      const { weight, max } = unit.elastic!.box
      const left = this.#options.limit - this.tokens
      const share = Math.min(max, weights > 0 ? Math.floor((left * weight) / weights) : 0)
      weights -= weight
      const needed = this.#neededFor(unit)
      if (!Array.isArray(needed)) {
        this.#cut(unit, needed)
        continue
      }
      const { within } = unit.elastic!
      const begins = within && !this.#shown.has(within) ? within.tokens : 0
      const room = share - begins - this.#cost(needed)
      const filling = room > 0 ? this.#options.fill(unit, room) : undefined
      if (filling) {
        unit.elastic!.leaves = filling.leaves
        unit.frames = framesOf(filling.leaves)
        unit.tokens = filling.tokens
        this.keep(needed)
      } else {
        this.#cut(unit, 'budget')
        if (unit.priority >= essential) this.missing = true
      }
    }
  }

  #fits(needed: readonly Unit[], owed = 0): boolean {
    if (this.#stableLimit === undefined) return this.tokens + this.#cost(needed) + owed <= this.#options.limit
    if (needed[0]!.priority >= essential) return true
    return this.#stableTokens + this.#cost(needed.filter((unit) => unit.stable)) <= this.#stableLimit
  }

  /** The tokens that these units add: theirs, those of messages that they begin, less what they make superfluous. */
  #cost(units: readonly Unit[]): number {
    let cost = 0
    let begun: Set<MessageFrame> | undefined
    for (const unit of units) {
      cost += unit.tokens
      for (const frame of unit.frames) {
        if (this.#shown.has(frame) || begun?.has(frame)) continue
        cost += frame.tokens
        if (units.length > 1) (begun ??= new Set()).add(frame)
      }
    }
    if (this.#placeholders) {
      const dropped = new Set(
        units.flatMap((unit) => (!isPlaceholder(unit) && showsSomething(unit) ? placeholdersAround(unit) : [])),
      )
      for (const placeholder of dropped) if (this.#isKept(placeholder)) cost -= placeholder.tokens
    }
    return cost
  }

  #drop(placeholder: Unit): void {
    const inside = (unit: Unit | undefined): boolean =>
      unit === placeholder || (unit !== undefined && inside(unit.parent))
    for (const unit of this.#plan.units) {
      if (this.#decisions.isCut(unit.index) || !inside(unit)) continue
      if (this.#isKept(unit)) this.#count(unit, -1)
      this.#cut(unit, 'placeholder')
    }
  }

  /** The units that are not kept yet and must be with this one, itself first; or why it cannot be kept. */
  #neededFor(unit: Unit): Unit[] | Why {
    if (unit.together === undefined && unit.parent && this.#isKept(unit.parent)) return [unit]
    const needed = new Set<Unit>()
    const waiting = [unit]
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      for (let one: Unit | undefined = next; one && !this.#isKept(one) && !needed.has(one); one = one.parent) {
        if (this.#decisions.isCut(one.index)) {
          return this.#decisions.why(one.index) === 'placeholder' ? 'placeholder' : 'around'
        }
        needed.add(one)
        if (one.together) waiting.push(...one.together)
      }
    }
    return [...needed]
  }

  /** The open ones of one priority. */
  #elasticFrom(order: Uint32Array, turn: number): Unit[] {
    const { units: all } = this.#plan
    const { priority } = all[order[turn]!]!
    const units: Unit[] = []
    for (let at = turn; at < order.length && all[order[at]!]!.priority === priority; at++) {
      const unit = all[order[at]!]!
      if (unit.elastic && this.#isOpen(unit)) units.push(unit)
    }
    return units
  }

  #count(unit: Unit, sign: 1 | -1): void {
    let tokens = unit.tokens
    for (const frame of unit.frames) {
      const shown = this.#shown.get(frame) ?? 0
      if (shown + sign > 0) this.#shown.set(frame, shown + sign)
      else this.#shown.delete(frame)
      if (shown === 0 || shown + sign === 0) tokens += frame.tokens
    }
    this.tokens += sign * tokens
    if (unit.stable) this.#stableTokens += sign * tokens
  }
}

const showsSomething = ({ frames }: Unit) => frames.length > 0

const framesOf = (leaves: readonly Leaf[]) => [...new Set(leaves.flatMap(({ message }) => message ?? []))]

/** Of this unit and those that it stands in. */
function placeholdersAround(unit: Unit): Unit[] {
  const found: Unit[] = []
  for (let one: Unit | undefined = unit; one && !isPlaceholder(one); one = one.parent) {
    if (one.placeholder) found.push(one.placeholder)
  }
  return found
}

function owedFor(unit: Unit): number {
  if (!unit.alternatives?.length || unit.priority < essential) return 0
  for (let around = unit.parent; around; around = around.parent) if (around.alternatives) return 0
  return Math.min(...unit.alternatives.map(({ tokens }) => tokens))
}
