import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer, FakeUsage, Step } from './step.ts'
import { anthropicWire, chatWire, completionWire, googleWire, responsesWire, type Wire } from './wire.ts'

/** A request that the fake provider got. */
export interface FakeRequest {
  method: string
  path: string
  headers: Record<string, string | string[] | undefined>
  /** The JSON of the body, where it was JSON. */
  body: Record<string, unknown>
  /** Once the answer is over: `aborted` if the client closed the socket before it was. */
  over: Promise<'finished' | 'aborted'>
}

/**
 * A provider on loopback that speaks, by the path it is asked on, Anthropic's Messages, OpenAI's chat completions, completions,
 * responses and embeddings, Google's generateContent, Ollama's list of models and LM Studio's.
 */
export interface FakeProvider extends AsyncDisposable {
  /** Such as `http://127.0.0.1:40123`. */
  url: string
  requests: FakeRequest[]
  /** What the next requests for a model's answer get, in order; afterwards, and by default, they get `ok`. */
  answer(...answers: (Answer | ((request: FakeRequest) => Answer))[]): void
  /** Names that the lists of models hold. */
  models: string[]
  /** From now on answers are sent in pieces of these many bytes, again and again, whatever they cut in two. */
  shred(pieces: readonly number[]): void
  /** From now on only this key is taken; others are refused with an error that quotes them, as some providers' do. */
  takeOnly(key: string): void
  /** From now on lists of models are never answered. */
  stallLists(): void
  /** Requests that are being answered, and the most at one time. */
  load: { now: number; peak: number }
  /** Resolves with the nth request (0-based) once it is there. */
  arrival(index: number): Promise<FakeRequest>
}

const defaultUsage: FakeUsage = { input: 10, output: 5 }

export async function startFakeProvider(): Promise<FakeProvider> {
  const script: (Answer | ((request: FakeRequest) => Answer))[] = []
  const waiting = new Set<() => void>()
  let listsStall = false
  let onlyKey: string | undefined
  let shreds: readonly number[] = []
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy())
  })
  const fake: FakeProvider = {
    url: '',
    requests: [],
    models: ['fake'],
    shred: (pieces) => void (shreds = pieces),
    takeOnly: (key) => void (onlyKey = key),
    stallLists: () => void (listsStall = true),
    load: { now: 0, peak: 0 },
    answer: (...answers) => void script.push(...answers),
    async arrival(index) {
      while (fake.requests.length <= index) await new Promise<void>((resolve) => waiting.add(resolve))
      return fake.requests[index]!
    },
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await read(incoming)
    const request: FakeRequest = {
      method: incoming.method ?? '',
      path: incoming.url ?? '',
      headers: incoming.headers,
      body: text ? (JSON.parse(text) as Record<string, unknown>) : {},
      over: once(response, 'close').then(() => (response.writableFinished ? 'finished' : 'aborted')),
    }
    fake.requests.push(request)
    for (const wake of waiting) wake()
    waiting.clear()
    fake.load.peak = Math.max(fake.load.peak, ++fake.load.now)
    response.on('close', () => fake.load.now--)
    const key = keyOf(incoming)
    if (onlyKey !== undefined && key !== onlyKey) {
      return json(response, 401, { error: { type: 'authentication_error', message: `The key ${key} is not valid.` } })
    }
    const listed = list(request.path, fake.models)
    if (listed && listsStall) return
    if (listed) return json(response, 200, listed)
    const next = script.shift() ?? { steps: [{ text: 'ok' }] }
    const answer = typeof next === 'function' ? next(request) : next
    if ('status' in answer) {
      response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers })
      response.end(answer.body ?? JSON.stringify({ error: { type: 'api_error', message: `Status ${answer.status}.` } }))
      return
    }
    if (request.path.endsWith('/embeddings')) return json(response, 200, embeddings(request.body))
    const usage = answer.usage ?? defaultUsage
    const wire = wireOf(request.path, usage)
    if (!wire) return json(response, 404, { error: { type: 'not_found', message: `There is no ${request.path}.` } })
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    await play(response, wire, answer.steps, usage, shreds)
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return fake
}

/** Each wire format has a header of its own for it. */
function keyOf({ headers }: IncomingMessage): string {
  const key = headers['x-api-key'] ?? headers['x-goog-api-key'] ?? headers.authorization?.replace(/^Bearer /, '') ?? ''
  return String(key)
}

function* cut(text: string, shreds: readonly number[]): Generator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let at = 0, piece = 0; at < bytes.length; piece++) {
    const size = shreds[piece % shreds.length] ?? bytes.length
    yield bytes.subarray(at, at + size)
    at += size
  }
}

/** Resolves when more can be written, or nothing any more. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done)
      response.off('close', done)
      resolve()
    }
    response.on('drain', done)
    response.on('close', done)
  })
}

function wireOf(path: string, usage: FakeUsage): Wire | undefined {
  const { pathname } = new URL(path, 'http://fake')
  if (pathname.endsWith('/messages')) return anthropicWire(usage)
  if (pathname.endsWith('/chat/completions')) return chatWire()
  if (pathname.endsWith('/completions')) return completionWire()
  if (pathname.endsWith('/responses')) return responsesWire()
  if (pathname.endsWith(':streamGenerateContent')) return googleWire()
  return undefined
}

async function play(
  response: ServerResponse,
  wire: Wire,
  steps: readonly Step[],
  usage: FakeUsage,
  shreds: readonly number[],
): Promise<void> {
  const send = async (text: string) => {
    for (const piece of cut(text, shreds)) {
      if (!response.write(piece)) await drained(response)
      // On the next turn, so that it is a piece on the wire, too.
      if (shreds.length > 0) await new Promise((resolve) => setImmediate(resolve))
    }
  }
  await send(wire.begin())
  for (const step of steps) {
    if (response.destroyed) return
    if (step === 'stall') return
    if (step === 'cut') {
      response.socket?.resetAndDestroy()
      return
    }
    if (step === 'end') {
      response.end()
      return
    }
    if ('wait' in step) await sleep(step.wait)
    else await send('raw' in step ? step.raw : wire.step(step))
  }
  await send(wire.finish(usage))
  response.end()
}

/** The lists of models: OpenAI's and Anthropic's, Google's, Ollama's. */
function list(path: string, models: readonly string[]): object | undefined {
  const { pathname } = new URL(path, 'http://fake')
  if (pathname.endsWith('/api/tags')) return { models: models.map((name) => ({ name, model: name, size: 1 })) }
  if (!pathname.endsWith('/models')) return undefined
  if (pathname.includes('v1beta')) return { models: models.map((name) => ({ name: `models/${name}` })) }
  return { object: 'list', data: models.map((id) => ({ id, object: 'model', type: 'model' })) }
}

/** A vector for each text: its length, and one. */
function embeddings({ input }: Record<string, unknown>): object {
  const texts = [input].flat() as string[]
  const data = texts.map((text, index) => ({ object: 'embedding', index, embedding: [text.length, 1] }))
  return { object: 'list', model: 'fake', data, usage: { prompt_tokens: texts.length, total_tokens: texts.length } }
}

async function read(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}
