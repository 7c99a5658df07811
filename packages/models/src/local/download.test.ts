import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { localDefaults } from '../providers/local-defaults.ts'
import { catalogue } from './catalogue.ts'
import { type Download, download, type Progress } from './download.ts'
import { ofSha256 } from './integrity.ts'
import { give as giveOf, startFileServer } from '../testing/file-server.ts'

const weights = Buffer.from(Uint8Array.from({ length: 300_000 }, (_, at) => (at * 7919) % 251))
const folder = mkdtempSync(join(tmpdir(), 'caret-download-'))
const server = await startFileServer()
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

const path = join(folder, 'small.gguf')
const small: Download = {
  ...{ label: 'Small 1B', url: `${server.origin}/small.gguf`, bytes: weights.length, path },
  integrity: ofSha256(createHash('sha256').update(weights).digest('hex')),
  patience: { silenceMs: 200, tries: 2, waitMs: 1 },
}
const give = (how: Parameters<typeof giveOf>[1] & { bytes?: Uint8Array } = {}) => giveOf(how.bytes ?? weights, how)

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  server.answers = [give()]
  server.ranges = []
})

async function get(more: Partial<Download> = {}, signal = AbortSignal.timeout(20_000)): Promise<string> {
  await download({ ...small, ...more }, signal)
  return path
}

test('a model is got, with progress, and asked for once only', async () => {
  const seen: Progress[] = []
  expect(await get({ onProgress: (progress) => seen.push(progress) })).toBe(path)
  expect(readFileSync(path).equals(weights)).toBe(true)
  expect(seen.at(-1)).toEqual({ phase: 'loading', bytes: weights.length, total: weights.length })
  expect(seen.map(({ bytes }) => bytes)).toEqual(seen.map(({ bytes }) => bytes).sort((a, b) => a - b))
  expect(await get()).toBe(path)
  expect(server.ranges).toEqual([undefined])
  expect(readdirSync(folder)).toEqual(['small.gguf'])
})

test('a connection that is cut, or falls silent, goes on where it was', async () => {
  server.answers = [give({ cut: 100_000 }), give({ cut: 50_000, stall: true }), give()]
  expect(readFileSync(await get()).equals(weights)).toBe(true)
  expect(server.ranges).toEqual([undefined, 'bytes=100000-', 'bytes=150000-'])
})

test('what has come stays when it is aborted, and when nobody is there any more', async () => {
  const abort = new AbortController()
  server.answers = [give({ cut: 120_000, stall: true })]
  await expect(
    get({ onProgress: ({ bytes }) => bytes >= 120_000 && abort.abort(new Error('enough')) }, abort.signal),
  ).rejects.toThrow('enough')
  expect(existsSync(path)).toBe(false)
  server.answers = [(_, response) => response.destroy()]
  await expect(get()).rejects.toMatchObject({ code: 'Unreachable', message: /cannot be reached.*online.*are kept/ })
  server.answers = [give()]
  expect(readFileSync(await get()).equals(weights)).toBe(true)
  expect(server.ranges.at(-1)).toBe('bytes=120000-')
})

test('a server that knows no ranges begins anew; one that has no more to give has given all', async () => {
  writeFileSync(`${path}.part`, weights.subarray(0, 1000))
  server.answers = [give({ ranged: false })]
  expect(readFileSync(await get()).equals(weights)).toBe(true)
  rmSync(path)
  writeFileSync(`${path}.part`, weights)
  server.answers = [give()]
  expect(readFileSync(await get()).equals(weights)).toBe(true)
})

test('the rest of one file on the beginning of another is noticed, and the whole asked for', async () => {
  writeFileSync(`${path}.part`, Buffer.alloc(1000))
  expect(readFileSync(await get()).equals(weights)).toBe(true)
  expect(server.ranges).toEqual(['bytes=1000-', undefined])
})

test('wrong bytes never get the name of the model', async () => {
  server.answers = [give({ bytes: Buffer.alloc(weights.length) })]
  await expect(get()).rejects.toMatchObject({ code: 'BadAnswer', message: /checksum is wrong/ })
  expect(readdirSync(folder)).toEqual([])
})

test('a server that refuses is told as such, and one that has trouble is asked again', async () => {
  server.answers = [(_, response) => response.writeHead(404).end()]
  await expect(get()).rejects.toMatchObject({ code: 'Refused', message: /status 404/ })
  server.answers = [(_, response) => response.writeHead(503).end(), give()]
  expect(existsSync(await get())).toBe(true)
})

test('too little room is told before anything is asked for', async () => {
  await expect(get({ bytes: 2 ** 60 })).rejects.toMatchObject({ code: 'Refused', message: /no room/ })
  expect(server.ranges).toEqual([])
})

test.each(catalogue)(
  'of $id the catalogue knows all that it takes',
  ({ file, sha256, url, licence, bytes, memoryBytes, roles }) => {
    expect(sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(url.endsWith(`/${file}`)).toBe(true)
    expect([url, licence.url].every((address) => address.startsWith('https://'))).toBe(true)
    expect(bytes).toBeGreaterThan(10 ** 8)
    expect(memoryBytes).toBeGreaterThan(bytes)
    expect(localDefaults([file.replace('.gguf', '')])).toMatchObject(
      Object.fromEntries(roles.map((role) => [role, file.replace('.gguf', '')])),
    )
  },
)
