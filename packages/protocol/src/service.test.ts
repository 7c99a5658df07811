import { afterEach, expect, test } from 'vitest'
import * as z from 'zod'
import { Channel, type Socket } from './channel.ts'
import { createConnection } from './connection.ts'
import {
  bytes,
  connect,
  defineService,
  disconnected,
  event,
  notice,
  RemoteError,
  request,
  serve,
  stream,
} from './service.ts'

const service = defineService('test', {
  double: request(z.object({ value: z.number() }), z.number()),
  fail: request(z.object({ code: z.string() }), z.null()),
  wait: request(z.object({}), z.null()),
  count: stream(z.object({ to: z.number() }), z.number(), z.object({ done: z.boolean() })),
  echo: request(z.object({ data: bytes }), bytes),
  note: notice(z.object({ text: z.string() })),
  changed: event(z.object({ path: z.string() })),
})

const ends: Channel[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end.end()
})

function pair() {
  const [here, there] = [new Channel(), new Channel()]
  ends.push(here, there)
  const toHere: Socket = { send: (frame) => queueMicrotask(() => there.receive(toThere, frame)), close: () => {} }
  const toThere: Socket = { send: (frame) => queueMicrotask(() => here.receive(toHere, frame)), close: () => {} }
  const connections = { client: createConnection(here), server: createConnection(there) }
  here.attach(toHere, 0)
  there.attach(toThere, 0)
  return connections
}

function served() {
  const { client, server } = pair()
  const log: string[] = []
  const side = serve(server, service, {
    double: ({ value }) => value * 2,
    fail: ({ code }) => {
      throw Object.assign(new Error('It broke.'), { code })
    },
    wait: (_params, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          log.push('cancelled')
          reject(signal.reason)
        })
      }),
    count: ({ to }, send) => {
      for (let i = 1; i <= to; i++) send(i)
      return { done: true }
    },
    echo: ({ data }) => data,
    note: ({ text }) => void log.push(text),
  })
  return { client: connect(client, service), side, log }
}

test('a request is answered', async () => {
  expect(await served().client.double({ value: 21 })).toBe(42)
})

test('parameters that do not fit the contract are refused with the reason', async () => {
  const { client } = served()
  await expect(client.double({ value: 'x' as never })).rejects.toThrow(/test\/double.*expected number/s)
})

test('an error arrives with its message and code', async () => {
  const error = await served()
    .client.fail({ code: 'FileNotFound' })
    .catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(RemoteError)
  expect(error).toMatchObject({ message: 'It broke.', code: 'FileNotFound' })
})

test('aborting a call cancels the handler', async () => {
  const { client, log } = served()
  const abort = new AbortController()
  const call = client.wait({}, abort.signal)
  setTimeout(() => abort.abort(new Error('enough')), 10)
  await expect(call).rejects.toThrow('enough')
  expect(log).toEqual(['cancelled'])
})

test('a stream gives its items in order, then its result', async () => {
  const items: number[] = []
  const result = await served().client.count({ to: 1000 }, (item) => items.push(item))
  expect(items).toEqual(Array.from({ length: 1000 }, (_, index) => index + 1))
  expect(result).toEqual({ done: true })
})

test('bytes go there and back', async () => {
  const data = Uint8Array.from({ length: 70_000 }, (_, index) => index)
  expect(await served().client.echo({ data })).toEqual(data)
})

test('notices reach the server and events the listeners, until these are disposed', async () => {
  const { client, side, log } = served()
  const seen: string[] = []
  const first = client.on('changed', ({ path }) => seen.push(`first ${path}`))
  client.on('changed', ({ path }) => seen.push(`second ${path}`))
  side.emit('changed', { path: 'a' })
  client.note({ text: 'hello' })
  await client.double({ value: 0 })
  first[Symbol.dispose]()
  side.emit('changed', { path: 'b' })
  await client.double({ value: 0 })
  expect(seen).toEqual(['first a', 'second a', 'second b'])
  expect(log).toEqual(['hello'])
})

test('calls in flight fail when the channel ends, and events are told to nobody', async () => {
  const { client, side } = served()
  const waiting = client.wait({})
  await client.double({ value: 1 })
  for (const end of ends) end.end()
  side.emit('changed', { path: 'a' })
  await expect(waiting).rejects.toMatchObject({ code: disconnected })
  await expect(client.double({ value: 1 })).rejects.toThrow()
})
