import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ModelRegistry } from './registry.ts'
import { user } from './message.ts'
import { parseSettings } from './settings.ts'
import { startFakeProvider } from './testing/fake-provider.ts'
import { fakeKey, startScene } from './testing/registry.ts'

const never = new AbortController().signal

async function chainOf(registry: ModelRegistry, asked: string): Promise<string[]> {
  const refs: string[] = []
  for await (const { ref } of registry.candidates(asked, never)) refs.push(ref)
  return refs
}

/** A registry with these settings and this environment, and nothing else. */
function bare(settings: object, env: NodeJS.ProcessEnv = {}, dataFolder = '/nonexistent') {
  const parsed = parseSettings({ discover: false, ...settings })
  return new ModelRegistry({ dataFolder, env, settings: () => Promise.resolve(parsed) })
}

describe('with nothing set up', () => {
  test.each([
    ['fast', /Enter a key .* or start Ollama/],
    ['smart', /Enter a key .* or start Ollama/],
    ['tab', /coder model.*caret\.models\.roles\.tab/],
    ['embedding', /caret\.models\.roles\.embedding/],
  ])('%s says what to do', async (model, advice) => {
    const registry = bare({})
    const asking = registry.stream({ model, prompt: [user('Hi')] }, never).next()
    await expect(asking).rejects.toMatchObject({ code: 'NoModel', message: expect.stringMatching(advice) })
    const warmed = await registry.warm({ model, prompt: [user('Hi')] }, never)
    expect(warmed).toEqual({ warmed: false, why: expect.stringMatching(advice) })
  })

  test('each role tells its problem, each provider what it lacks', async () => {
    const registry = bare({})
    for (const { models, problem } of await registry.roles(never)) {
      expect(models).toEqual([])
      expect(problem).toBeTruthy()
    }
    const [anthropic] = await registry.providers(never)
    expect(anthropic).toMatchObject({
      state: 'incomplete',
      key: 'missing',
      detail: expect.stringContaining('ANTHROPIC_API_KEY'),
    })
  })
})

describe('roles', () => {
  test('have what the providers with a key bring, and none that would cost money unasked', async () => {
    const registry = bare({}, { ANTHROPIC_API_KEY: 'a', GEMINI_API_KEY: 'g' })
    const smart = await chainOf(registry, 'smart')
    expect(smart.map((ref) => ref.split('/')[0])).toEqual(['anthropic', 'google'])
    for (const role of ['tab', 'embedding'])
      await expect(chainOf(registry, role)).rejects.toMatchObject({ code: 'NoModel' })
  })

  test('are what the settings say', async () => {
    const roles = { smart: ['anthropic/x', 'openai/y/z'], tab: 'anthropic/t' }
    const registry = bare({ roles }, { OPENAI_API_KEY: 'o' })
    expect(await chainOf(registry, 'smart')).toEqual(['anthropic/x', 'openai/y/z'])
    expect(await chainOf(registry, 'tab')).toEqual(['anthropic/t'])
  })

  test('whose models all lack something tell what', async () => {
    const registry = bare({ roles: { smart: ['anthropic/x', 'openai/y'], fast: ['anthropic/x', 'openai/y'] } })
    const smart = (await registry.roles(never)).find(({ role }) => role === 'smart')
    expect(smart).toMatchObject({
      models: ['anthropic/x', 'openai/y'],
      problem: expect.stringContaining('ANTHROPIC_API_KEY'),
    })
    const usable = bare({ roles: { smart: ['anthropic/x', 'openai/y'] } }, { OPENAI_API_KEY: 'o' })
    expect((await usable.roles(never)).find(({ role }) => role === 'smart')).not.toHaveProperty('problem')
  })

  test('prefer the provider that the settings name to one that is just there', async () => {
    const providers = { mine: { kind: 'openai-compatible', baseURL: 'http://127.0.0.1:1/v1', models: ['m'] } }
    const registry = bare({ providers }, { OPENAI_API_KEY: 'o' })
    expect((await chainOf(registry, 'smart'))[0]).toBe('mine/m')
  })

  test.each(['nobody/x', 'gpt-4', '/x', 'x/'])('%s is no model', async (name) => {
    await expect(chainOf(bare({}), name)).rejects.toMatchObject({ code: 'UnknownModel' })
  })

  test('a provider of an unknown kind is told', async () => {
    const registry = bare({ providers: { mine: { baseURL: 'http://127.0.0.1:1' } } })
    await expect(registry.providers(never)).rejects.toThrow('caret.models.providers.mine needs a kind')
  })
})

