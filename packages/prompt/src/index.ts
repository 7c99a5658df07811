export { essential } from './box.ts'
export type { RenderContext } from './context.ts'
export { type Component, type PromptChild, type PromptElement, PromptError } from './element.ts'
export { gptTokenizer } from './gpt-tokenizer.ts'
export type { NodeProps } from './intrinsic.ts'
export type {
  ImagePart,
  PromptMessage,
  PromptPart,
  Role,
  TextPart,
  ToolCallPart,
  ToolResultPart,
} from './message.ts'
export { BudgetError, type CacheBreakpoint, render, type RenderedPrompt, type RenderOptions } from './render.ts'
export type { NodeReport, SourceSpan } from './report.ts'
export type { Tokenizer } from './tokenizer.ts'
