import { describe, expect, test } from 'vitest'
import { ModelError } from './errors.ts'
import type { ModelPart } from './parts.ts'
import { user } from './message.ts'
import { fakeKey, type Scene, startScene } from './testing/registry.ts'
import { startFakeProvider } from './testing/fake-provider.ts'
import { words } from './testing/step.ts'

const wires = ['anthropic/fake', 'openai/fake', 'chat/fake', 'google/fake'] as const
const quick = { firstTokenSeconds: 0.3, stallSeconds: 0.3 }
const impatient = { providers: { anthropic: quick, openai: quick, chat: quick, google: quick } }

async function failure(scene: Scene, request: object, signal?: AbortSignal): Promise<ModelError> {
  const error = await scene.text(request, signal).catch((error: unknown) => error)
  expect(error).toBeInstanceOf(ModelError)
  return error as ModelError
}

describe.each(wires)('%s', (model) => {
  test('is cancelled at the provider, in the middle of an answer', async () => {
    await using scene = await startScene()
    scene.fake.answer({ steps: [{ text: 'Once ' }, 'stall'] })
    const abort = new AbortController()
    const parts: ModelPart[] = []
    const reading = (async () => {
      for await (const part of scene.registry.stream({ model, prompt: [user('Hi')] }, abort.signal)) {
        parts.push(part)
        if (part.type === 'text') abort.abort(new Error('enough'))
      }
    })()
    await expect(reading).rejects.toThrow('enough')
    expect(await scene.fake.requests[0]!.over).toBe('aborted')
    expect(parts.map(({ type }) => type)).toEqual(['start', 'text'])
  })

  test('is cancelled at the provider when nobody reads on', async () => {
    await using scene = await startScene()
    scene.fake.answer({ steps: [{ text: 'Once ' }, 'stall'] })
    const never = new AbortController().signal
    for await (const part of scene.registry.stream({ model, prompt: [user('Hi')] }, never)) {
      if (part.type === 'text') break
    }
    expect(await scene.fake.requests[0]!.over).toBe('aborted')
  })

  test('is cancelled at the provider before it has said anything', async () => {
    await using scene = await startScene()
    scene.fake.answer({ steps: ['stall'] })
    const abort = new AbortController()
    const asked = scene.text({ model }, abort.signal)
    const request = await scene.fake.arrival(0)
    abort.abort(new Error('enough'))
    await expect(asked).rejects.toThrow('enough')
    expect(await request.over).toBe('aborted')
  })

  test.each([
    [429, 'RateLimited'],
    [500, 'ProviderDown'],
    [503, 'Overloaded'],
    [529, 'Overloaded'],
  ])('is asked again after %i, and in the end gives up', async (status, code) => {
    await using scene = await startScene()
    scene.fake.answer({ status }, { status }, { steps: words('at last') })
    expect(await scene.text({ model })).toBe('at last')
    expect(scene.fake.requests).toHaveLength(3)
    expect(scene.waits).toHaveLength(2)
    expect(scene.waits[1]!).toBeGreaterThan(scene.waits[0]!)

    scene.fake.answer(...Array.from({ length: 9 }, () => ({ status })))
    expect(await failure(scene, { model })).toMatchObject({ code })
    expect(scene.fake.requests).toHaveLength(3 + 4)
  })

  test('waits as long as it is told', async () => {
    await using scene = await startScene()
    const headers = { 'retry-after': '7' }
    scene.fake.answer({ status: 429, headers }, { status: 529, headers: { 'retry-after-ms': '120' } })
    expect(await scene.text({ model })).toBe('ok')
    expect(scene.waits).toEqual([7000, 120])
  })

  test('does not wait for minutes, but says so', async () => {
    await using scene = await startScene()
    scene.fake.answer({ status: 429, headers: { 'retry-after': '600' } })
    const error = await failure(scene, { model })
    expect(error).toMatchObject({ code: 'RateLimited', retryAfter: 600_000 })
    expect(error.message).toContain('600 seconds')
    expect(scene.waits).toEqual([])
  })

  test.each([
    [400, 'Refused'],
    [401, 'KeyRefused'],
    [404, 'UnknownModel'],
    [413, 'Refused'],
    [302, 'Refused'],
  ])('is not asked again after %i', async (status, code) => {
    await using scene = await startScene()
    const elsewhere = await startScene()
    scene.fake.answer({ status, headers: { location: `${elsewhere.fake.url}/v1/messages` } })
    expect(await failure(scene, { model })).toMatchObject({ code, provider: model.split('/')[0] })
    expect(scene.fake.requests).toHaveLength(1)
    expect(elsewhere.fake.requests).toHaveLength(0)
    await elsewhere[Symbol.asyncDispose]()
  })

  test('may not be silent for long before the first token', async () => {
    await using scene = await startScene(impatient)
    scene.fake.answer({ steps: ['stall'] })
    const error = await failure(scene, { model })
    expect(error).toMatchObject({ code: 'TimedOut', message: expect.stringContaining('0.3 seconds') })
    expect(await scene.fake.requests[0]!.over).toBe('aborted')
    expect(scene.fake.requests).toHaveLength(1)
  })

  test('may not fall silent', async () => {
    await using scene = await startScene(impatient)
    scene.fake.answer({ steps: [{ text: 'Once upon' }, 'stall'] })
    expect(await failure(scene, { model })).toMatchObject({ code: 'TimedOut' })
    expect(await scene.fake.requests[0]!.over).toBe('aborted')
  })

  test.each(['cut', 'end'] as const)('an answer that breaks off (%s) is no answer', async (how) => {
    await using scene = await startScene()
    scene.fake.answer({ steps: [{ text: 'Once upon ' }, { wait: 20 }, how] })
    const parts: ModelPart[] = []
    const reading = (async () => {
      for await (const part of scene.registry.stream({ model, prompt: [user('Hi')] }, new AbortController().signal)) {
        parts.push(part)
      }
    })()
    await expect(reading).rejects.toMatchObject({ code: 'CutOff' })
    expect(
      parts.map(({ type }) => type),
      'what was said has been read, and is not said again',
    ).toEqual(['start', 'text'])
    expect(scene.fake.requests).toHaveLength(1)
  })

  test('what breaks off before it said anything is asked again', async () => {
    await using scene = await startScene()
    scene.fake.answer({ steps: ['cut'] }, { steps: ['end'] })
    expect(await scene.text({ model })).toBe('ok')
    expect(scene.fake.requests).toHaveLength(3)
  })

  test('rubbish is told as such', async () => {
    await using scene = await startScene()
    scene.fake.answer({ steps: [{ text: 'Once ' }, { raw: 'data: {"type": "content_block_del\n\n' }] })
    const error = await failure(scene, { model })
    expect(error).toMatchObject({ code: 'BadAnswer', provider: model.split('/')[0] })
  })

  test('an error in the middle of the stream is told', async () => {
    await using scene = await startScene()
    scene.fake.answer({
      steps: [{ text: 'Once ' }, { error: { type: 'overloaded_error', message: 'Too many of you' } }],
    })
    const error = await failure(scene, { model })
    expect(['Overloaded', 'ProviderDown', 'BadAnswer']).toContain(error.code)
  })

  test('its errors are told without the key', async () => {
    await using scene = await startScene()
    const message = `Incorrect API key provided: ${fakeKey}`
    const body = JSON.stringify({ error: { message, type: 'invalid_request_error', code: 401, status: 'x' } })
    scene.fake.answer({ status: 401, body })
    const error = await failure(scene, { model })
    expect(error.message).toContain('Incorrect API key provided: [redacted]')
    expect(`${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`).not.toContain(fakeKey)
  })
})

