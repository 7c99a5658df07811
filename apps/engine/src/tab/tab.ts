import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { Channel, type Client, connect, createConnection, type Socket, tabService } from '@caret/protocol'
import { isSourcePath } from '@caret/syntax'
import type { Log } from '../log.ts'
import { pathIn, type Place } from '../place.ts'
import { tabFolderService } from './contract.ts'

/** The predictor of a folder, in a thread of its own. */
export interface Tab extends AsyncDisposable {
  /** Takes and gives paths below the folder. Starts the thread when first asked for; undefined once that has died. */
  predictor(): Client<(typeof tabService)['methods']> | undefined
  onResend(listener: (path: string) => void): Disposable
}

/** More changes at once are another branch, or an installation: most of them are none that the predictor would read. */
const mostChecked = 2_000
/** In milliseconds: a thread that thinks for longer is ended without. */
const mostForKeeping = 1_000

/** @param kept the file for what outlives the engine */
export function openTab(place: Place, kept: string, log: Log): Tab {
  const listeners = new Set<(path: string) => void>()
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
      for (const listener of listeners) listener(path)
    })
    const watching = place.onChange((changes) => void reread(changes.map(({ path }) => path)))
    const began = performance.now()
    void list()
      .then((paths) => folder.open({ root: place.root, paths, kept }))
      .then(({ files, lost }) => {
        log.info({ files, ms: Math.round(performance.now() - began) }, 'the predictor is ready')
        if (lost) log.warn({ error: lost }, 'the edits of the last session are lost')
      }, fail)

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
      stop: async () => {
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
    onResend: (listener) => {
      listeners.add(listener)
      return { [Symbol.dispose]: () => void listeners.delete(listener) }
    },
    [Symbol.asyncDispose]: async () => {
      disposed = true
      await running?.stop()
    },
  }
}
