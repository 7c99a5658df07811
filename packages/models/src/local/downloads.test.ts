import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { Downloads } from './downloads.ts'
import { type Goods, modelGoods } from './goods.ts'
import { give, startFileServer } from '../testing/file-server.ts'

const weights = Buffer.from(Uint8Array.from({ length: 300_000 }, (_, at) => (at * 7919) % 251))
const server = await startFileServer()
const signal = () => AbortSignal.timeout(10_000)
const patience = { silenceMs: 5000, tries: 1, waitMs: 1 }
let folder: string
let goods: Goods

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'caret-downloads-'))
  server.answers = [give(weights)]
  server.ranges = []
  const model = {
    ...{ id: 'small', label: 'Small 1B', about: '', roles: [], file: 'small.gguf', url: `${server.origin}/small.gguf` },
    licence: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    ...{ bytes: weights.length, memoryBytes: 1, sha256: createHash('sha256').update(weights).digest('hex') },
  }
  goods = modelGoods(model, folder)
  return () => rmSync(folder, { recursive: true, force: true })
})
afterAll(() => server[Symbol.asyncDispose]())

const open = (onGot?: () => Promise<void>) => new Downloads(() => {}, onGot, patience)
const reaches = (downloads: Downloads, state: object) =>
  vi.waitFor(async () => expect(await downloads.state(goods)).toMatchObject(state), { timeout: 5000, interval: 10 })
const visible = () => readdirSync(folder).filter((name) => !name.startsWith('.'))
const isWhole = () => readFileSync(join(folder, 'small.gguf')).equals(weights)

/** Half of it, and then nothing. */
const half = () => give(weights, { cut: 150_000, stall: true })

test('without the licence accepted nothing is asked for; accepted once it holds', async () => {
  await using downloads = open()
  await expect(downloads.start(goods)).rejects.toMatchObject({ code: 'Refused', message: /Apache-2\.0.*Accept/ })
  await expect(downloads.start(goods, 'MIT')).rejects.toMatchObject({ code: 'Refused' })
  expect(server.ranges).toEqual([])
  expect(await downloads.state(goods)).toEqual({ state: 'absent', received: 0, total: 300_000 })
  server.answers = [half()]
  await downloads.start(goods, 'Apache-2.0')
  await downloads.pause(goods, signal())
  server.answers = [give(weights)]
  await downloads.start(goods)
  await reaches(downloads, { state: 'there', received: 300_000, total: 300_000 })
  expect(isWhole()).toBe(true)
})

test('it tells when it is there, while nobody else may touch it', async () => {
  const seen: string[] = []
  await using downloads = open(async () => void seen.push(...visible()))
  await downloads.start(goods, 'Apache-2.0')
  await reaches(downloads, { state: 'there' })
  expect(seen).toEqual(['small.gguf'])
  expect(readdirSync(folder).sort()).toEqual(['.small.accepted', 'small.gguf'])
})

test('paused, it keeps what came and goes on from there', async () => {
  await using downloads = open()
  server.answers = [half()]
  await downloads.start(goods, 'Apache-2.0')
  await reaches(downloads, { state: 'loading', received: 150_000 })
  await downloads.pause(goods, signal())
  await reaches(downloads, { state: 'paused', received: 150_000 })
  server.answers = [give(weights)]
  await downloads.start(goods)
  await reaches(downloads, { state: 'there' })
  expect(server.ranges).toEqual([undefined, 'bytes=150000-'])
  expect(isWhole()).toBe(true)
})

test('what was wanted when a process ended goes on with the next; what was paused does not', async () => {
  server.answers = [half()]
  {
    await using first = open()
    await first.start(goods, 'Apache-2.0')
    await reaches(first, { received: 150_000 })
  }
  server.answers = [half(), give(weights)]
  await using second = open()
  await reaches(second, { state: 'paused', received: 150_000 })
  await second.resume([goods])
  await reaches(second, { state: 'there' })
  expect(isWhole()).toBe(true)
  await second.remove(goods, signal())
  await second.resume([goods])
  await reaches(second, { state: 'absent', received: 0 })
})

test('two that want the same: one gets it, the other sees its progress and may pause it', async () => {
  await using one = open()
  await using other = open()
  server.answers = [half()]
  await one.start(goods, 'Apache-2.0')
  await other.start(goods, 'Apache-2.0')
  await reaches(one, { state: 'loading', received: 150_000 })
  await reaches(other, { state: 'loading', received: 150_000 })
  expect(server.ranges).toHaveLength(1)
  await other.pause(goods, signal())
  await reaches(one, { state: 'paused' })
  server.answers = [give(weights)]
  await Promise.all([one.start(goods), other.start(goods)])
  await reaches(one, { state: 'there' })
  await reaches(other, { state: 'there' })
  expect(isWhole()).toBe(true)
})

test('what a killed process left is taken over', async () => {
  writeFileSync(join(folder, '.small.lock'), JSON.stringify({ pid: 2 ** 22 + 1, id: 'gone' }))
  writeFileSync(join(folder, '.small.accepted'), 'Apache-2.0')
  writeFileSync(join(folder, '.small.wanted'), '')
  writeFileSync(join(folder, 'small.gguf.part'), weights.subarray(0, 1000))
  await using downloads = open()
  await downloads.resume([goods])
  await reaches(downloads, { state: 'there' })
  expect(server.ranges).toEqual(['bytes=1000-'])
})

test('what fails says why, is not wanted any more, and may be tried again', async () => {
  await using downloads = open()
  server.answers = [(_, response) => response.writeHead(404).end()]
  await downloads.start(goods, 'Apache-2.0')
  await reaches(downloads, {
    state: 'failed',
    problem: expect.stringMatching(/does not give out Small 1B \(status 404\)/),
  })
  await downloads.resume([goods])
  await reaches(downloads, { state: 'failed' })
  server.answers = [(_, response) => response.destroy()]
  await downloads.start(goods)
  await reaches(downloads, { state: 'failed', problem: expect.stringMatching(/cannot be reached.*online/) })
  server.answers = [give(weights)]
  await downloads.start(goods)
  await reaches(downloads, { state: 'there' })
})

test('removed, nothing is left of it but that the licence was accepted, whether it was whole or not', async () => {
  await using downloads = open()
  await downloads.start(goods, 'Apache-2.0')
  await reaches(downloads, { state: 'there' })
  await downloads.remove(goods, signal())
  expect(readdirSync(folder)).toEqual(['.small.accepted'])
  server.answers = [half()]
  await downloads.start(goods)
  await reaches(downloads, { received: 150_000 })
  await downloads.remove(goods, signal())
  expect(readdirSync(folder)).toEqual(['.small.accepted'])
  expect(existsSync(join(folder, 'small.gguf'))).toBe(false)
})
