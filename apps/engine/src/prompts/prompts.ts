import { Worker } from 'node:worker_threads'
import type { Recording } from '@caret/prompt'
import { type Client, type MessageConnection, promptsService, type RecordedPrompt, serve } from '@caret/protocol'
import { renderService } from './contract.ts'
import { openThread } from '../thread.ts'

/** The prompts that were sent since the engine started, and a thread that renders them again. */
export interface Prompts extends AsyncDisposable {
  /** Keeps a prompt that was sent; the oldest makes room. */
  keep(recording: Recording): void
  /** The newest first. */
  list(): RecordedPrompt[]
  /** The JSON of a recording. Throws `PromptGone`. */
  recording(id: number): string
  /** Starts the thread when first called. */
  renderer(): Client<(typeof renderService)['methods']>
}

/** A prompt that is kept no longer. */
export class PromptGone extends Error {
  override name = 'PromptGone'
  constructor() {
    super('This prompt is kept no longer: only the last ones are. Choose another one.')
  }
}

const most = 60

export function openPrompts(): Prompts {
  const kept = new Map<number, { recording: Recording; time: number }>()
  const start = () => new Worker(new URL('./worker.ts', import.meta.url), { name: 'prompts' })
  const thread = openThread(start, renderService)
  let lastId = 0

  return {
    keep: (recording) => {
      kept.set(++lastId, { recording, time: Date.now() })
      kept.delete(lastId - most)
    },
    list: () =>
      [...kept]
        .map(([id, { recording, time }]) => {
          const { prompt, tokens, budget } = recording
          return { id, prompt, time, tokens, budget }
        })
        .toReversed(),
    recording: (id) => {
      const found = kept.get(id)
      if (!found) throw new PromptGone()
      return JSON.stringify(found.recording)
    },
    renderer: thread.client,
    [Symbol.asyncDispose]: thread[Symbol.asyncDispose],
  }
}

/** Lets a page see prompts, and render them in other budgets. */
export function servePrompts(connection: MessageConnection, prompts: Prompts): Disposable {
  return serve(connection, promptsService, {
    recorded: () => prompts.list(),
    render: ({ source, budget }, signal) => {
      const recording = 'id' in source ? prompts.recording(source.id) : source.recording
      return prompts.renderer().render({ recording, ...(budget !== undefined && { budget }) }, signal)
    },
  })
}
