import { type MessageConnection, serve } from '@caret/protocol'
import { type HostOptions, localService } from '../contract.ts'
import { type LoadedModel, loadModel } from './loaded-model.ts'
import { loadRuntime } from './runtime.ts'

/**
 * Serves the models that are asked for, each loaded when first used. Those whose weights are too many beside a new one's make
 * room, the one used longest ago first, once nobody uses them.
 */
export function serveModels(connection: MessageConnection, options: HostOptions): AsyncDisposable {
  /** In the order of their last use. */
  const models = new Map<string, Entry>()
  let runtime: ReturnType<typeof loadRuntime> | undefined

  const load = () => (runtime ??= loadRuntime(options))

  async function use<T>(path: string, task: (model: LoadedModel) => Promise<T>): Promise<T> {
    const entry = models.get(path) ?? { users: 0, loading: load().then((loaded) => loadModel(path, loaded, options)) }
    models.delete(path)
    models.set(path, entry)
    entry.users++
    try {
      const model = await entry.loading
      entry.bytes = model.bytes
      await makeRoom(path)
      return await task(model)
    } catch (error) {
      // A file that could not be loaded may be another one next time.
      if (entry.bytes === undefined) models.delete(path)
      throw error
    } finally {
      entry.users--
    }
  }

  async function makeRoom(path: string): Promise<void> {
    const total = () => [...models.values()].reduce((sum, { bytes = 0 }) => sum + bytes, 0)
    for (const [other, entry] of models) {
      if (total() <= options.weightBytes) return
      if (other === path || entry.users > 0 || entry.bytes === undefined) continue
      models.delete(other)
      await (await entry.loading)[Symbol.asyncDispose]()
    }
  }

  const served = serve(connection, localService, {
    generate: (asked, send, signal) => use(asked.model, (model) => model.generate(asked, send, signal)),
    embed: ({ model, texts }, signal) => use(model, (loaded) => loaded.embed(texts, signal)),
    device: async () => {
      const { llama } = await load()
      return { ...(llama.gpu && { gpu: llama.gpu }), names: llama.gpu ? await llama.getGpuDeviceNames() : [] }
    },
  })
  return {
    async [Symbol.asyncDispose]() {
      served[Symbol.dispose]()
      const loaded = await runtime?.catch(() => undefined)
      await loaded?.llama.dispose()
    },
  }
}

interface Entry {
  loading: Promise<LoadedModel>
  users: number
  /** Once it is loaded. */
  bytes?: number
}
