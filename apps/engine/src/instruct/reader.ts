import { Worker } from 'node:worker_threads'
import type { Syntax } from '@caret/context'
import type { Prompt } from '@caret/prompt'

import { type Laid, readerService } from './contract.ts'
import { openThread } from '../thread.ts'

/** Reads code and lays out prompts in a thread of its own, which starts when it is first needed. */
export interface Reader extends AsyncDisposable {
  syntax: Syntax
  /** Undefined where what the prompt must show does not fit. */
  render<Props extends object>(
    prompt: Prompt<Props>,
    props: Props,
    budget: number,
    signal: AbortSignal,
  ): Promise<Laid | undefined>
}

export function openReader(): Reader {
  const start = () => new Worker(new URL('./worker.ts', import.meta.url), { name: 'reader' })
  const thread = openThread(start, readerService)
  return {
    syntax: {
      outline: async (path, text, signal) => (await thread.client().outline({ path, text }, signal)) ?? undefined,
      imports: async (path, text, signal) => (await thread.client().imports({ path, text }, signal)) ?? undefined,
      references: async (path, text, range, signal) =>
        (await thread.client().references({ path, text, ...(range && { range }) }, signal)) ?? undefined,
    },
    render: async ({ name }, props, budget, signal) =>
      (await thread
        .client()
        .render({ prompt: name, props: { ...props } as Record<string, unknown>, budget }, signal)) ?? undefined,
    [Symbol.asyncDispose]: thread[Symbol.asyncDispose],
  }
}
