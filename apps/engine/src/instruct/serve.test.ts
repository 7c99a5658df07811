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
import { createMemoryWorkspace } from '@caret/workspace'
import { Disposables } from '../disposables.ts'
import { openLanguages } from '../languages.ts'
import { openListing } from '../listing.ts'
import { silentLog } from '../log.ts'
import { openPlace } from '../place.ts'
import type { Folder } from './around.ts'
import { readHere } from './read-here.ts'
import { serveInstruct } from './serve.ts'

let scene: Scene
let served: Disposable
let ends: Channel[]
/** The names of the prompts that were sent. */
let asked: string[]
let owned: Disposables
let folder: Folder
let instruct: ReturnType<typeof connectHere>

beforeEach(async () => {
  scene = await startScene({ roles: { fast: 'anthropic/fake', smart: 'openai/fake' } })
  owned = new Disposables()
  const place = owned.use(await openPlace(createMemoryWorkspace({ ...files, 'shop.ts': text })))
  const listing = owned.use(openListing(place))
  const languages = owned.use(openLanguages(place))
  const tab = { recent: async () => [{ path: 'tax.ts', diff: '@@ -1,1 +1,1 @@\n-old\n+new\n' }] }
  folder = { place, listing, languages, tab, reader: readHere, log: silentLog }
  instruct = connectHere()
})

afterEach(async () => {
  for (const end of ends) end.end()
  served[Symbol.dispose]()
  await scene[Symbol.asyncDispose]()
  await owned[Symbol.asyncDispose]()
})

function connectHere() {
  const [here, there] = [new Channel(), new Channel()]
  ends = [here, there]
  asked = []
  const toHere: Socket = { send: (frame) => queueMicrotask(() => there.receive(toThere, frame)), close: () => {} }
  const toThere: Socket = { send: (frame) => queueMicrotask(() => here.receive(toHere, frame)), close: () => {} }
  const onAsked = ({ prompt }: { prompt: string }) => void asked.push(prompt)
  served = serveInstruct(createConnection(there), { models: scene.registry, folder, onAsked })
  const client = connect(createConnection(here), instructService)
  here.attach(toHere, 0)
  there.attach(toThere, 0)
  return client
}

const text = 'function total(items) {\n  let sum = 0\n  for (const item of items) sum += item\n  return sum\n}\n'
const files = { 'tax.ts': 'export function tax(price: number) {\n  return price / 5\n}\n', 'notes.txt': 'Be brief.' }
const instruction: Instruction = {
  ...{
    box: 'b',
    mode: 'edit',
    instruction: 'Use reduce',
    mentions: [],
    open: [],
    path: '/memory/shop.ts',
    text,
    lines: { start: 1, end: 4 },
    selected: true,
  },
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
  expect(parts[0]).toMatchObject({ type: 'context', missing: [] })
  expect(parts[1]).toEqual({ type: 'start', model: 'anthropic/fake', reason: 'fast: a short request' })
  const grown = parts.flatMap((part) => (part.type === 'lines' ? [part.lines] : []))
  expect(grown.length).toBeGreaterThan(0)
  expect(asked).toEqual(['instruct'])
  for (const some of grown) expect(some).toEqual(lines.slice(0, some.length))
})

test('a follow-up is asked with what was said before', async () => {
  scene.fake.answer({ steps: words('```\na\n```') })
  const earlier = [{ mode: 'edit' as const, instruction: 'Use reduce', mentions: [], answer: lines.join('\n') }]
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

const sent = (at = -1) => JSON.stringify(scene.fake.requests.at(at)!.body)
const shop = `import { tax } from './tax'\n\nexport const gross = (price: number) => price + tax(price)\n`
const gross = { ...instruction, text: shop, lines: { start: 2, end: 3 } }

test('what the lines use goes along, and what was edited lately; a follow-up has the same', async () => {
  scene.fake.answer({ steps: words('```\na\n```') }, { steps: words('```\nb\n```') })
  const parts: InstructPart[] = []
  await instruct.ask(gross, (part) => parts.push(part))
  expect(sent()).toContain('return price / 5')
  expect(sent()).toContain('+new')
  expect(sent()).toContain('shop.ts')
  expect(sent()).not.toContain('/memory')
  expect(parts[0]).toEqual({
    type: 'context',
    missing: [],
    seen: [
      { path: 'tax.ts', why: 'definition of tax' },
      { path: 'tax.ts', why: 'edited lately' },
      { path: 'tax.ts', why: 'imported' },
    ],
  })
  folder.tab.recent = async () => []
  const earlier = [{ mode: 'edit' as const, instruction: 'Use reduce', mentions: [], answer: 'a' }]
  await instruct.ask({ ...gross, earlier, instruction: 'Shorter' }, () => {})
  expect(sent()).toContain('+new')
})

test('what is mentioned goes along; what is not there any more is said', async () => {
  const mentions = [
    { path: 'notes.txt' },
    { path: 'tax.ts', name: 'tax' },
    { path: 'gone.ts' },
    { path: 'tax.ts', name: 'gone' },
  ]
  const parts: InstructPart[] = []
  await instruct.ask({ ...instruction, mentions }, (part) => parts.push(part))
  expect(sent()).toContain('Be brief.')
  expect(sent()).toContain('return price / 5')
  expect(parts[0]).toMatchObject({ type: 'context', missing: mentions.slice(2) })
  expect(await instruct.missing({ mentions })).toEqual(mentions.slice(2))
})

test('files and symbols may be mentioned, by parts of their names', async () => {
  const open = ['/memory/tax.ts', '/outside.ts']
  const found = (query: string) => instruct.mentionable({ query, path: '/memory/shop.ts', open })
  expect(await found('')).toEqual([{ kind: 'file', path: 'tax.ts', detail: '' }])
  expect((await found('ta')).map(({ kind, path, name }) => [kind, path, name])).toEqual([
    ['file', 'tax.ts', undefined],
    ['symbol', 'tax.ts', 'tax'],
    ['symbol', 'shop.ts', 'total'],
  ])
  expect(await found('tax.ts#')).toEqual([{ kind: 'symbol', path: 'tax.ts', name: 'tax', detail: 'tax.ts' }])
  expect(await found('nothing-of-the-kind')).toEqual([])
})

test('words become a command; keys that a terminal shows stay here', async () => {
  scene.fake.answer({ steps: words('```sh\ndu -sh * | sort -h\n```') }, { steps: words('I would not do that, sorry.') })
  const last = { command: 'env', exitCode: 0, output: 'KEY=sk-abcdefghijklmnopqrstuvwx\nHOME=/root' }
  const question = { words: 'biggest files', shell: 'bash', folder: '/srv', last, earlier: [], failures: 0 }
  const commands: string[] = []
  const end = await instruct.command(question, (part) => part.type === 'command' && commands.push(part.command))
  expect(end).toMatchObject({ kind: 'command', command: 'du -sh * | sort -h' })
  expect(sent()).toContain('HOME=/root')
  expect(sent()).not.toContain('sk-abc')
  expect(asked).toEqual(['command'])
  const earlier = [{ words: 'biggest files', command: 'du' }]
  expect(await instruct.command({ ...question, words: 'delete all', earlier }, () => {})).toMatchObject({
    kind: 'words',
  })
})
