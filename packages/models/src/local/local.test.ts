import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LanguageModelV3StreamPart } from '@ai-sdk/provider'
import { afterAll, expect, test } from 'vitest'
import { system, user } from '../message.ts'
import type { ModelPart } from '../parts.ts'
import type { ModelRequest } from '../request.ts'
import { startScene } from '../testing/registry.ts'
import { writeTinyModel } from '../testing/tiny-gguf.ts'
import { type LocalModels, modelsFolder, openLocalModels } from './local.ts'
import { startHere } from './testing/host.ts'

// Loading llama.cpp is the slow part: the tests share one registry and its models.
const scene = await startScene({ discover: false }, { env: {} })
const folder = modelsFolder(scene.dataFolder)
mkdirSync(folder, { recursive: true })
writeTinyModel(join(folder, 'tiny-coder-1b.gguf'), { context: 2048 })
writeTinyModel(join(folder, 'plain.gguf'), { infill: false, layers: 1, seed: 7 })
writeTinyModel(join(folder, 'wide.gguf'), { context: 1024, layers: 4, width: 256, seed: 1 })
writeFileSync(join(folder, 'broken.gguf'), 'GGUF, but no model')
const whole = readFileSync(join(folder, 'plain.gguf'))
writeFileSync(join(folder, 'cut-in-data.gguf'), whole.subarray(0, whole.length - 5000))
writeFileSync(join(folder, 'cut-in-head.gguf'), whole.subarray(0, 3000))
const local: LocalModels = openLocalModels({
  dataFolder: scene.dataFolder,
  start: startHere,
  limits: { threads: 1, stateBytes: 64 * 2 ** 20 },
})
const registered = scene.registry.register(local.kind)
afterAll(async () => {
  registered[Symbol.dispose]()
  await local[Symbol.asyncDispose]()
  await scene[Symbol.asyncDispose]()
})

const coder = 'local/tiny-coder-1b'
const textOf = (parts: ModelPart[]) => parts.map((part) => (part.type === 'text' ? part.text : '')).join('')
const endOf = (parts: ModelPart[]) => parts.find((part) => part.type === 'end')!

async function ask(request: Partial<ModelRequest>, signal?: AbortSignal) {
  const parts = await scene.all({ model: coder, temperature: 0, ...request }, signal)
  return { parts, text: textOf(parts), ...endOf(parts) }
}

test('the models of the folder are there at once, for the roles that suit them', async () => {
  const provider = (await scene.registry.providers(AbortSignal.timeout(5000))).find(({ name }) => name === 'local')
  expect(provider).toMatchObject({
    label: 'This machine',
    models: ['broken', 'cut-in-data', 'cut-in-head', 'plain', 'tiny-coder-1b', 'wide'],
  })
  const roles = await scene.registry.roles(AbortSignal.timeout(5000))
  expect(roles.find(({ role }) => role === 'tab')).toMatchObject({ models: [coder] })
})

test('an answer comes bit by bit, always the same, and its tokens are counted', async () => {
  const request = { prompt: [system('Be brief.'), user('const x =')], maxOutputTokens: 40 }
  const first = await ask(request)
  expect(first.parts.filter(({ type }) => type === 'text').length).toBeGreaterThan(5)
  expect(first.usage).toMatchObject({ output: 40, cacheRead: 0 })
  expect(first).toMatchObject({ reason: 'length', cost: 0 })
  const again = await ask(request)
  expect(again.text).toBe(first.text)
  // Its last token is read anew, to be answered.
  expect(again.usage.cacheRead).toBe(first.usage.input - 1)
})

test('chance has a seed, and differs without', async () => {
  const request = { prompt: [user('Say something')], maxOutputTokens: 30, temperature: 1.5 }
  const one = await ask({ ...request, seed: 1 })
  expect((await ask({ ...request, seed: 1 })).text).toBe(one.text)
  expect((await ask({ ...request, seed: 2 })).text).not.toBe(one.text)
  expect((await ask(request)).text).not.toBe((await ask(request)).text)
})