describe('when one is down, the next answers', () => {
  const roles = { smart: ['anthropic/fake', 'openai/fake'] }

  test('and it is told which and why', async () => {
    await using scene = await startScene({ roles })
    scene.fake.answer({ status: 401 })
    const [start] = await scene.all({ model: 'smart', reason: 'smart: 6 files' })
    expect(start).toEqual({
      type: 'start',
      model: 'openai/fake',
      reason: 'smart: 6 files; instead of anthropic (KeyRefused)',
    })
  })

  test('and it is asked first for a while', async () => {
    await using scene = await startScene({ roles })
    scene.fake.answer(...Array.from({ length: 4 }, () => ({ status: 529 })))
    await scene.all({ model: 'smart' })
    const before = scene.fake.requests.length
    await scene.all({ model: 'smart' })
    expect(scene.fake.requests.slice(before).map(({ path }) => path)).toEqual(['/v1/responses'])
    scene.pass(60_000)
    const [start] = await scene.all({ model: 'smart' })
    expect(start).toEqual({ type: 'start', model: 'anthropic/fake' })
  })

  test('but not once one has spoken', async () => {
    await using scene = await startScene({ roles })
    scene.fake.answer({ steps: [{ text: 'Once ' }, { wait: 20 }, 'cut'] })
    await expect(scene.all({ model: 'smart' })).rejects.toMatchObject({ code: 'CutOff' })
    expect(scene.fake.requests).toHaveLength(1)
  })

  test('but not for a fault of the request', async () => {
    await using scene = await startScene({ roles })
    scene.fake.answer({ status: 400 })
    await expect(scene.all({ model: 'smart' })).rejects.toMatchObject({ code: 'Refused', provider: 'anthropic' })
    expect(scene.fake.requests).toHaveLength(1)
  })

  test('and if none does, each is told of', async () => {
    await using scene = await startScene({ roles })
    scene.fake.answer({ status: 401 }, { status: 404 })
    const error = await scene.all({ model: 'smart' }).catch((error: Error) => error)
    expect(error).toMatchObject({
      code: 'KeyRefused',
      message: expect.stringMatching(/Anthropic .* Instead of it: OpenAI/),
    })
  })
})

