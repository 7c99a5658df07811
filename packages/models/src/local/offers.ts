import { type FSWatcher, watch } from 'node:fs'
import { mkdir, statfs } from 'node:fs/promises'
import { totalmem } from 'node:os'
import type { LocalOffer, LocalOffers as Listed } from '@caret/protocol'
import { ModelError } from '../errors.ts'
import type { CatalogueModel } from './catalogue.ts'
import { Downloads } from './downloads.ts'
import type { Patience } from './download.ts'
import { type Goods, modelGoods } from './goods.ts'
import { detectGpus, type Gpu } from './gpu.ts'
import { type LocalModels, modelsFolder } from './local.ts'
import { readCatalogue } from './own-catalogue.ts'
import { type RuntimeBuild, runtimeBuilds, runtimeFolder, runtimeGoods } from './runtimes.ts'

export interface OffersOptions {
  dataFolder: string
  /** What runs the models. */
  local: Pick<LocalModels, 'restart' | 'device'>
  /** Hears of models that have come or gone. */
  onModels: () => Promise<void>
  /** Where a mirror of Hugging Face (`HF_ENDPOINT`) and npm's registry may be named; by default the process's. */
  env?: NodeJS.ProcessEnv
  /** The interfaces to graphics cards; by default those of this machine. */
  gpus?: () => Promise<Gpu[]>
  patience?: Partial<Patience>
}

/** Models, and builds of llama.cpp for this machine's graphics card, that can be got and removed again. */
export interface LocalOffers extends AsyncDisposable {
  /** All, how far each is, and what room there is. Throws `BadSettings`. */
  list(): Promise<Listed>
  /** Hears of progress, whichever process makes it, until disposed. */
  onChange(listener: () => void): Disposable
  /** Goes on with what was wanted when an engine ended. */
  resume(): Promise<void>
  /** Begins or goes on; throws `Refused` unless the licence is accepted, now or before. */
  get(id: string, acceptedLicence?: string): Promise<void>
  /** Stops it; what has come stays. */
  pause(id: string, signal: AbortSignal): Promise<void>
  /** Removes it, or what has come of it. */
  remove(id: string, signal: AbortSignal): Promise<void>
}

/** Milliseconds that llama.cpp may take to look at the machine. */
const deviceTimeout = 60_000

type Offered = { goods: Goods } & ({ kind: 'model'; model: CatalogueModel } | { kind: 'runtime'; build: RuntimeBuild })

export function openLocalOffers({
  dataFolder,
  local,
  onModels,
  env = process.env,
  gpus = detectGpus,
  patience,
}: OffersOptions): LocalOffers {
  const folders = { model: modelsFolder(dataFolder), runtime: runtimeFolder(dataFolder) }
  const registry = env.npm_config_registry || 'https://registry.npmjs.org'
  const listeners = new Set<() => void>()
  const tell = () => {
    for (const listener of listeners) listener()
  }
  /** What was last said of who computes. */
  let device: string | undefined
  let watchers: FSWatcher[] = []

  async function changed(kind: Offered['kind']): Promise<void> {
    // What is in memory is of files that were others, or are no more.
    await local.restart()
    device = undefined
    if (kind === 'model') await onModels()
  }

  const downloads = new Downloads(tell, async ({ id }) => changed((await find(id)).kind), patience)

  async function all(): Promise<Offered[]> {
    const [models, cards] = await Promise.all([readCatalogue(dataFolder, env), gpus()])
    const offered: Offered[] = models.map((model) => ({
      kind: 'model',
      model,
      goods: modelGoods(model, folders.model),
    }))
    const builds = runtimeBuilds.filter(({ platform }) => platform === `${process.platform}-${process.arch}`)
    const best = builds.find(({ gpu }) => cards.includes(gpu))
    for (const build of builds) {
      const goods = runtimeGoods(build, folders.runtime, registry)
      // One that is there can be removed, even if the card is gone.
      if (build === best || (await goods.size()) !== undefined) offered.push({ kind: 'runtime', build, goods })
    }
    return offered
  }

  async function find(id: string): Promise<Offered> {
    const found = (await all()).find(({ goods }) => goods.id === id)
    if (!found) throw new ModelError('UnknownModel', `There is no model ${id} to be got. Look at the list again.`)
    return found
  }

  async function describe(offered: Offered): Promise<LocalOffer> {
    const { goods } = offered
    const { id, label, licence, files } = goods
    const state = await downloads.state(goods)
    const common = {
      ...{ id, label, licence, ...state },
      accepted: await downloads.isAccepted(goods),
      host: new URL(files[0]!.url).host,
    }
    if (offered.kind === 'model') {
      const { about, roles, memoryBytes, file } = offered.model
      return { ...common, kind: 'model', about, roles: [...roles], memoryBytes, model: file.replace(/\.gguf$/i, '') }
    }
    const isThere = state.state === 'there'
    return { ...common, kind: 'runtime', about: isThere ? whoComputes() : cardFound[offered.build.gpu], roles: [] }
  }

  /** Asks once; the answer is told when it is there. */
  function whoComputes(): string {
    if (device !== undefined) return device
    device = 'Looking at the graphics card …'
    void local
      .device(AbortSignal.timeout(deviceTimeout))
      .then(
        ({ names }) => (names.length > 0 ? `Models run on ${names.join(', ')}.` : processorOnly),
        (error: Error) => error.message,
      )
      .then((said) => {
        device = said
        tell()
      })
    return device
  }

  async function startWatching(): Promise<void> {
    for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true, mode: 0o700 })
    if (watchers.length > 0 || listeners.size === 0) return
    watchers = Object.values(folders).map((folder) => watch(folder, tell).on('error', () => {}))
  }

  return {
    async list() {
      const offers = await Promise.all((await all()).map(describe))
      await mkdir(folders.model, { recursive: true, mode: 0o700 })
      const { bavail, bsize } = await statfs(folders.model)
      return { offers, folder: folders.model, freeBytes: bavail * bsize, memoryBytes: totalmem() }
    },
    onChange(listener) {
      listeners.add(listener)
      void startWatching()
      return {
        [Symbol.dispose]() {
          listeners.delete(listener)
          if (listeners.size > 0) return
          for (const watcher of watchers) watcher.close()
          watchers = []
        },
      }
    },
    async resume() {
      await downloads.resume((await all()).map(({ goods }) => goods))
    },
    async get(id, acceptedLicence) {
      await downloads.start((await find(id)).goods, acceptedLicence)
    },
    async pause(id, signal) {
      await downloads.pause((await find(id)).goods, signal)
    },
    async remove(id, signal) {
      const { goods, kind } = await find(id)
      const wasThere = (await goods.size()) !== undefined
      if (wasThere) await local.restart()
      await downloads.remove(goods, signal)
      if (wasThere) await changed(kind)
    },
    async [Symbol.asyncDispose]() {
      for (const watcher of watchers) watcher.close()
      await downloads[Symbol.asyncDispose]()
    },
  }
}

const cardFound: Record<Gpu, string> = {
  cuda: 'Runs models on the NVIDIA card of this machine, many times faster than on its processor.',
  vulkan: 'Runs models on the graphics card of this machine, mostly faster than on its processor.',
}
const processorOnly =
  'It cannot use the graphics card here, so models run on the processor. An update of the card’s driver may help; else remove it.'
