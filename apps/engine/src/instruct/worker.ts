import { commandPrompt, instructPrompt } from '@caret/context'
import type { Prompt } from '@caret/prompt'
import { serve } from '@caret/protocol'
import { readerService } from './contract.ts'
import { readHere } from './read-here.ts'
import { serveThread } from '../thread.ts'

const prompts = new Map([instructPrompt, commandPrompt].map((prompt) => [prompt.name, prompt as Prompt<object>]))
const { syntax, render } = readHere

serveThread((connection) =>
  serve(connection, readerService, {
    outline: async ({ path, text }, signal) => (await syntax.outline(path, text, signal)) ?? null,
    imports: async ({ path, text }, signal) => (await syntax.imports(path, text, signal)) ?? null,
    references: async ({ path, text, range }, signal) => (await syntax.references(path, text, range, signal)) ?? null,
    render: async ({ prompt, props, budget }, signal) =>
      (await render(prompts.get(prompt)!, props, budget, signal)) ?? null,
  }),
)
