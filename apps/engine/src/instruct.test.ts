import { type Scene, startScene, words } from '@caret/models/testing'
import {
  Channel,
  connect,
  createConnection,
  type Instruction,
  type InstructPart,
  instructService,
  type Socket,
} from '@caret/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { serveInstruct } from './instruct.ts'

let scene: Scene
let served: Disposable
let ends: Channel[]
/** The names of the prompts that were sent. */
let asked: string[]
let instruct: ReturnType<typeof connectHere>

beforeEach(async () => {
  scene = await startScene({ roles: { fast: 'anthropic/fake', smart: 'openai/fake' } })
  instruct = connectHere()
})

afterEach(async () => {
  for (const end of ends) end.end()
  served[Symbol.dispose]()
  await scene[Symbol.asyncDispose]()
})

function connectHere() {
  const [here, there] = [new Channel(), new Channel()]
  ends = [here, there]
  asked = []
  const toHere: Socket = { send: (frame) => queueMicrotask(() => there.receive(toThere, frame)), close: () => {} }
  const toThere: Socket = { send: (frame) => queueMicrotask(() => here.receive(toHere, frame)), close: () => {} }
  served = serveInstruct(createConnection(there), scene.registry, ({ prompt }) => void asked.push(prompt))
  const client = connect(createConnection(here), instructService)
  here.attach(toHere, 0)
  there.attach(toThere, 0)
  return client
}

const text = 'function total(items) {\n  let sum = 0\n  for (const item of items) sum += item\n  return sum\n}\n'
const instruction: Instruction = {
  ...{ mode: 'edit', instruction: 'Use reduce', path: 'shop.ts', text, lines: { start: 1, end: 4 }, selected: true },
  ...{ problems: [], earlier: [], failures: 0 },
}
const answer = 'Sure:\n```ts\nreturn items.reduce(\n  (sum, item) => sum + item,\n)\n```\nDone.'
const lines = ['  return items.reduce(', '    (sum, item) => sum + item,', '  )']

test('lines come as the model says them, and then all', async () => {
  const steps = words(answer).flatMap((step) => [step, { wait: 20 }])
  scene.fake.answer({ steps })
  const parts: InstructPart[] = []
  const end = await instruct.ask(instruction, (part) => parts.push(part))
  expect(end).toMatchObject({ kind: 'lines', lines })
  expect(parts[0]).toEqual({ type: 'start', model: 'anthropic/fake', reason: 'fast: a short request' })
  const grown = parts.flatMap((part) => (part.type === 'lines' ? [part.lines] : []))
  expect(grown.length).toBeGreaterThan(0)
  expect(asked).toEqual(['instruct'])
  for (const some of grown) expect(some).toEqual(lines.slice(0, some.length))
})

test('a follow-up is asked with what was said before', async () => {
  scene.fake.answer({ steps: words('```\na\n```') })
  const earlier = [{ instruction: 'Use reduce', answer: lines.join('\n') }]
  await instruct.ask({ ...instruction, instruction: 'Rename sum', earlier }, () => {})
  const { messages } = scene.fake.requests[0]!.body as { messages: { role: string; content: unknown }[] }
  expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user'])
  expect(JSON.stringify(messages[1])).toContain('return items.reduce(')
  expect(JSON.stringify(messages[2])).toContain('Rename sum')
})

test('a question is answered in words, and so is an instruction that the model talks about', async () => {
  scene.fake.answer({ steps: words('It adds up.') }, { steps: words('I would not do that. Why should it?') })
  const asked = instruct.ask({ ...instruction, mode: 'question' }, () => {})
  expect(await asked).toMatchObject({ kind: 'words', text: 'It adds up.' })
  expect(await instruct.ask(instruction, () => {})).toMatchObject({
    kind: 'words',
    text: expect.stringContaining('not'),
  })
})

test('what was refused before goes to a larger model; who names a model gets it', async () => {
  const models: string[] = []
  const note = (part: InstructPart) => part.type === 'start' && models.push(part.model)
  await instruct.ask({ ...instruction, failures: 1 }, note)
  await instruct.ask({ ...instruction, model: 'google/fake' }, note)
  expect(models).toEqual(['openai/fake', 'google/fake'])
})

test('who cancels, or closes the page, closes the socket', async () => {
  scene.fake.answer({ steps: [{ text: '```\na\n' }, 'stall'] }, { steps: [{ text: '```\na\n' }, 'stall'] })
  const abort = new AbortController()
  const asked = instruct.ask(
    instruction,
    ({ type }) => type === 'lines' && abort.abort(new Error('enough')),
    abort.signal,
  )
  await expect(asked).rejects.toThrow('enough')
  expect(await scene.fake.requests[0]!.over).toBe('aborted')
  await new Promise<void>((resolve) => {
    instruct.ask(instruction, ({ type }) => type === 'lines' && resolve()).catch(() => {})
  })
  served[Symbol.dispose]()
  expect(await scene.fake.requests[1]!.over).toBe('aborted')
})

test('what fails says what to do', async () => {
  scene.fake.answer({ status: 400, body: JSON.stringify({ error: { type: 'x', message: 'No such thing.' } }) })
  await expect(instruct.ask({ ...instruction, model: 'anthropic/fake' }, () => {})).rejects.toThrow('No such thing.')
  await expect(instruct.ask({ ...instruction, model: 'nobody/none' }, () => {})).rejects.toMatchObject({
    code: 'UnknownModel',
  })
  const long = Array.from({ length: 9000 }, (_, at) => `const x${at} = ${at}`).join('\n')
  const all = { ...instruction, text: long, lines: { start: 0, end: 9000 } }
  await expect(instruct.ask(all, () => {})).rejects.toMatchObject({ code: 'TooLarge' })
})
