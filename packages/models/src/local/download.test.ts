import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { localDefaults } from '../providers/local-defaults.ts'
import { catalogue, type CatalogueModel } from './catalogue.ts'
import { type Download, downloadModel, type Progress } from './download.ts'

const weights = Buffer.from(Uint8Array.from({ length: 300_000 }, (_, at) => (at * 7919) % 251))
const folder = mkdtempSync(join(tmpdir(), 'caret-download-'))

type Answer = (request: IncomingMessage, response: ServerResponse) => void
let answers: Answer[] = []
let ranges: (string | undefined)[] = []
const server = createServer((request, response) => {
  ranges.push(request.headers.range)
  const answer = answers.length > 1 ? answers.shift()! : answers[0]!
  answer(request, response)
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/weights.gguf`
afterAll(() => {
  server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

const model: CatalogueModel = {
  ...{ id: 'small', label: 'Small 1B', file: 'small.gguf', url, bytes: weights.length, roles: ['tab'], about: '' },
  sha256: createHash('sha256').update(weights).digest('hex'),
  licence: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
}
const target = join(folder, 'small.gguf')
const patience = { silenceMs: 200, tries: 2, waitMs: 1 }

/** Everything that was asked for, or of it only as many bytes as `cut`; with `stall` it then neither goes on nor ends. */
const give =
  ({ cut = Infinity, stall = false, ranged = true, bytes = weights } = {}): Answer =>
  (request, response) => {
    const start = ranged ? Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0) : 0
    if (start >= bytes.length) return void response.writeHead(416).end()
    const head = {
      'content-length': bytes.length - start,
      'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}`,
    }
    response.writeHead(start > 0 ? 206 : 200, head)
    const sent = bytes.subarray(start, start + cut)
    if (start + cut >= bytes.length) response.end(sent)
    else response.write(sent, () => stall || setTimeout(() => response.destroy(), 20))
  }

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  answers = [give()]
  ranges = []
})

const get = (more: Partial<Download> = {}, signal = AbortSignal.timeout(20_000)) =>
  downloadModel({ model, folder, patience, acceptedLicence: 'Apache-2.0', ...more }, signal)

test('a model is got, with progress, and asked for once only', async () => {
  const seen: Progress[] = []
  expect(await get({ onProgress: (progress) => seen.push(progress) })).toBe(target)
  expect(readFileSync(target).equals(weights)).toBe(true)
  expect(seen.at(-1)).toEqual({ bytes: weights.length, total: weights.length })
  expect(seen.map(({ bytes }) => bytes)).toEqual(seen.map(({ bytes }) => bytes).sort((a, b) => a - b))
  expect(await get()).toBe(target)
  expect(ranges).toEqual([undefined])
  expect(readdirSync(folder)).toEqual(['small.gguf'])
})

test('without the licence accepted nothing is asked for', async () => {
  await expect(get({ acceptedLicence: '' })).rejects.toMatchObject({ code: 'Refused', message: /Apache-2\.0.*Accept/ })
  expect(ranges).toEqual([])
})

test('a connection that is cut, or falls silent, goes on where it was', async () => {
  answers = [give({ cut: 100_000 }), give({ cut: 50_000, stall: true }), give()]
  expect(readFileSync(await get()).equals(weights)).toBe(true)
  expect(ranges).toEqual([undefined, 'bytes=100000-', 'bytes=150000-'])
})

test('what has come stays when it is aborted, and when nobody is there any more', async () => {
  const abort = new AbortController()
  answers = [give({ cut: 120_000, stall: true })]
  await expect(
    get({ onProgress: ({ bytes }) => bytes >= 120_000 && abort.abort(new Error('enough')) }, abort.signal),
  ).rejects.toThrow('enough')
  expect(existsSync(target)).toBe(false)
  answers = [(_, response) => response.destroy()]
  await expect(get()).rejects.toMatchObject({ code: 'Unreachable', message: /cannot be reached.*online.*are kept/ })
  answers = [give()]
  expect(readFileSync(await get()).equals(weights)).toBe(true)
  expect(ranges.at(-1)).toBe('bytes=120000-')
})

test('a server that knows no ranges begins anew; one that has no more to give has given all', async () => {
  writeFileSync(`${target}.part`, weights.subarray(0, 1000))
  answers = [give({ ranged: false })]
  expect(readFileSync(await get()).equals(weights)).toBe(true)
  rmSync(target)
  writeFileSync(`${target}.part`, weights)
  answers = [give()]
  expect(readFileSync(await get()).equals(weights)).toBe(true)
})

test('the rest of one file on the beginning of another is noticed, and the whole asked for', async () => {
  writeFileSync(`${target}.part`, Buffer.alloc(1000))
  expect(readFileSync(await get()).equals(weights)).toBe(true)
  expect(ranges).toEqual(['bytes=1000-', undefined])
})

test('wrong bytes never get the name of the model', async () => {
  answers = [give({ bytes: Buffer.alloc(weights.length) })]
  await expect(get()).rejects.toMatchObject({ code: 'BadAnswer', message: /checksum is wrong/ })
  expect(readdirSync(folder)).toEqual([])
})

test('a server that refuses is told as such, and one that has trouble is asked again', async () => {
  answers = [(_, response) => response.writeHead(404).end()]
  await expect(get()).rejects.toMatchObject({ code: 'Refused', message: /status 404/ })
  answers = [(_, response) => response.writeHead(503).end(), give()]
  expect(existsSync(await get())).toBe(true)
})

test('too little room is told before anything is asked for', async () => {
  const vast = { ...model, bytes: 2 ** 60 }
  await expect(get({ model: vast })).rejects.toMatchObject({ code: 'Refused', message: /no room/ })
  expect(ranges).toEqual([])
})

test.each(catalogue)('of $id the catalogue knows all that it takes', ({ file, sha256, url, licence, bytes, roles }) => {
  expect(sha256).toMatch(/^[0-9a-f]{64}$/)
  expect(url.endsWith(`/${file}`)).toBe(true)
  expect([url, licence.url].every((address) => address.startsWith('https://'))).toBe(true)
  expect(bytes).toBeGreaterThan(10 ** 8)
  expect(localDefaults([file.replace('.gguf', '')])).toMatchObject(
    Object.fromEntries(roles.map((role) => [role, file.replace('.gguf', '')])),
  )
})
