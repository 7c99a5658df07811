import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LocalOffer } from '@caret/protocol'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { catalogue } from './catalogue.ts'
import type { Gpu } from './gpu.ts'
import { modelsFolder } from './local.ts'
import { type LocalOffers, openLocalOffers } from './offers.ts'
import { give, startFileServer } from '../testing/file-server.ts'

const weights = Buffer.from('GGUF and so on'.repeat(1000))
const server = await startFileServer()
afterAll(() => server[Symbol.asyncDispose]())

let dataFolder: string
let told: string[]

beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'caret-offers-'))
  mkdirSync(join(dataFolder, 'models'))
  server.answers = [give(weights)]
  told = []
  own({})
  return () => rmSync(dataFolder, { recursive: true, force: true })
})

/** One more model, on loopback. */
const own = (more: object) =>
  writeFileSync(
    join(dataFolder, 'models/catalogue.json'),
    JSON.stringify([
      {
        ...{ id: 'small', label: 'Small 1B', roles: ['tab'], file: 'small-coder-1b.gguf', url: `${server.origin}/a` },
        licence: { name: 'MIT', url: 'https://example.com/LICENSE' },
        ...{ bytes: weights.length, memoryBytes: 10 ** 9 },
        sha256: createHash('sha256').update(weights).digest('hex'),
        ...more,
      },
    ]),
  )

const open = (env: NodeJS.ProcessEnv = {}, gpus: Gpu[] = []): LocalOffers =>
  openLocalOffers({
    ...{ dataFolder, env, patience: { tries: 1, waitMs: 1 } },
    gpus: async () => gpus,
    onModels: async () => void told.push('models'),
    local: {
      restart: async () => void told.push('restart'),
      device: async () => ({ gpu: 'vulkan', names: ['Card 1'] }),
    },
  })
const offer = async (offers: LocalOffers, id: string): Promise<LocalOffer | undefined> =>
  (await offers.list()).offers.find((offer) => offer.id === id)
const reaches = (offers: LocalOffers, state: object) =>
  vi.waitFor(async () => expect(await offer(offers, 'small')).toMatchObject(state), { timeout: 5000, interval: 10 })

test('the catalogue is offered with what the user has added; room and memory are told', async () => {
  await using offers = open({ HF_ENDPOINT: 'https://mirror.example/' })
  const { offers: list, folder, freeBytes, memoryBytes } = await offers.list()
  expect(list.map(({ id }) => id)).toEqual([...catalogue.map(({ id }) => id), 'small'])
  expect(list.map(({ host }) => host)).toEqual([...catalogue.map(() => 'mirror.example'), new URL(server.origin).host])
  expect(list.at(-1)).toMatchObject({ kind: 'model', state: 'absent', accepted: false, model: 'small-coder-1b' })
  expect(folder).toBe(modelsFolder(dataFolder))
  expect(freeBytes).toBeGreaterThan(0)
  expect(memoryBytes).toBeGreaterThan(0)
})

test('a model is got, told of, and removed', async () => {
  await using offers = open()
  let changes = 0
  using _ = offers.onChange(() => changes++)
  await expect(offers.get('small')).rejects.toMatchObject({ code: 'Refused', message: /MIT/ })
  await offers.get('small', 'MIT')
  await reaches(offers, { state: 'there', accepted: true, received: weights.length })
  expect(told).toEqual(['restart', 'models'])
  expect(changes).toBeGreaterThan(1)
  told = []
  await offers.remove('small', AbortSignal.timeout(5000))
  await reaches(offers, { state: 'absent', accepted: true })
  // Let go of before it is removed, and told once it is gone.
  expect(told).toEqual(['restart', 'restart', 'models'])
  expect(readdirSync(modelsFolder(dataFolder)).filter((name) => !name.startsWith('.'))).toEqual([])
})

test('what another process does in the folder is told', async () => {
  await using offers = open()
  let changes = 0
  using _ = offers.onChange(() => changes++)
  await vi.waitFor(() => expect(readdirSync(modelsFolder(dataFolder))).toEqual([]))
  await vi.waitFor(() => {
    writeFileSync(join(modelsFolder(dataFolder), 'small-coder-1b.gguf.part'), weights.subarray(0, 100))
    expect(changes).toBeGreaterThan(0)
  })
  expect(await offer(offers, 'small')).toMatchObject({ state: 'paused', received: 100 })
})

test('a build for the graphics card is offered where there is one, of several the fastest', async () => {
  const ids = async (gpus: Gpu[]) => {
    await using offers = open({}, gpus)
    return (await offers.list()).offers.filter(({ kind }) => kind === 'runtime').map(({ id }) => id)
  }
  const here = `${process.platform}-${process.arch}` === 'linux-x64'
  expect(await ids([])).toEqual([])
  expect(await ids(['vulkan'])).toEqual(here ? ['llama.cpp-vulkan'] : [])
  expect(await ids(['cuda', 'vulkan'])).toEqual(here ? ['llama.cpp-cuda'] : [])
})

test('what is not offered, and a catalogue that cannot be read, are told as such', async () => {
  await using offers = open()
  await expect(offers.get('none')).rejects.toMatchObject({ code: 'UnknownModel', message: /none/ })
  own({ file: '../outside.gguf' })
  await expect(offers.list()).rejects.toMatchObject({ code: 'BadSettings', message: /catalogue\.json.*Mend it/s })
})
