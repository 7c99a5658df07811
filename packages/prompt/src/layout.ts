import { type Box, type Content, essential, isWindow } from './box.ts'
import { choose, type Filling, rank } from './choose.ts'
import { compose, type Composition } from './compose.ts'
import { fitWindow } from './line-window.ts'
import { Leaves, type MessageFrame } from './leaves.ts'
import { type Plan, plan, type PlanContext } from './plan.ts'
import type { Tokenizer } from './tokenizer.ts'

export interface Layout {
  leaves: Leaves
  composition: Composition
}

/** What must be kept does not fit; it takes so many tokens. */
export interface Shortage {
  needs: number
}

export interface LayoutContext {
  tokenizer: Tokenizer
  nextLine(): number
  /** All that was planned, for reports. */
  plans: Plan[]
  /** What the author of the prompt should know. */
  warnings: string[]
}

export interface LayoutOptions {
  budget: number
  /** Tokens that stable content may take, whatever else there is. */
  stableLimit?: number | undefined
  /** The message that all of this is in; it costs nothing here. */
  within?: MessageFrame | undefined
  /** The line on which it begins. */
  line?: number
}

/**
 * What of `content`, that of `box`, is shown in `budget` tokens. The choice goes by an additive count of tokens; then the
 * joined texts are counted, and the limit of the choice is lowered to the next that makes a difference until they fit. The
 * result is that of the highest limit that fits, so that a higher budget never gives a lesser choice.
 */
export function layOut(box: Box, content: Content, options: LayoutOptions, context: LayoutContext): Layout | Shortage {
  const { budget, within } = options
  const planned = plan(box, content, { within, line: options.line ?? context.nextLine() }, planContext(context))
  context.plans.push(planned)
  const order = rank(planned)
  const attempt = (limit: number, stableLimit: number | undefined) => {
    const fill = (unit: number, room: number) => fillUnit(planned, unit, room, context)
    const choice = choose(planned, order, { limit, stableLimit, fill })
    const leaves = keptLeaves(planned)
    return { ...choice, leaves, composition: compose(leaves, context.tokenizer, within) }
  }
  let { stableLimit } = options
  if (mayFitWhole(planned, budget)) {
    const whole = attempt(Infinity, stableLimit)
    if (whole.composition.tokens <= budget) return whole
  }
  let limit = budget + lastBreaks(planned)
  for (let tries = 0; ; tries++) {
    const result = attempt(limit, stableLimit)
    const over = result.composition.tokens - budget
    if (over <= 0 && !(result.missing && lacksElastic(planned))) return result
    if (!result.missing) limit = Math.min(limit, result.tokens) - (tries < patience ? 1 : over)
    else if (stableLimit === undefined) return { needs: Math.max(result.composition.tokens, budget + 1) }
    else {
      // What must be kept comes before what is kept for the cache.
      stableLimit = undefined
      limit = budget + lastBreaks(planned)
    }
  }
}

/** So many times the limit is lowered by no more than makes a difference. */
const patience = 8

function planContext(context: LayoutContext): PlanContext {
  return {
    ...context,
    isolate(box, within, line) {
      const layout = layOut(box, box.children, { budget: box.budget, within, line }, context)
      if ('leaves' in layout) return layout.leaves
      const { name } = box.origin
      context.warnings.push(
        `${name} shows nothing: its budget is ${box.budget} tokens, and ${layout.needs} are needed.`,
      )
      return new Leaves()
    },
  }
}

function fillUnit({ units }: Plan, unit: number, room: number, context: LayoutContext): Filling | undefined {
  const { box, within, line } = units.elastic.get(unit)!
  const { content, origin } = box
  if (isWindow(content)) {
    const fitted = fitWindow(content, room, context.tokenizer)
    if (!fitted) return undefined
    const leaves = new Leaves()
    const place = { message: within, line, stable: undefined, origin }
    leaves.add({ ...fitted, unit, part: undefined, breaks: false, place })
    return { leaves, tokens: fitted.tokens }
  }
  const layout = layOut(box, content, { budget: room, within, line }, context)
  if (!('leaves' in layout) || layout.leaves.length === 0) return undefined
  let { tokens } = layout.composition
  for (const { frame } of layout.composition.messages) if (frame !== within) tokens -= frame.tokens
  return { leaves: layout.leaves, tokens }
}

function keptLeaves({ units, leaves, decisions }: Plan): Leaves {
  const kept = new Leaves()
  for (let at = 0; at < leaves.length; at++) {
    const unit = leaves.unit[at]!
    if (!decisions.isKept(unit)) continue
    if (!units.elastic.has(unit)) kept.add(leaves.at(at))
    else for (const leaf of units.elastic.get(unit)!.leaves ?? []) kept.add(leaf)
  }
  return kept
}

/** What takes what is left has no size of its own. */
function mayFitWhole({ units }: Plan, budget: number): boolean {
  let tokens = 0
  for (let unit = 0; unit < units.length; unit++) tokens += units.tokens[unit]!
  return units.elastic.size === 0 && tokens <= budget * 1.25 + 16
}

const lacksElastic = ({ units, decisions }: Plan) =>
  [...units.elastic.keys()].some((unit) => units.priority[unit]! >= essential && decisions.why(unit) === 'budget')

/** The last text of a message ends without the line break that it was counted with, if what followed is cut. */
function lastBreaks({ leaves }: Plan): number {
  const messages = new Set<MessageFrame | undefined>()
  for (let at = 0; at < leaves.length && messages.size < 4; at++) {
    if (leaves.breaks[at]) messages.add(leaves.place(at).message)
  }
  return messages.size
}