test('conversations that take turns each find their state again', async () => {
  const talk = (about: string, more = '') => [system(`You know all of ${about.repeat(20)}.`), user(`Tell. ${more}`)]
  const ask1 = (about: string, more?: string) => ask({ prompt: talk(about, more), maxOutputTokens: 5 })
  for (const about of ['birds ', 'trees ', 'stones']) await ask1(about)
  for (const about of ['birds ', 'trees ', 'stones']) {
    const { usage } = await ask1(about, 'More!')
    expect(usage.cacheRead).toBeGreaterThan(usage.input * 0.8)
  }
})

test('several are answered at once', async () => {
  const prompts = ['one', 'two', 'three', 'four', 'five', 'six'].map((word) => [user(word)])
  const alone: string[] = []
  for (const prompt of prompts) alone.push((await ask({ prompt, maxOutputTokens: 20 })).text)
  const together = await Promise.all(prompts.map((prompt) => ask({ prompt, maxOutputTokens: 20 })))
  expect(together.map(({ text }) => text)).toEqual(alone)
})

test('a stop is not said, and neither is what comes after it', async () => {
  const request = { prompt: [user('list')], maxOutputTokens: 60 }
  const { text } = await ask(request)
  const stop = text.slice(20, 23)
  const { text: cut, reason } = await ask({ ...request, stopSequences: [stop] })
  expect(cut).toBe(text.slice(0, text.indexOf(stop)))
  expect(reason).toBe('stop')
})

test('a text is continued, with what comes after it in mind', async () => {
  const prompt = 'function add(a, b) {\n'
  const middle = (suffix: string) => ask({ complete: { prompt, suffix }, maxOutputTokens: 20 })
  const one = await middle('\n}\n')
  expect((await middle('\n}\n')).text).toBe(one.text)
  expect((await middle('}; return 3')).text).not.toBe(one.text)
  // A model that was not taught to fill in goes on.
  const plain = { model: 'local/plain', maxOutputTokens: 20 }
  const on = await ask({ ...plain, complete: { prompt } })
  expect((await ask({ ...plain, complete: { prompt, suffix: '\n}\n' } })).text).toBe(on.text)
})

test('it tells how sure it is of its first tokens, and says the same as without', async () => {
  const complete = { prompt: 'function add(a, b) {\n', suffix: '\n}\n' }
  const plain = await ask({ complete, maxOutputTokens: 20 })
  const told = await ask({ complete: { ...complete, logProbs: true }, maxOutputTokens: 20 })
  expect(told.text).toBe(plain.text)
  const values = told.parts.flatMap((part) => (part.type === 'log-probs' ? part.values : []))
  expect(values).toHaveLength(8)
  expect(values.every((value) => value < 0 && value > -10)).toBe(true)
  expect(plain.parts.some(({ type }) => type === 'log-probs')).toBe(false)
  const short = await ask({ complete: { ...complete, logProbs: true }, maxOutputTokens: 3 })
  expect(short.parts.flatMap((part) => (part.type === 'log-probs' ? part.values : []))).toEqual(values.slice(0, 3))
})

test('a text that is longer than the model takes is cut far from the caret; a conversation is refused', async () => {
  const long = 'let a = 1;\n'.repeat(2000)
  const { usage } = await ask({ complete: { prompt: long, suffix: long }, maxOutputTokens: 8 })
  expect(usage.input).toBeGreaterThan(1500)
  expect(usage.input).toBeLessThan(2048)
  const typed = await ask({ complete: { prompt: `${long}let`, suffix: long }, maxOutputTokens: 8 })
  expect(typed.usage.cacheRead).toBeGreaterThan(usage.input * 0.5)
  await expect(ask({ prompt: [user(long)] })).rejects.toMatchObject({ code: 'Refused', message: /too long/ })
})