test('who is overloaded before saying anything is asked again', async () => {
  await using scene = await startScene()
  scene.fake.answer({ steps: [{ error: { type: 'overloaded_error', message: 'Overloaded' } }] })
  expect(await scene.text({})).toBe('ok')
  expect(scene.fake.requests).toHaveLength(2)
})

test('who waits is told how long, and for what', async () => {
  await using scene = await startScene()
  scene.fake.answer({ status: 429, headers: { 'retry-after': '3' } })
  const waits: unknown[] = []
  await scene.text({ onWait: (ms, { code }) => waits.push([ms, code]) })
  expect(waits).toEqual([[3000, 'RateLimited']])
})

test('any byte is a sign of life', async () => {
  await using scene = await startScene({ providers: { anthropic: { stallSeconds: 1 } } })
  const alive = Array.from({ length: 4 }, () => [{ wait: 400 }, { raw: ': still here\n\n' }]).flat()
  scene.fake.answer({ steps: [{ text: 'a ' }, ...alive, { text: 'b' }] })
  expect(await scene.text({})).toBe('a b')
})

test('an account that is used up is not asked again', async () => {
  await using scene = await startScene()
  const error = { message: 'You exceeded your current quota', type: 'insufficient_quota', code: 'insufficient_quota' }
  scene.fake.answer({ status: 429, body: JSON.stringify({ error }) })
  expect((await failure(scene, { model: 'openai/fake' })).message).toContain('billing')
  expect(scene.fake.requests).toHaveLength(1)
})

test('where nobody listens, it says so at once', async () => {
  const gone = await startFakeProvider()
  await gone[Symbol.asyncDispose]()
  await using scene = await startScene({ providers: { ollama: { baseURL: `${gone.url}/v1` } } })
  const error = await failure(scene, { model: 'ollama/fake' })
  expect(error).toMatchObject({ code: 'Unreachable', message: expect.stringContaining('Start it') })
  expect(scene.waits).toEqual([])
})

test('waiting for another try is cancelled, too', async () => {
  const abort = new AbortController()
  const sleep = (_ms: number, signal: AbortSignal) => {
    abort.abort(new Error('enough'))
    return Promise.reject(signal.reason as Error)
  }
  await using scene = await startScene({}, { manners: { sleep } })
  scene.fake.answer({ status: 500 })
  await expect(scene.text({}, abort.signal)).rejects.toThrow('enough')
})

test('a provider gets no more requests at one time than it may', async () => {
  await using scene = await startScene({ providers: { anthropic: { concurrency: 3 } } })
  scene.fake.answer(...Array.from({ length: 9 }, () => ({ steps: [{ wait: 30 }, ...words('a b')] })))
  await Promise.all(Array.from({ length: 9 }, () => scene.text({})))
  expect(scene.fake.load.peak).toBe(3)
})

test('who reads slowly is not taken for a silent model', async () => {
  await using scene = await startScene(impatient)
  scene.fake.answer({ steps: [{ text: 'a ' }, { wait: 100 }, { text: 'b ' }, { wait: 100 }, { text: 'c' }] })
  let text = ''
  const never = new AbortController().signal
  for await (const part of scene.registry.stream({ model: 'anthropic/fake', prompt: [user('Hi')] }, never)) {
    if (part.type === 'text') text += part.text
    await new Promise((resolve) => setTimeout(resolve, 600))
  }
  expect(text).toBe('a b c')
})
