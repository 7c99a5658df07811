import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ModelError } from '../errors.ts'
import { download, partOf, type Patience, type Progress, sizeOf } from './download.ts'
import type { Goods } from './goods.ts'
import { type FileLock, isLocked, takeLock, untilFree } from './lock.ts'

/** How far goods are. */
export interface DownloadState {
  state: 'absent' | 'paused' | 'checking' | 'loading' | 'installing' | 'failed' | 'there'
  /** Bytes that have come, and all of them. */
  received: number
  total: number
  /** Why it failed, and what to do. */
  problem?: string
}

/** Milliseconds between looks at whether it is wanted still. */
const heartbeat = 1000

/**
 * Gets goods. What is wanted, accepted and being got is said by small files beside them, so that several processes work on one folder
 * without harm: any may pause what another gets, and what was wanted when a process ended goes on with the next (`resume`).
 * Disposing it stops what this one gets, which stays wanted.
 */
export class Downloads implements AsyncDisposable {
  #running = new Map<string, Running>()
  #failures = new Map<string, string>()

  /**
   * @param onChange hears of progress, and of ends
   * @param onGot hears of goods that this process has got, before anybody else
   */
  constructor(
    private readonly onChange: () => void,
    private readonly onGot: (goods: Goods) => Promise<void> = async () => {},
    private readonly patience: Partial<Patience> = {},
  ) {}

  async state(goods: Goods): Promise<DownloadState> {
    const total = sum(goods.files.map(({ bytes }) => bytes))
    const size = await goods.size()
    const running = this.#running.get(goods.id)
    if (size !== undefined && !running) return { state: 'there', received: size, total: size }
    if (running) return running.progress
    const received = await receivedOf(goods)
    const seen = { received, total: Math.max(total, received) }
    if (await isLocked(lockOf(goods))) return { state: 'loading', ...seen }
    const problem = this.#failures.get(goods.id)
    if (problem !== undefined) return { state: 'failed', ...seen, problem }
    return { state: received > 0 ? 'paused' : 'absent', ...seen }
  }

  /** Whether the user has accepted the licence, once. */
  async isAccepted(goods: Goods): Promise<boolean> {
    return (await readFile(fileOf(goods, 'accepted'), 'utf8').catch(() => '')) === goods.licence.name
  }

  /**
   * Begins, or goes on; does not wait for the end. Throws `Refused` where the licence is not accepted, now (`acceptedLicence`
   * is its name) or before.
   */
  async start(goods: Goods, acceptedLicence?: string): Promise<void> {
    const { name, url } = goods.licence
    if (acceptedLicence === name) await write(fileOf(goods, 'accepted'), name)
    if (!(await this.isAccepted(goods))) {
      throw new ModelError('Refused', `${goods.label} is under the licence ${name} (${url}). Accept it to get it.`)
    }
    await write(fileOf(goods, 'wanted'), '')
    await this.#run(goods)
  }

  /** Goes on with what was wanted when a process ended. */
  async resume(all: readonly Goods[]): Promise<void> {
    for (const goods of all) if (await this.#isWanted(goods)) await this.#run(goods)
  }

  /** Whoever gets it stops; what has come stays. Resolves when that is so. */
  async pause(goods: Goods, signal: AbortSignal): Promise<void> {
    await rm(fileOf(goods, 'wanted'), { force: true })
    await this.#stop(goods)
    await untilFree(lockOf(goods), signal)
    this.#failures.delete(goods.id)
    this.onChange()
  }

  /** Removes it, or what has come of it. */
  async remove(goods: Goods, signal: AbortSignal): Promise<void> {
    await this.pause(goods, signal)
    for (const { path } of goods.files) {
      await rm(partOf(path), { force: true })
      await rm(path, { force: true })
    }
    await goods.remove()
    this.onChange()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#running.values()].map((running) => running.stop(new Error('The engine ends.'))))
  }

  /** Resolves once it has begun. Where another process is at it, nothing happens. */
  async #run(goods: Goods): Promise<void> {
    const { id } = goods
    if (this.#running.has(id)) return
    const lock = await takeLock(lockOf(goods))
    if (!lock) return
    // Somebody else may have got it just now.
    if ((await goods.size()) !== undefined) return lock[Symbol.asyncDispose]()
    this.#failures.delete(id)
    const running = new Running(lock, await this.state(goods), () => this.#isWanted(goods))
    this.#running.set(id, running)
    running.ended = this.#get(goods, running).finally(() => this.onChange())
    this.onChange()
  }

  async #get(goods: Goods, running: Running): Promise<void> {
    const { signal } = running
    try {
      await using _ = running
      const sizes = goods.files.map(({ bytes }) => bytes)
      for (const [index, file] of goods.files.entries()) {
        const before = sum(sizes.slice(0, index))
        const onProgress = ({ phase, bytes, total }: Progress) => {
          sizes[index] = total
          running.progress = { state: phase, received: before + bytes, total: sum(sizes) }
          this.onChange()
        }
        await download({ ...file, label: goods.label, onProgress, patience: this.patience }, signal)
      }
      running.progress = { state: 'installing', received: sum(sizes), total: sum(sizes) }
      this.onChange()
      await goods.install?.(signal)
      await rm(fileOf(goods, 'wanted'), { force: true })
      await this.onGot(goods)
    } catch (error) {
      // Paused by somebody, or this process ends: no failure.
      if (signal.aborted) return
      await rm(fileOf(goods, 'wanted'), { force: true })
      this.#failures.set(goods.id, error instanceof Error ? error.message : String(error))
    } finally {
      this.#running.delete(goods.id)
    }
  }

  async #stop({ id }: Goods): Promise<void> {
    await this.#running.get(id)?.stop(new Error('Paused.'))
  }

  #isWanted = async (goods: Goods): Promise<boolean> =>
    (await readFile(fileOf(goods, 'wanted')).catch(() => undefined)) !== undefined
}

/** One that is being got by this process. Disposing it lets others. */
class Running implements AsyncDisposable {
  progress: DownloadState
  ended: Promise<void> = Promise.resolve()
  #abort = new AbortController()
  readonly signal = this.#abort.signal
  #heart: NodeJS.Timeout

  constructor(
    private readonly lock: FileLock,
    { received, total }: DownloadState,
    isWanted: () => Promise<boolean>,
  ) {
    this.progress = { state: 'loading', received, total }
    const beat = async () => {
      if (!(await lock.renew()) || !(await isWanted())) this.#abort.abort(new Error('Paused elsewhere.'))
    }
    this.#heart = setInterval(() => void beat(), heartbeat)
  }

  async stop(reason: Error): Promise<void> {
    this.#abort.abort(reason)
    await this.ended
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#heart)
    await this.lock[Symbol.asyncDispose]()
  }
}

async function receivedOf({ files }: Goods): Promise<number> {
  const sizes = await Promise.all(files.map(async ({ path }) => (await sizeOf(path)) || sizeOf(partOf(path))))
  return sum(sizes)
}

const sum = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0)

/** What is said of goods lies beside them, hidden. */
const fileOf = ({ id, files }: Goods, what: 'accepted' | 'wanted' | 'lock') =>
  join(dirname(files[0]!.path), `.${id}.${what}`)
const lockOf = (goods: Goods) => fileOf(goods, 'lock')

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeFile(path, text, { mode: 0o600 })
}
