import { mergePrompt } from '@caret/apply'
import { commandPrompt, instructPrompt } from '@caret/context'
import type { Prompt } from '@caret/prompt'
import { tabPrompts } from '@caret/tab/prompts'

/** Caret's own prompts, for who renders recordings again: each room that asks a model adds those that it has. */
export const ownPrompts: readonly Prompt[] = [...tabPrompts, instructPrompt, commandPrompt, mergePrompt]
