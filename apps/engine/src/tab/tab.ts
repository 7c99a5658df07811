import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { Channel, type Client, connect, createConnection, type Socket, tabService } from '@caret/protocol'
import { isSourcePath } from '@caret/syntax'
import type { Caret, Heard } from '@caret/tab'
import { type Asker, type AskerOptions, createAsker, type ModelState } from '@caret/tab/model'
import type { Log } from '../log.ts'
import { pathIn, type Place as Folder } from '../place.ts'
import { tabFolderService } from './contract.ts'

/** The predictor of a folder, in a thread of its own. */
export interface Tab extends AsyncDisposable {
  /** Takes and gives paths below the folder. Starts the thread when first asked for; undefined once that has died. */
  predictor(): Client<(typeof tabService)['methods']> | undefined
  onResend(listener: (path: string) => void): Disposable
  /** The user's last edits as unified diffs, the newest first; none without a predictor. */
  recent(most: number, signal: AbortSignal): Promise<{ path: string; diff: string }[]>
  /** Asks a model where the predictor is silent; undefined as long as there is no predictor. */
  asker(): Asker<Place> | undefined
  readonly model: ModelState
  onModel(listener: (state: ModelState) => void): Disposable
  /** A model's answer has made suggestions for a file. */
  onHeard(listener: (path: string, heard: Heard) => void): Disposable
}

/** Whom to ask, and who hears of what was asked. */
type Asking = Pick<AskerOptions<Place>, 'models' | 'onAsked'>

/** A caret in a text of that length. */
type Place = Caret & { length: number }

/** More changes at once are another branch, or an installation: most of them are none that the predictor would read. */
const mostChecked = 2_000
/** In milliseconds: a thread that thinks for longer is ended without. */
const mostForKeeping = 1_000

/** @param kept the file for what outlives the engine */
export function openTab(place: Folder, kept: string, asking: Asking, log: Log): Tab {
  const [resends, states, hearers] = [listeners<[string]>(), listeners<[ModelState]>(), listeners<[string, Heard]>()]
  let running: ReturnType<typeof start> | undefined
  let failed = false

  function start() {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { name: 'tab' })
    const channel = new Channel()
    const socket: Socket = { send: (frame) => worker.postMessage(frame, []), close: () => {} }
    worker.on('message', (frame) => channel.receive(socket, frame))
    const fail = (reason: unknown) => {
      if (failed || disposed) return
      failed = true
      channel.end()
      log.error({ reason: String(reason) }, 'the predictor has died')
    }
    worker.on('error', fail)
    worker.on('exit', (code) => fail(`its thread exited with ${code}`))
    channel.attach(socket, 0)
    const connection = createConnection(channel)
    const predictor = connect(connection, tabService)
    const folder = connect(connection, tabFolderService)
    predictor.on('resend', ({ path }) => {
      resends.tell(path)
    })
    const asker = createAsker<Place>({
      ...asking,
      thinker: {
        question: async (caret, format, supposed) =>
          (await folder.question({ ...caret, format, ...(supposed && { supposed }) })) ?? undefined,
        hear: async (id, said) => (await folder.hear({ id, said })) ?? undefined,
      },
      onHeard: hearers.tell,
      onState: (state) => {
        log.info(state, 'the model for Tab')
        states.tell(state)
      },
    })
    const watching = place.onChange((changes) => void reread(changes.map(({ path }) => path)))
    const began = performance.now()
    void Promise.all([list(), hasModel()])
      .then(([paths, asks]) => folder.open({ root: place.root, paths, kept, asks }))
      .then(({ files, lost }) => {
        log.info({ files, ms: Math.round(performance.now() - began) }, 'the predictor is ready')
        // Without the error, which may quote what the user typed.
        if (lost) log.warn({ kept }, 'what the last predictor left is damaged, and passed over')
      }, fail)

    async function hasModel(): Promise<boolean> {
      try {
        return await asker.hasModel()
      } catch (error) {
        log.warn({ error: String(error) }, 'models cannot be looked for')
        return false
      }
    }

    async function list(): Promise<string[]> {
      const paths: string[] = []
      for await (const batch of place.workspace.files()) paths.push(...batch.filter(isSourcePath))
      return paths
    }

    async function reread(absolute: string[]): Promise<void> {
      const sources = absolute
        .map((path) => pathIn(place, path))
        .filter(isSourcePath)
        .slice(0, mostChecked)
      // Asked together, they cost one question to git.
      const ignored = await Promise.all(sources.map((path) => place.workspace.ignores(path).catch(() => true)))
      const paths = sources.filter((_, index) => !ignored[index])
      if (paths.length > 0 && !failed) folder.reread({ paths })
    }

    return {
      predictor,
      asker,
      recent: (most: number, signal: AbortSignal) => folder.recent({ most }, signal),
      stop: async () => {
        asker[Symbol.dispose]()
        watching[Symbol.dispose]()
        if (!failed)
          await Promise.race([folder.keep({}).catch(() => {}), sleep(mostForKeeping, undefined, { ref: false })])
        channel.end()
        await worker.terminate()
      },
    }
  }

  let disposed = false
  return {
    predictor: () => (failed || disposed ? undefined : (running ??= start()).predictor),
    onResend: resends.add,
    recent: async (most, signal) => (failed || disposed || !running ? [] : running.recent(most, signal)),
    asker: () => (failed || disposed ? undefined : running?.asker),
    get model() {
      return running?.asker.state ?? { state: 'none' }
    },
    onModel: states.add,
    onHeard: hearers.add,
    [Symbol.asyncDispose]: async () => {
      disposed = true
      await running?.stop()
    },
  }
}

function listeners<Told extends unknown[]>() {
  const all = new Set<(...told: Told) => void>()
  return {
    tell: (...told: Told) => {
      for (const listener of all) listener(...told)
    },
    add: (listener: (...told: Told) => void): Disposable => {
      all.add(listener)
      return { [Symbol.dispose]: () => void all.delete(listener) }
    },
  }
}
