import { expect, test } from 'vitest'
import type { ModelPart } from './parts.ts'
import { assistant, system, user } from './message.ts'
import { startScene } from './testing/registry.ts'
import { words } from './testing/step.ts'

/** Each wire format: Anthropic's Messages, OpenAI's responses, chat completions, Google's. */
const wires = ['anthropic/fake', 'openai/fake', 'chat/fake', 'google/fake'] as const

const textOf = (parts: ModelPart[]) => parts.map((part) => (part.type === 'text' ? part.text : '')).join('')

test.each(wires)('%s streams text, then what it used', async (model) => {
  await using scene = await startScene()
  const steps = words('The answer is forty two.')
  scene.fake.answer({ steps, usage: { input: 100, output: 7, cacheRead: 40 } })
  const parts = await scene.all({
    model,
    prompt: [system('Be brief.'), user('Why?'), assistant('Well.'), user('Go on.')],
  })
  expect(parts[0]).toEqual({ type: 'start', model })
  expect(textOf(parts)).toBe('The answer is forty two.')
  expect(parts.filter(({ type }) => type === 'text').length).toBe(steps.length)
  // Anthropic counts what it read from its cache apart.
  const input = model.startsWith('anthropic') ? 140 : 100
  expect(parts.at(-1)).toMatchObject({ type: 'end', reason: 'stop', usage: { input, output: 7, cacheRead: 40 } })
  expect(JSON.stringify(scene.fake.requests[0]!.body)).toMatch(/Be brief\..*Go on\.|Go on\..*Be brief\./)
})

test.each(wires)('%s streams reasoning apart from text', async (model) => {
  await using scene = await startScene()
  scene.fake.answer({ steps: [{ reasoning: 'Hm, ' }, { text: 'Yes.' }] })
  const parts = await scene.all({ model })
  expect(parts.flatMap((part) => (part.type === 'reasoning' ? [part.text] : []))).toEqual(['Hm, '])
  expect(textOf(parts)).toBe('Yes.')
})

test.each(wires)('%s puts a tool call together from its pieces', async (model) => {
  await using scene = await startScene()
  const input = ['{"pa', 'th":"a b.ts"', ',"lines":[1', ',2]}']
  scene.fake.answer({ steps: [{ text: 'Let me look.' }, { tool: { id: 'call_1', name: 'read_file', input } }] })
  const parts = await scene.all({
    model,
    tools: [{ type: 'function', name: 'read_file', inputSchema: { type: 'object', properties: {} } }],
  })
  const call = parts.find((part) => part.type === 'tool-call')
  expect(call).toMatchObject({ name: 'read_file' })
  expect(JSON.parse((call as { input: string }).input)).toEqual({ path: 'a b.ts', lines: [1, 2] })
  const pieces = parts.flatMap((part) => (part.type === 'tool-input' ? [part.delta] : []))
  expect(JSON.parse(pieces.join(''))).toEqual({ path: 'a b.ts', lines: [1, 2] })
  expect(parts.at(-1)).toMatchObject({ type: 'end', reason: 'tool-calls' })
})

test('two tool calls of one answer keep apart', async () => {
  await using scene = await startScene()
  const call = (id: string, name: string) => ({ tool: { id, name, input: [`{"of"`, `:"${id}"}`] } })
  for (const model of wires) {
    scene.fake.answer({ steps: [call('c1', 'first'), call('c2', 'second')] })
    const parts = await scene.all({ model })
    const calls = parts.flatMap((part) => (part.type === 'tool-call' ? [[part.name, JSON.parse(part.input)]] : []))
    expect(calls).toEqual([
      ['first', { of: 'c1' }],
      ['second', { of: 'c2' }],
    ])
  }
})

test('tokens may be slow, as long as each comes in time', async () => {
  await using scene = await startScene({ providers: { anthropic: { stallSeconds: 1, firstTokenSeconds: 1 } } })
  scene.fake.answer({ steps: words('a b c d').flatMap((word) => [{ wait: 400 }, word]) })
  expect(await scene.text({})).toBe('a b c d')
})

test('an answer of 10 MB arrives whole', async () => {
  await using scene = await startScene()
  const line = `${'x'.repeat(1023)}\n`
  for (const model of ['anthropic/fake', 'openai/fake', 'chat/fake']) {
    scene.fake.answer({ steps: Array.from({ length: 10_240 }, () => ({ text: line })) })
    const text = await scene.text({ model }, AbortSignal.timeout(60_000))
    expect(text.length).toBe(10 * 1024 * 1024)
    expect(text === line.repeat(10_240)).toBe(true)
  }
})

test('the whole of what was asked reaches the provider', async () => {
  await using scene = await startScene()
  await scene.all({ model: 'anthropic/fake', maxOutputTokens: 77, temperature: 0.5, stopSequences: ['END'] })
  expect(scene.fake.requests[0]!.body).toMatchObject({
    ...{ model: 'fake', max_tokens: 77, temperature: 0.5, stop_sequences: ['END'], stream: true },
  })
})

test('OpenAI is asked not to keep what it is sent', async () => {
  await using scene = await startScene()
  await scene.all({ model: 'openai/gpt-5.4' })
  expect(scene.fake.requests[0]).toMatchObject({ path: '/v1/responses', body: { store: false } })
})

test('a draft becomes a predicted output where there is such a thing, and is left out elsewhere', async () => {
  await using scene = await startScene({ providers: { chat: { predictedOutputs: true } } })
  for (const model of ['openai/gpt-4.1', 'chat/fake', 'openai/gpt-5.4', 'anthropic/fake']) {
    expect(await scene.text({ model, draft: 'const a = 1' })).toBe('ok')
  }
  const prediction = { type: 'content', content: 'const a = 1' }
  const [gpt4, chat, gpt5, claude] = scene.fake.requests
  expect(gpt4).toMatchObject({ path: '/v1/chat/completions', body: { prediction } })
  expect(chat).toMatchObject({ body: { prediction } })
  expect(JSON.stringify([gpt5!.body, claude!.body])).not.toContain('const a')
})

test('a text to complete goes out as it is, with what comes after it', async () => {
  await using scene = await startScene()
  scene.fake.answer({ steps: words('return a + b') })
  const complete = { prompt: 'function add(a, b) {\n  ', suffix: '\n}' }
  expect(await scene.text({ model: 'ollama/coder', prompt: undefined, complete, stopSequences: ['\n\n'] })).toBe(
    'return a + b',
  )
  const [request] = scene.fake.requests
  expect(request).toMatchObject({ path: '/v1/completions', body: { ...complete, stop: ['\n\n'] } })
})

test('where it is asked for, a model tells how sure it is of its tokens', async () => {
  await using scene = await startScene()
  const steps = [
    { text: 'a', logProb: -0.1 },
    { text: ' + b', logProb: -0.7 },
  ]
  scene.fake.answer({ steps }, { steps })
  const complete = { prompt: 'return ', logProbs: true }
  const parts = await scene.all({ model: 'ollama/coder', prompt: undefined, complete })
  expect(parts.flatMap((part) => (part.type === 'log-probs' ? part.values : []))).toEqual([-0.1, -0.7])
  expect(scene.fake.requests[0]!.body).toMatchObject({ prompt: 'return ', logprobs: 1 })
  expect(scene.fake.requests[0]!.body).not.toHaveProperty('logProbs')
  const plain = await scene.all({ model: 'ollama/coder', prompt: undefined, complete: { prompt: 'return ' } })
  expect(plain.filter(({ type }) => type === 'log-probs')).toEqual([])
})
