import { expect, test } from 'vitest'
import { cacheBreakpoint, stablePrefix } from './caret-options.ts'
import { withCacheControl } from './providers/anthropic.ts'
import { assistant, system, user } from './message.ts'
import { startScene } from './testing/registry.ts'
import { words } from './testing/step.ts'

const never = new AbortController().signal
const rules = cacheBreakpoint(system('Rules of the house. '.repeat(400)))
const model = 'anthropic/fake'
/** What Anthropic says that has put the prefix into its cache. */
const keeping = { steps: [{ text: '.' }], usage: { input: 5, cacheWrite: 2000, output: 1 } }

test('a stable prefix is sent ahead once, for one token', async () => {
  await using scene = await startScene()
  scene.fake.answer(keeping)
  const request = { model, prompt: [rules, user('What I am typi')] }
  expect(await scene.registry.warm(request, never)).toMatchObject({ warmed: true })
  expect(await scene.registry.warm({ model, prompt: [rules, user('What I am typing')] }, never)).toEqual({
    warmed: false,
    why: 'The stable prefix is warm already.',
  })
  expect(scene.fake.requests).toHaveLength(1)
  const { body } = scene.fake.requests[0]!
  expect(body).toMatchObject({ max_tokens: 1, system: [{ cache_control: { type: 'ephemeral' } }] })
  expect(JSON.stringify(body)).not.toContain('typi')
})

test('and again once the provider has forgotten it, or it has changed', async () => {
  await using scene = await startScene()
  const warm = (prompt = [rules, user('Hi')]) => scene.registry.warm({ model, prompt }, never)
  scene.fake.answer(keeping, keeping, keeping)
  await warm()
  scene.pass(5 * 60_000 + 1)
  expect(await warm()).toMatchObject({ warmed: true })
  expect(await warm([rules, cacheBreakpoint(user('A file')), user('Hi')])).toMatchObject({ warmed: true })
  expect(scene.fake.requests).toHaveLength(3)
})

test('a request warms, too', async () => {
  await using scene = await startScene()
  await scene.all({ model, prompt: [rules, user('Hi')] })
  expect(await scene.registry.warm({ model, prompt: [rules, user('More')] }, never)).toMatchObject({ warmed: false })
  expect(scene.fake.requests).toHaveLength(1)
})

test.each([
  ['openai/fake', [rules, user('Hi')], 'OpenAI gains nothing by warming.'],
  ['chat/fake', [rules, user('Hi')], 'chat gains nothing by warming.'],
  [model, [system('Short.'), user('Hi')], 'The prompt has no stable prefix.'],
  [model, [cacheBreakpoint(system('Short.')), user('Hi')], 'The stable prefix is too short for Anthropic to keep.'],
])('%s is never warmed where it costs without gain: %#', async (model, prompt, why) => {
  await using scene = await startScene()
  expect(await scene.registry.warm({ model, prompt }, never)).toEqual({ warmed: false, why })
  expect(scene.fake.requests).toHaveLength(0)
})

test('warming that fails is no error, and is tried again', async () => {
  await using scene = await startScene()
  scene.fake.answer({ status: 400 }, keeping)
  const request = { model, prompt: [rules, user('Hi')] }
  expect(await scene.registry.warm(request, never)).toMatchObject({
    warmed: false,
    why: expect.stringContaining('400'),
  })
  expect(await scene.registry.warm(request, never)).toMatchObject({ warmed: true })
})

test('a model that keeps no prefix so short is not asked to again', async () => {
  await using scene = await startScene()
  const warm = (prompt = [rules, user('Hi')]) => scene.registry.warm({ model, prompt }, never)
  const why = 'The stable prefix is too short for Anthropic to keep.'
  expect(await warm()).toEqual({ warmed: false, why })
  scene.pass(10 * 60_000)
  expect(await warm()).toEqual({ warmed: false, why })
  expect(scene.fake.requests).toHaveLength(1)
  scene.fake.answer(keeping)
  expect(await warm([cacheBreakpoint(system('Longer rules. '.repeat(2000))), user('Hi')])).toMatchObject({
    warmed: true,
  })
})

test('on this machine a request does not wait for warming', async () => {
  await using scene = await startScene()
  scene.fake.answer({ steps: ['stall'] }, { steps: words('at once') })
  const warming = scene.registry.warm({ model: 'ollama/fake', prompt: [rules, user('Hi')] }, never)
  const first = await scene.fake.arrival(0)
  expect(await scene.text({ model: 'ollama/fake', prompt: [rules, user('Hi')] })).toBe('at once')
  expect(await warming).toEqual({ warmed: false, why: 'A request came first.' })
  expect(await first.over).toBe('aborted')
})

test('what warming used is booked as such', async () => {
  await using scene = await startScene({ prices: { [model]: { input: 10, output: 10, cacheWrite: 20 } } })
  scene.fake.answer(keeping)
  await scene.registry.warm({ model, prompt: [rules, user('Hi')] }, never)
  const [day] = (await scene.registry.usage(1)).days
  expect(day!.models[0]).toMatchObject({ requests: 1, cacheWrite: 2000 })
  expect(day!.cost).toBeCloseTo((5 * 10 + 2000 * 20 + 10) / 1e6)
})

test('a prefix ends at the last breakpoint, also within a message', () => {
  const parts = [cacheBreakpoint({ type: 'text' as const, text: 'a' }), { type: 'text' as const, text: 'b' }]
  const prompt = [rules, { role: 'user' as const, content: parts }, assistant('c')]
  expect(stablePrefix(prompt)).toEqual([rules, { role: 'user', content: [parts[0]] }])
  expect(stablePrefix([user('a')])).toEqual([])
})

test('of more than four breakpoints the first and the last three stay', () => {
  const prompt = Array.from({ length: 7 }, (_, i) => cacheBreakpoint(user(`m${i}`)))
  const marked = withCacheControl({ prompt }).prompt.flatMap(({ providerOptions }, at) =>
    providerOptions?.anthropic?.cacheControl ? [at] : [],
  )
  expect(marked).toEqual([0, 4, 5, 6])
})

test('a breakpoint in Anthropic’s own terms is one too', async () => {
  await using scene = await startScene()
  scene.fake.answer(keeping)
  const own = {
    ...system('Rules of the house. '.repeat(400)),
    providerOptions: { anthropic: { cacheControl: { type: 'ephemeral', ttl: '1h' } } },
  }
  expect(await scene.registry.warm({ model, prompt: [own, user('Hi')] }, never)).toMatchObject({ warmed: true })
  expect(scene.fake.requests[0]!.body).toMatchObject({ system: [{ cache_control: { type: 'ephemeral', ttl: '1h' } }] })
})

test('breakpoints reach Anthropic on messages, parts and tools', async () => {
  await using scene = await startScene()
  const tool = cacheBreakpoint({ type: 'function' as const, name: 't', inputSchema: { type: 'object' as const } })
  const part = cacheBreakpoint({ type: 'text' as const, text: 'part' })
  await scene.all({
    model,
    tools: [tool],
    prompt: [rules, { role: 'user', content: [part, { type: 'text', text: 'x' }] }],
  })
  const cached = { cache_control: { type: 'ephemeral' } }
  expect(scene.fake.requests[0]!.body).toMatchObject({
    tools: [{ name: 't', ...cached }],
    system: [cached],
    messages: [{ content: [{ text: 'part', ...cached }, { text: 'x' }] }],
  })
})