describe('keys', () => {
  test('that are entered count at once, come before the environment’s, and are for the user alone', async () => {
    await using scene = await startScene()
    let changes = 0
    using _listening = scene.registry.onChange(() => changes++)
    await scene.registry.setKey('anthropic', '  sk-entered-0123456789abcd\n')
    await scene.all({})
    expect(scene.fake.requests.at(-1)!.headers['x-api-key']).toBe('sk-entered-0123456789abcd')
    const file = join(scene.dataFolder, 'models', 'keys.json')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    await scene.registry.removeKey('anthropic')
    await scene.all({})
    expect(scene.fake.requests.at(-1)!.headers['x-api-key']).toBe(fakeKey)
    expect(readFileSync(file, 'utf8')).not.toContain('entered')
    expect(changes).toBe(2)
  })

  test('are in nothing that is told of providers, roles and usage', async () => {
    await using scene = await startScene()
    await scene.registry.setKey('openai', 'sk-entered-0123456789abcd')
    await scene.all({ model: 'openai/fake' })
    const { registry } = scene
    const told = [await registry.providers(never), await registry.roles(never), await registry.usage(9)]
    told.push([await registry.check('openai', never)])
    expect(JSON.stringify(told)).not.toMatch(/entered-0123|fake-0123/)
    expect(told[0]).toContainEqual(expect.objectContaining({ name: 'openai', key: 'entered' }))
    expect(told[0]).toContainEqual(expect.objectContaining({ name: 'anthropic', key: 'environment' }))
  })

  test.each(['', '   ', 'two words'])('%j is none', async (key) => {
    await using scene = await startScene()
    await expect(scene.registry.setKey('openai', key)).rejects.toMatchObject({ code: 'KeyRefused' })
  })

  test('are missed by name', async () => {
    await using scene = await startScene({}, { env: {} })
    await expect(scene.all({})).rejects.toMatchObject({
      code: 'NoKey',
      message: expect.stringContaining('ANTHROPIC_API_KEY'),
    })
    expect(scene.fake.requests).toHaveLength(0)
  })

  test('for a provider that is not there are refused', async () => {
    await using scene = await startScene()
    await expect(scene.registry.setKey('nobody', 'sk-x')).rejects.toMatchObject({ code: 'UnknownModel' })
  })

  test('may be in a variable that the settings name', async () => {
    const providers = { chat: { keyVariable: 'MY_KEY' } }
    await using scene = await startScene({ providers }, { env: { MY_KEY: 'from-my-variable' } })
    await scene.all({ model: 'chat/fake' })
    expect(scene.fake.requests[0]!.headers.authorization).toBe('Bearer from-my-variable')
  })
})

describe('local providers', () => {
  test('are found by themselves, and serve the roles that fit their models', async () => {
    await using scene = await startScene({}, { env: {} })
    scene.fake.models = ['llama3.1:70b', 'qwen2.5-coder:1.5b', 'qwen2.5-coder:7b', 'nomic-embed-text:latest']
    const found = Object.fromEntries((await scene.registry.roles(never)).map(({ role, models }) => [role, models[0]]))
    expect(scene.fake.requests).toHaveLength(2)
    expect(found).toEqual({
      tab: 'ollama/qwen2.5-coder:1.5b',
      apply: 'ollama/qwen2.5-coder:7b',
      fast: 'ollama/qwen2.5-coder:7b',
      smart: 'ollama/llama3.1:70b',
      thinking: 'ollama/llama3.1:70b',
      embedding: 'ollama/nomic-embed-text:latest',
    })
    const status = (await scene.registry.providers(never)).find(({ name }) => name === 'ollama')
    expect(status).toMatchObject({ state: 'answers', detail: expect.stringMatching(/^answers in \d+ ms$/) })
  })

  test('are not asked while a hosted one answers', async () => {
    await using scene = await startScene()
    await scene.all({ model: 'smart' })
    expect(scene.fake.requests.map(({ path }) => path)).toEqual(['/v1/messages'])
  })

  test('that do not answer hold nothing up for long, and are told of', async () => {
    const silent = await startFakeProvider()
    silent.stallLists()
    await using other = await startScene(
      { providers: { ollama: { baseURL: `${silent.url}/v1` }, lmstudio: { baseURL: 'http://127.0.0.1:1/v1' } } },
      { env: {} },
    )
    const providers = await other.registry.providers(never)
    expect(providers.find(({ name }) => name === 'ollama')).toMatchObject({ state: 'silent', models: [] })
    expect(await silent.requests[0]!.over).toBe('aborted')
    await expect(other.all({ model: 'smart' })).rejects.toMatchObject({ code: 'NoModel' })
    await silent[Symbol.asyncDispose]()
  })

  test('are looked for no longer than the caller wants', async () => {
    const silent = await startFakeProvider()
    silent.stallLists()
    await using scene = await startScene({ providers: { ollama: { baseURL: `${silent.url}/v1` } } }, { env: {} })
    const abort = new AbortController()
    const looking = scene.registry.providers(abort.signal)
    await silent.arrival(0)
    abort.abort(new Error('enough'))
    await expect(looking).rejects.toThrow('enough')
    await silent[Symbol.asyncDispose]()
  })

  test('are left alone where the settings say so', async () => {
    const registry = bare({ discover: false })
    expect((await registry.providers(never)).map(({ name }) => name)).toEqual(['anthropic', 'openai', 'google'])
    expect((await bare({ discover: true }).providers(never)).map(({ name }) => name)).toContain('ollama')
  })
})

