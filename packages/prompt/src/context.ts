import type { Tokenizer } from './tokenizer.ts'

/** What a component is given beside its props. */
export interface RenderContext {
  /** Tokens that the whole prompt may take. */
  readonly budget: number
  readonly tokenizer: Tokenizer
  readonly signal: AbortSignal | undefined
}
