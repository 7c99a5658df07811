import { essential } from './box.ts'
import { isPlaceholder, type Leaf, type MessageFrame, type Plan, type Unit, type Why } from './unit.ts'

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

/** The order of decisions: by priority, then by phase, then as in the prompt. */
export function rank({ units }: Plan): Unit[] {
  // Apart from the units, which lie all over the memory.
  const priorities = Float64Array.from(units, ({ priority }) => priority)
  const phases = Uint8Array.from(units, ({ phase }) => phase)
  const order = Array.from({ length: units.length - 1 }, (_, at) => at + 1)
  order.sort((a, b) => priorities[b]! - priorities[a]! || phases[a]! - phases[b]!)
  return order.map((at) => units[at]!)
}

/**
 * Decides about each unit in its turn: it is kept if it fits, with all that it needs, beside what has been kept before it. So
 * what is cut could be there only in place of something that matters more.
 */
export function choose(plan: Plan, ranked: readonly Unit[], options: ChooseOptions): Choice {
  const chooser = new Chooser(plan, options)
  chooser.keep([plan.root])
  chooser.checkLimit()
  if (options.stableLimit !== undefined) {
    chooser.decide(
      ranked.filter((unit) => unit.stable),
      options.stableLimit,
    )
    chooser.checkLimit()
  }
  chooser.decide(ranked, undefined)
  return { tokens: chooser.tokens, missing: chooser.missing }
}

class Chooser {
  tokens = 0
  missing = false
  #stableTokens = 0
  #stableLimit: number | undefined
  readonly #plan: Plan
  readonly #options: ChooseOptions
  /** How many units that show something in a message are kept. */
  readonly #shown = new Map<MessageFrame, number>()
  readonly #placeholders: boolean
  /** The least that choices which must be made, and are not made yet, will take. */
  #owed = 0

  constructor(plan: Plan, options: ChooseOptions) {
    this.#plan = plan
    this.#options = options
    this.#placeholders = plan.units.some((unit) => unit.placeholder)
    if (plan.within) this.#shown.set(plan.within, 1)
    for (const unit of plan.units) {
      unit.state = 'open'
      unit.why = undefined
      if (unit.elastic) {
        unit.leaves = []
        unit.frames = []
        unit.tokens = 0
      }
      this.#owed += owedFor(unit)
    }
  }

  decide(ranked: readonly Unit[], stableLimit: number | undefined): void {
    this.#stableLimit = stableLimit
    for (let at = 0; at < ranked.length; at++) {
      const unit = ranked[at]!
      if (unit.alternatives?.some(({ state }) => state === 'open')) this.#chooseOne(unit)
      else if (unit.state === 'open') {
        if (unit.elastic) this.#share(elasticFrom(ranked, at))
        else if (!unit.alternatives) this.#decideFixed(unit)
      }
    }
  }

  keep(units: readonly Unit[]): void {
    for (const unit of units) {
      unit.state = 'kept'
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
    const needed = neededFor(unit)
    if (!Array.isArray(needed)) cut(unit, needed)
    else if (this.#fits(needed)) this.keep(needed)
    else if (unit.priority >= essential) {
      this.missing = true
      this.keep(needed)
    } else {
      for (const other of unit.together ?? [unit]) if (other.state === 'open') cut(other, 'budget')
      cut(unit, 'budget')
    }
  }

  #chooseOne(unit: Unit): void {
    const { alternatives = [] } = unit
    this.#owed -= owedFor(unit)
    let chosen = alternatives.find((alternative) => alternative.state === 'kept')
    const open = alternatives.filter((alternative) => alternative.state === 'open')
    for (const alternative of open) {
      if (chosen) {
        cut(alternative, 'alternative')
        continue
      }
      const needed = neededFor(alternative)
      if (!Array.isArray(needed)) cut(alternative, needed)
      else if (this.#fits(needed, this.#owed)) {
        this.keep(needed)
        chosen = alternative
      } else if (alternative === open.at(-1) && unit.priority >= essential) {
        this.missing = true
        this.keep(needed)
      } else cut(alternative, 'budget')
    }
    if (unit.state === 'open') cut(unit, 'budget')
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
      const needed = neededFor(unit)
      if (!Array.isArray(needed)) {
        cut(unit, needed)
        continue
      }
      const { within } = unit.elastic!
      const begins = within && !this.#shown.has(within) ? within.tokens : 0
      const room = share - begins - this.#cost(needed)
      const filling = room > 0 ? this.#options.fill(unit, room) : undefined
      if (filling) {
        unit.leaves = filling.leaves
        unit.frames = framesOf(filling.leaves)
        unit.tokens = filling.tokens
        this.keep(needed)
      } else {
        cut(unit, 'budget')
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
      for (const placeholder of dropped) if (placeholder.state === 'kept') cost -= placeholder.tokens
    }
    return cost
  }

  #drop(placeholder: Unit): void {
    const inside = (unit: Unit | undefined): boolean =>
      unit === placeholder || (unit !== undefined && inside(unit.parent))
    for (const unit of this.#plan.units) {
      if (unit.state === 'cut' || !inside(unit)) continue
      if (unit.state === 'kept') this.#count(unit, -1)
      cut(unit, 'placeholder')
    }
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

/** The units that are not kept yet and must be with this one, itself first; or why it cannot be kept. */
function neededFor(unit: Unit): Unit[] | Why {
  if (unit.together === undefined && unit.parent?.state === 'kept') return [unit]
  const needed = new Set<Unit>()
  const waiting = [unit]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    for (let one: Unit | undefined = next; one && one.state !== 'kept' && !needed.has(one); one = one.parent) {
      if (one.state === 'cut') return one.why === 'placeholder' ? 'placeholder' : 'around'
      needed.add(one)
      if (one.together) waiting.push(...one.together)
    }
  }
  return [...needed]
}

function cut(unit: Unit, why: Why): void {
  unit.state = 'cut'
  unit.why = why
}

function elasticFrom(ranked: readonly Unit[], start: number): Unit[] {
  const { priority } = ranked[start]!
  const units: Unit[] = []
  for (let at = start; ranked[at]?.priority === priority; at++) {
    const unit = ranked[at]!
    if (unit.elastic && unit.state === 'open') units.push(unit)
  }
  return units
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