test('a provider is looked at when asked to', async () => {
  await using scene = await startScene()
  scene.fake.models = ['a', 'b']
  for (const name of ['anthropic', 'openai', 'google', 'chat']) {
    const status = await scene.registry.check(name, never)
    expect(status).toMatchObject({
      state: 'answers',
      models: ['a', 'b'],
      detail: expect.stringMatching(/^answers in/),
    })
  }
})

test('what was seen with another key holds no longer', async () => {
  await using scene = await startScene()
  scene.fake.takeOnly('sk-right-0123456789abcdef')
  expect(await scene.registry.check('openai', never)).toMatchObject({ code: 'KeyRefused' })
  await scene.registry.setKey('openai', 'sk-right-0123456789abcdef')
  const providers = await scene.registry.providers(never)
  expect(providers.find(({ name }) => name === 'openai')).toMatchObject({ state: 'ready', key: 'entered' })
})

test('a key that is refused is told of without it', async () => {
  await using scene = await startScene()
  scene.fake.takeOnly('another')
  for (const name of ['anthropic', 'openai', 'google']) {
    const status = await scene.registry.check(name, never)
    expect(status).toMatchObject({
      state: 'silent',
      code: 'KeyRefused',
      detail: expect.stringContaining('is not valid'),
    })
    expect(status.detail).not.toContain(fakeKey)
  }
})

test('a text is cleaned of keys that nobody has asked with yet', async () => {
  await using scene = await startScene()
  expect(await scene.registry.clean(`export KEY=${fakeKey}; echo sk-0123456789abcdefgh`)).toBe(
    'export KEY=[redacted]; echo [redacted]',
  )
})

test('a model is tested by asking it, and what it cost is told', async () => {
  await using scene = await startScene({ prices: { 'anthropic/fake': { input: 1, output: 1 } } })
  const tested = await scene.registry.test('anthropic/fake', never)
  expect(tested).toEqual({
    model: 'anthropic/fake',
    firstMs: expect.any(Number),
    totalMs: expect.any(Number),
    text: 'ok',
    cost: 15e-6,
  })
  scene.fake.answer({ status: 401 })
  await expect(scene.registry.test('anthropic/fake', never)).rejects.toMatchObject({ code: 'KeyRefused' })
})

test('texts become vectors, in order', async () => {
  await using scene = await startScene({ roles: { embedding: 'chat/e' } })
  scene.fake.answer({ status: 500 })
  const texts = Array.from({ length: 5000 }, (_, i) => 'x'.repeat(i % 50))
  const vectors = await scene.registry.embed(texts, never)
  expect(vectors.map(([length]) => length)).toEqual(texts.map(({ length }) => length))
  await expect(scene.registry.embed(['x'], never, 'anthropic/x')).rejects.toMatchObject({ code: 'Refused' })
})

test('the door is a model of the AI SDK, too', async () => {
  await using scene = await startScene()
  const model = scene.registry.languageModel('smart')
  scene.fake.answer(
    { status: 500 },
    { steps: [{ reasoning: 'Hm.' }, { text: 'Yes.' }, { tool: { id: 'c', name: 't', input: ['{}'] } }] },
  )
  const { content, finishReason, usage } = await model.doGenerate({ prompt: [user('Hi')] })
  expect(content.map((part) => part.type)).toEqual(['reasoning', 'text', 'tool-call'])
  expect(content[1]).toMatchObject({ text: 'Yes.' })
  expect(finishReason.unified).toBe('tool-calls')
  expect(usage.outputTokens.total).toBe(5)
  scene.fake.answer({ steps: [{ text: 'One' }, 'stall'] })
  const { stream } = await model.doStream({ prompt: [user('Hi')] })
  const reader = stream.getReader()
  await reader.read()
  await reader.cancel()
  expect(await scene.fake.requests.at(-1)!.over).toBe('aborted')
})
