import { type Component, type ElementProps, type PromptElement, PromptError } from './element.ts'
import type { PromptMessage } from './message.ts'
import { render, type RenderedPrompt, type RenderOptions } from './render.ts'

/** A prompt with a name: what it was given can be kept, and rendered again by the code of another day. */
export interface Prompt<Props = never> {
  /** Recordings name it; it stays. */
  readonly name: string
  /** Goes up when the props change their meaning. */
  readonly version: number
  readonly component: Component<Props>
}

/** A request as it was: all that is needed to render it again. */
export interface Recording {
  prompt: string
  version: number
  /** JSON. */
  props: unknown
  budget: number
  stableShare?: number | undefined
  /** The name of the tokenizer. */
  tokenizer?: string | undefined
  tokens: number
  messages: PromptMessage[]
}

/** Renders a prompt and records it. Throws what `render` throws, and `PromptError` where the props are not JSON. */
export async function renderPrompt<Props extends object>(
  prompt: Prompt<Props>,
  props: Props,
  options: RenderOptions,
  signal?: AbortSignal,
): Promise<RenderedPrompt & { recording: Recording }> {
  const { name, version } = prompt
  mustBeJson(props, `the props of ${name}`)
  const rendered = await render(elementOf(prompt, props), options, signal)
  const { budget, stableShare, tokenizer } = options
  const { tokens, messages } = rendered
  const tokenizerName = tokenizer ? tokenizer.name : defaultTokenizer
  // Later changes to the props are not those of this request.
  const kept = structuredClone<unknown>(props)
  return {
    ...rendered,
    recording: { prompt: name, version, props: kept, budget, stableShare, tokenizer: tokenizerName, tokens, messages },
  }
}

/** The prompt as a node; reports name it as recordings do. */
export function elementOf<Props extends object>({ name, component }: Prompt<Props>, props: Props): PromptElement {
  const call = component as Component
  // A function has the name of the key under which it is made.
  const named: Record<string, Component> = { [name]: (props, context) => call(props, context) }
  return { type: named[name]!, props: props as ElementProps }
}

const defaultTokenizer = 'o200k_base'

function mustBeJson(value: unknown, path: string): void {
  if (value === null || value === undefined || typeof value === 'string' || typeof value === 'boolean') return
  if (typeof value === 'number' && Number.isFinite(value)) return
  if (Array.isArray(value)) {
    value.forEach((item, at) => mustBeJson(item, `${path}, item ${at}`))
    return
  }
  const prototype: unknown = typeof value === 'object' ? Object.getPrototypeOf(value) : undefined
  if (prototype === Object.prototype || prototype === null) {
    for (const [key, item] of Object.entries(value)) mustBeJson(item, `${path}, ${key}`)
    return
  }
  throw new PromptError(
    `A prompt is recorded with its props, and these are not JSON: ${path}. Pass data, not what is made of it.`,
  )
}
