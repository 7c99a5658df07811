import type { RenderContext } from './context.ts'

/** What a prompt is made of: JSX, text, lists of them. `null`, `undefined` and booleans leave nothing. */
export type PromptChild = PromptElement | string | number | boolean | null | undefined | readonly PromptChild[]

/** A function from props to what stands for it in the prompt. An async one is awaited beside the others. */
export type Component<Props = never> = (props: Props, context: RenderContext) => PromptChild | Promise<PromptChild>

/** A node as JSX makes it: nothing is computed before the prompt is rendered. */
export interface PromptElement {
  readonly type: string | Component
  readonly props: ElementProps
}

export type ElementProps = Readonly<Record<string, unknown>>

/** Something in the prompt is not as it must be; the message says what to change. */
export class PromptError extends Error {
  override name = 'PromptError'
}