test('a draft changes nothing but the number of passes', async () => {
  const request = { prompt: [user('Change a to b: const a = 1')], maxOutputTokens: 120 }
  const plain = await passes(request)
  expect(plain.passes).toBe(120)
  const { text } = plain
  const drafts = [
    text,
    `${text.slice(0, 30)}// new\n${text.slice(30)}`,
    text.slice(40),
    text.replaceAll('a', 'bb'),
    'xyz',
    '',
  ]
  for (const draft of drafts) {
    const drafted = await passes({ ...request, draft })
    expect(drafted.text).toBe(text)
    expect(drafted.passes).toBeLessThanOrEqual(plain.passes)
  }
  expect((await passes({ ...request, draft: text })).passes).toBeLessThan(12)
  const chance = { ...request, temperature: 1, seed: 3 }
  const drawn = await passes(chance)
  expect((await passes({ ...chance, draft: drawn.text })).text).toBe(drawn.text)
})

test('nor does a long one, from which many tokens are read at once', async () => {
  const request = { model: 'local/wide', prompt: [user('Write')], maxOutputTokens: 600 }
  const plain = await passes({ ...request, draft: '' })
  for (const draft of [plain.text, plain.text.replaceAll(/(.{40})./gs, '$1#')]) {
    const drafted = await passes({ ...request, draft })
    expect(drafted.text).toBe(plain.text)
    expect(drafted.passes).toBeLessThan(plain.passes / 6)
  }
})

async function passes({
  model: ref = coder,
  draft,
  maxOutputTokens,
  temperature = 0,
  seed,
  prompt,
}: Partial<ModelRequest>) {
  const model = scene.registry.languageModel(ref)
  const { stream } = await model.doStream({
    ...{ maxOutputTokens, temperature, seed, providerOptions: { caret: { ...(draft !== undefined && { draft }) } } },
    prompt: prompt!.map((message) => ({
      ...message,
      content: [{ type: 'text' as const, text: contentOf(message) }],
    })) as never,
  })
  let text = ''
  let end: Extract<LanguageModelV3StreamPart, { type: 'finish' }> | undefined
  for await (const part of stream as unknown as AsyncIterable<LanguageModelV3StreamPart>) {
    if (part.type === 'text-delta') text += part.delta
    if (part.type === 'finish') end = part
  }
  return { text, passes: end?.providerMetadata?.caret?.passes as number }
}

const contentOf = ({ content }: NonNullable<ModelRequest['prompt']>[number]): string =>
  typeof content === 'string' ? content : content.map((part) => ('text' in part ? part.text : '')).join('')

test('who reads no further stops the model, and the next is answered as ever', async () => {
  const request = { model: coder, prompt: [user('go on')], temperature: 0 }
  const abort = new AbortController()
  let parts = 0
  for await (const part of scene.registry.stream(request, abort.signal)) if (part.type === 'text' && ++parts > 3) break
  const stopped = scene.all(request, abort.signal)
  abort.abort(new Error('enough'))
  await expect(stopped).rejects.toThrow('enough')
  expect((await ask({ ...request, maxOutputTokens: 10 })).usage.output).toBe(10)
})

test('vectors are of length 1, the same for the same text', async () => {
  const texts = ['function add() {}', 'class Tree {}', 'function add() {}', '', 'x '.repeat(5000)]
  const vectors = await scene.registry.embed(texts, AbortSignal.timeout(20_000), 'local/plain')
  expect(vectors).toHaveLength(5)
  expect(vectors[0]).toEqual(vectors[2])
  expect(vectors[0]).not.toEqual(vectors[1])
  for (const vector of vectors) expect(Math.hypot(...vector)).toBeCloseTo(1)
})

test('a file that is no model, and one that is not there, are told as such', async () => {
  for (const name of ['broken', 'cut-in-data', 'cut-in-head']) {
    const message = new RegExp(`${name}.gguf cannot be loaded`)
    await expect(ask({ model: `local/${name}` })).rejects.toMatchObject({ code: 'BadAnswer', message })
  }
  await expect(ask({ model: 'local/none' })).rejects.toMatchObject({ code: 'UnknownModel', message: /tiny-coder-1b/ })
  const tools = [{ type: 'function' as const, name: 'f', inputSchema: {} }]
  await expect(ask({ tools })).rejects.toMatchObject({ code: 'Refused', message: /use no tools/ })
})
