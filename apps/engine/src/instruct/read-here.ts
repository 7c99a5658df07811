import { BudgetError, renderPrompt } from '@caret/prompt'
import { imports, outline, references } from '@caret/syntax'
import type { Reader } from './reader.ts'

/** The reader in this thread: what the thread's own serves. */
export const readHere: Omit<Reader, keyof AsyncDisposable> = {
  syntax: { outline, imports, references },
  render: async (prompt, props, budget, signal) => {
    try {
      const { messages, breakpoints, tokens, recording } = await renderPrompt(prompt, props, { budget }, signal)
      return { messages, breakpoints, tokens, recording }
    } catch (error) {
      if (error instanceof BudgetError) return undefined
      throw error
    }
  },
}
