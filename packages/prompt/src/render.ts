import { type ComposedPart, type Composition } from './compose.ts'
import { type PromptChild, PromptError } from './element.ts'
import { expand } from './expand.ts'
import { gptTokenizer } from './gpt-tokenizer.ts'
import { layOut } from './layout.ts'
import type { PromptMessage, PromptPart, TextPart } from './message.ts'
import type { Plan } from './plan.ts'
import { type NodeReport, reportOf, type SourceSpan, sourcesOf } from './report.ts'
import type { Tokenizer } from './tokenizer.ts'

export interface RenderOptions {
  /** Tokens that the messages may take, room for the answer included where `reserve` asks for it. */
  budget: number
  /** The model's own; default: that of OpenAI's models (`gptTokenizer`). */
  tokenizer?: Tokenizer
  /** The share of the budget, 0 to 1, that stable nodes which may be cut take at most (default: 0.75). */
  stableShare?: number
}

export interface RenderedPrompt {
  messages: PromptMessage[]
  /** Of the messages as the tokenizer counts them, and what is reserved; never above the budget. */
  tokens: number
  budget: number
  /** Where a provider can be told to cache; at most four, the first and the last ones. */
  breakpoints: CacheBreakpoint[]
  /** What the author of the prompt should know. */
  warnings: string[]
  /** What became of each node. Made when it is asked for, which takes as long as rendering. */
  report(): NodeReport
  /** Which component each stretch of the messages comes from. */
  sources(): SourceSpan[]
}

/** The end of `messages[message].content[part]`: everything up to here is stable. */
export interface CacheBreakpoint {
  message: number
  part: number
  /** Tokens up to here. */
  tokens: number
}

/** What must be kept does not fit. */
export class BudgetError extends PromptError {
  override name = 'BudgetError'
  readonly needs: number
  readonly budget: number

  constructor(needs: number, budget: number) {
    super(
      `What this prompt must show takes ${needs} tokens, and the budget is ${budget}. Give a priority to what may be cut, or raise the budget.`,
    )
    this.needs = needs
    this.budget = budget
  }
}

/**
 * The messages that `prompt` makes in `budget` tokens: of its nodes those that matter most, whole, in the order in which they are
 * written. The same input gives the same output. Throws `BudgetError` where nodes without a priority do not fit, `PromptError`
 * where the prompt makes no sense, and what components throw.
 */
export async function render(
  prompt: PromptChild,
  options: RenderOptions,
  signal?: AbortSignal,
): Promise<RenderedPrompt> {
  const { budget, tokenizer = await gptTokenizer(), stableShare = 0.75 } = options
  if (!(budget >= 0)) throw new PromptError(`The budget is ${budget}; it must be a number of tokens.`)
  signal?.throwIfAborted()
  const root = await expand(prompt, { budget, tokenizer, signal })
  signal?.throwIfAborted()
  let line = 0
  const plans: Plan[] = []
  const warnings: string[] = []
  const layout = layOut(
    root,
    root,
    { budget: budget - (tokenizer.perRequest ?? 0), stableLimit: Math.floor(budget * stableShare) },
    { tokenizer, nextLine: () => ++line, plans, warnings },
  )
  if ('needs' in layout) throw new BudgetError(layout.needs + (tokenizer.perRequest ?? 0), budget)
  const { composition } = layout
  for (const box of composition.misplaced) {
    warnings.push(
      `${box.origin.name} is stable but stands behind what is not, so it cannot be cached: put it further up.`,
    )
  }
  return {
    messages: composition.messages.map(messageOf),
    tokens: composition.tokens + (tokenizer.perRequest ?? 0),
    budget,
    breakpoints: choosePoints(composition),
    warnings,
    report: () => reportOf(root, plans, tokenizer),
    sources: () => sourcesOf(composition),
  }
}

function messageOf({ frame, parts }: Composition['messages'][number]): PromptMessage {
  const content = parts.map(partOf)
  if (!frame.result) return { role: frame.role, content }
  return { role: 'tool', content: [{ type: 'tool-result', ...frame.result, content: content as TextPart[] }] }
}

const partOf = ({ part, pieces }: ComposedPart): PromptPart => part ?? { type: 'text', text: pieces.join('') }

/** Providers take four. The first seldom changes; the last ones save most. */
function choosePoints({ breakpoints, messages }: Composition): CacheBreakpoint[] {
  const usable = breakpoints.filter(({ message, part }) => part >= 0 && !messages[message]!.frame.result)
  return usable.length <= 4 ? usable : [usable[0]!, ...usable.slice(-3)]
}
