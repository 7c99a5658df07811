import { availableParallelism, totalmem } from 'node:os'
import { join } from 'node:path'
import type { EmbeddingModelV3 } from '@ai-sdk/provider'
import { ModelError } from '../errors.ts'
import { localDefaults } from '../providers/local-defaults.ts'
import type { ProviderKind } from '../providers/kind.ts'
import type { ProviderSettings } from '../settings.ts'
import type { HostOptions } from './contract.ts'
import { findModels } from './files.ts'
import { localModel } from './language-model.ts'
import { LocalHost, type StartHost, startProcess } from './process.ts'
import { runtimeFolder } from './runtimes.ts'

export interface LocalOptions {
  /** The data folder; the models are in `models/local` in it. */
  dataFolder: string
  /** How the models are run; by default in a process of their own. */
  start?: StartHost
  /** Instead of what suits the machine. */
  limits?: Partial<HostOptions>
}

/** Models in GGUF files, and the process that runs them. Disposing it ends that. */
export interface LocalModels extends AsyncDisposable {
  /** To be registered with a `ModelRegistry`. */
  kind: ProviderKind
  /** What computes: the interface and the names of graphics cards, or the processor alone. Throws `NoRuntime`. */
  device(signal: AbortSignal): Promise<Device>
  /** Lets go of all models and of llama.cpp itself; requests in flight fail, the next finds what is there then. */
  restart(): Promise<void>
}

export interface Device {
  gpu?: string
  names: string[]
}

/** Where models are kept. */
export const modelsFolder = (dataFolder: string): string => join(dataFolder, 'models', 'local')

/** Runs the models that are in GGUF files on this machine, with llama.cpp. Nothing is started before one is asked. */
export function openLocalModels({ dataFolder, start = startProcess, limits }: LocalOptions): LocalModels {
  const folder = modelsFolder(dataFolder)
  let threads: number | undefined
  const host = new LocalHost(start, () => ({ ...suitable(dataFolder), ...(threads && { threads }), ...limits }))

  async function pathOf(model: string, { paths = [] }: ProviderSettings): Promise<string> {
    const models = await findModels(folder, paths)
    const path = models.get(model)
    if (path) return path
    const known = models.size > 0 ? `There are ${[...models.keys()].join(', ')}.` : 'There is none yet: get one first.'
    throw new ModelError('UnknownModel', `There is no model ${model} on this machine. ${known}`, { provider: 'local' })
  }

  const kind: ProviderKind = {
    kind: 'local',
    label: 'This machine',
    keyVariables: [],
    needsKey: false,
    local: true,
    builtIn: true,
    inProcess: true,
    defaults: localDefaults,
    cache: { ttlMs: 10 * 60_000, minTokens: 256 },
    async open(model, { settings }, options) {
      threads = settings.threads
      return { model: localModel(host, model, await pathOf(model, settings)), options }
    },
    async openEmbedding(modelId, { settings }): Promise<EmbeddingModelV3> {
      threads = settings.threads
      const model = await pathOf(modelId, settings)
      return {
        specificationVersion: 'v3',
        provider: 'local',
        modelId,
        maxEmbeddingsPerCall: 64,
        supportsParallelCalls: false,
        async doEmbed({ values, abortSignal = new AbortController().signal }) {
          const made = await host.use((client) => client.embed({ model, texts: values }, abortSignal), abortSignal)
          return { embeddings: made.vectors, usage: { tokens: made.tokens }, warnings: [] }
        },
      }
    },
    async listModels({ settings }) {
      return [...(await findModels(folder, settings.paths ?? [])).keys()]
    },
  }
  return {
    kind,
    device: (signal) => host.use((client) => client.device({}, signal), signal),
    restart: () => host.restart(),
    [Symbol.asyncDispose]: () => host[Symbol.asyncDispose](),
  }
}

/** Half of the threads are the machine's cores, mostly; the rest is for whoever works on it. */
function suitable(dataFolder: string): HostOptions {
  return {
    threads: Math.max(1, Math.floor(availableParallelism() / 2)),
    stateBytes: Math.min(2 * 2 ** 30, totalmem() / 8),
    weightBytes: totalmem() / 3,
    runtime: runtimeFolder(dataFolder),
  }
}
