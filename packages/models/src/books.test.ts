import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readRecordings } from './recordings.ts'
import { replayKind } from './replay.ts'
import { cacheBreakpoint } from './caret-options.ts'
import { system, user } from './message.ts'
import { fakeKey, type Scene, startScene } from './testing/registry.ts'
import { words } from './testing/step.ts'

const never = new AbortController().signal
const today = async ({ registry }: Scene) => (await registry.usage(1)).days[0]
const price = { input: 10, output: 100, cacheRead: 1, cacheWrite: 20 }
const priced = { prices: { 'anthropic/fake': price } }
const usage = { input: 1000, output: 50, cacheRead: 400, cacheWrite: 100 }

test('each request is booked with what it cost', async () => {
  await using scene = await startScene(priced)
  scene.fake.answer({ steps: words('a b'), usage })
  const parts = await scene.all({})
  // Anthropic counts fresh, read and written tokens apart.
  const cost = (1000 * 10 + 400 * 1 + 100 * 20 + 50 * 100) / 1e6
  expect(parts.at(-1)).toMatchObject({ usage: { input: 1500, cacheRead: 400, cacheWrite: 100, output: 50 }, cost })
  await scene.all({ model: 'openai/fake' })
  const day = await today(scene)
  expect(day).toMatchObject({ cost, unpriced: 1 })
  expect(day!.models.map(({ model, requests }) => [model, requests])).toEqual([
    ['anthropic/fake', 1],
    ['openai/fake', 1],
  ])
})

test('what runs on this machine is free, what has no price is not', async () => {
  await using scene = await startScene()
  expect((await scene.all({ model: 'ollama/fake' })).at(-1)).toMatchObject({ cost: 0 })
  expect((await scene.all({ model: 'chat/fake' })).at(-1)).not.toHaveProperty('cost')
  expect((await scene.all({ model: 'anthropic/claude-opus-5-5' })).at(-1)).toHaveProperty('cost')
})

test('an answer that was broken off is booked by what was sent and said', async () => {
  await using scene = await startScene(priced)
  scene.fake.answer({ steps: [...words('some words and more'), 'stall'] })
  for await (const part of scene.registry.stream(
    { model: 'anthropic/fake', prompt: [user('x'.repeat(4000))] },
    never,
  )) {
    if (part.type === 'text' && part.text === 'more') break
  }
  expect((await today(scene))!.models[0]).toMatchObject({ requests: 1, input: 1000, output: 5, unpriced: 0 })
})

test('a request that was refused costs nothing', async () => {
  await using scene = await startScene(priced)
  scene.fake.answer({ status: 400 })
  await expect(scene.all({})).rejects.toMatchObject({ code: 'Refused' })
  expect(await today(scene)).toBeUndefined()
})

test('a spent budget ends the day for models that cost, not for local ones', async () => {
  const roles = { smart: ['anthropic/fake', 'ollama/fake'] }
  await using scene = await startScene({ ...priced, dailyBudget: 0.01, roles })
  scene.fake.answer({ steps: words('a'), usage })
  await scene.all({})
  const error = await scene.all({}).catch((error: unknown) => error)
  expect(error).toMatchObject({ code: 'BudgetSpent', message: expect.stringContaining('caret.models.dailyBudget') })
  expect(scene.fake.requests).toHaveLength(1)
  expect(await scene.text({ model: 'ollama/fake' })).toBe('ok')
  const [start] = await scene.all({ model: 'smart' })
  expect(start).toMatchObject({ model: 'ollama/fake', reason: expect.stringContaining('BudgetSpent') })
  scene.pass(24 * 3600_000)
  expect(await scene.text({})).toBe('ok')
})

const recordings = ({ dataFolder }: Scene) => join(dataFolder, 'models', 'recordings')

test('nothing is recorded unless it is wanted', async () => {
  await using scene = await startScene()
  await scene.all({})
  expect(existsSync(recordings(scene))).toBe(false)
})

test('a recording has the request and the answer, and no key', async () => {
  await using scene = await startScene({
    record: true,
    providers: { anthropic: { headers: { 'x-secret': 'hush-hush' } } },
  })
  const leaked = 'sk-from-a-file-0123456789'
  scene.fake.answer({
    steps: [
      ...words(`The key is ${fakeKey} or `),
      { text: leaked.slice(0, 9) },
      { text: leaked.slice(9) },
      { tool: { id: 'c', name: 't', input: ['{"a":', '1}'] } },
    ],
  })
  const prompt = [cacheBreakpoint(system(`API_KEY=${leaked} hush-hush`)), user(`What is ${fakeKey}?`)]
  await scene.all({
    prompt,
    metadata: { component: 'Ask', version: 3, props: { path: 'a.ts' } },
    reason: 'fast: short',
  })
  scene.fake.answer({ status: 400, body: JSON.stringify({ error: { message: `no ${fakeKey}` } }) })
  await scene.all({ prompt }).catch(() => {})

  const [name = ''] = readdirSync(recordings(scene))
  const file = join(recordings(scene), name)
  expect(statSync(file).mode & 0o077).toBe(0)
  const text = readFileSync(file, 'utf8')
  for (const secret of [fakeKey, leaked, 'hush-hush']) expect(text).not.toContain(secret)
  const [first, second] = await readRecordings(file)
  expect(first).toMatchObject({
    ...{ model: 'anthropic/fake', asked: 'anthropic/fake', reason: 'fast: short' },
    metadata: { component: 'Ask', version: 3, props: { path: 'a.ts' } },
    usage: { output: 5 },
  })
  expect(first!.request.prompt[1]).toEqual(user('What is [redacted]?'))
  expect(first!.parts.filter(({ type }) => type === 'text-delta')).toHaveLength(1)
  expect(first!.parts).toContainEqual(expect.objectContaining({ type: 'tool-call', input: '{"a":1}' }))
  expect(second).toMatchObject({
    error: { code: 'Refused', message: expect.stringContaining('[redacted]') },
    parts: [],
  })
})

test('recordings can be replayed, without a provider', async () => {
  await using scene = await startScene({ record: true, providers: { replay: { kind: 'replay' } } }, {})
  using _empty = scene.registry.register(replayKind([]))
  scene.fake.answer({ steps: words('one two') }, { steps: words('three') })
  await scene.all({ prompt: [user('Count')] })
  await scene.all({ prompt: [user('Go on')] })
  const [name = ''] = readdirSync(recordings(scene))
  const recorded = await readRecordings(join(recordings(scene), name))

  await using again = await startScene({ providers: { replay: { kind: 'replay' } }, roles: { fast: 'replay/any' } })
  using _kind = again.registry.register(replayKind(recorded))
  expect(await again.text({ model: 'fast', prompt: [user('Go on')] })).toBe('three')
  expect(await again.text({ model: 'fast', prompt: [user('Count')] })).toBe('one two')
  await expect(again.text({ model: 'fast', prompt: [user('Else')] })).rejects.toMatchObject({ code: 'Refused' })
  expect(again.fake.requests).toHaveLength(0)
})
