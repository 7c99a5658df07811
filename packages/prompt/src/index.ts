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
export { File, type FileProps } from './file.tsx'
export { cacheHere, type ModelMessage, type ProviderOptions, toModelMessages } from './model-messages.ts'
export type { LineRange } from './scopes.ts'
export { sharedPrefix, type SharedPrefix } from './shared-prefix.ts'
export { type Prompt, type Recording, renderPrompt } from './prompt.ts'
export { type Change, compare, readRecording, replay, type ReplayOptions, showMessages } from './replay.ts'
