import { parentPort } from 'node:worker_threads'
import { commandPrompt, instructPrompt } from '@caret/context'
import type { Prompt } from '@caret/prompt'
import { Channel, createConnection, serve, type Socket } from '@caret/protocol'
import { readerService } from './contract.ts'
import { readHere } from './read-here.ts'

const port = parentPort!
const channel = new Channel()
const socket: Socket = { send: (frame) => port.postMessage(frame), close: () => port.close() }
port.on('message', (frame) => channel.receive(socket, frame))

const prompts = new Map([instructPrompt, commandPrompt].map((prompt) => [prompt.name, prompt as Prompt<object>]))
const { syntax, render } = readHere

serve(createConnection(channel), readerService, {
  outline: async ({ path, text }, signal) => (await syntax.outline(path, text, signal)) ?? null,
  imports: async ({ path, text }, signal) => (await syntax.imports(path, text, signal)) ?? null,
  references: async ({ path, text, range }, signal) => (await syntax.references(path, text, range, signal)) ?? null,
  render: async ({ prompt, props, budget }, signal) =>
    (await render(prompts.get(prompt)!, props, budget, signal)) ?? null,
})
channel.attach(socket, 0)
