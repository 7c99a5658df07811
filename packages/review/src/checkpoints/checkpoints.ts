import { join } from 'node:path'
import type { Origin } from '@caret/text'
import type { Accepted } from './accepted.ts'
import { CheckpointMissing } from './errors.ts'
import { inBatches, namesIn, readSealed, remove, sealed, sizeOnDisk, Texts, writeOnce } from './files.ts'
import { exchangeTexts, hashesOf, type Kept, keptSchema } from './kept.ts'
import { bringBack, type ReadText, takeBack, type TakenBack, textsBefore } from './take-back.ts'

/** A change set that was accepted, whole or in part. */
export interface Checkpoint {
  readonly id: string
  readonly title: string
  readonly origin: Origin
  /** When some of it was accepted last, in milliseconds since the epoch. */
  readonly time: number
  readonly files: readonly { readonly path: string; readonly wasUnsaved: boolean }[]
}

export interface CheckpointList {
  /** The newest first. */
  readonly checkpoints: readonly Checkpoint[]
  /** What could not be read and is left out, a sentence each. */
  readonly problems: readonly string[]
}

export interface CheckpointOptions {
  /** Bytes of the disk; beyond them the oldest checkpoints go, but never the newest. Default 64 MiB. */
  limit?: number
}

/**
 * What was accepted, in a folder of its own, so that it can be taken back after any restart. Records are only ever added; each
 * is a file, and so is each text that they name by its hash. What is recorded is on the disk once `record` has resolved. Paths
 * are whatever the user of the class takes for paths. One process at a time may use a folder.
 */
export class Checkpoints implements AsyncDisposable {
  /** By their files' names, in the order they were made. */
  readonly #records = new Map<string, Kept>()
  readonly #texts: Texts
  readonly #limit: number
  /** Of the records, in bytes of the disk. */
  #size = 0
  #last = 0
  #problems: string[] = []
  #loading: Promise<void> | undefined
  #turn: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly folder: string,
    { limit = 64 * 2 ** 20 }: CheckpointOptions = {},
  ) {
    this.#texts = new Texts(join(folder, 'texts'))
    this.#limit = limit
  }

  /** Keeps what is accepted just now. With an `id` that is known it is more of the same checkpoint. */
  record(accepted: Accepted): Promise<void> {
    return this.#inTurn(async () => {
      const record = { time: Date.now(), ...(await exchangeTexts(accepted, (text) => this.#texts.keep(text))) }
      const name = String(++this.#last).padStart(12, '0')
      await writeOnce(this.#file(name), sealed(record))
      this.#add(name, record, await sizeOnDisk(this.#file(name)))
      await this.#makeRoom()
    })
  }

  list(): Promise<CheckpointList> {
    return this.#inTurn(async () => {
      const checkpoints = [...this.#byId().values()].map(checkpointOf)
      return { checkpoints, problems: this.#problems }
    })
  }

  /** What takes back exactly the checkpoint, whatever came after. Throws `CheckpointMissing` and `CheckpointDamaged`. */
  takeBack(id: string, read: ReadText): Promise<TakenBack> {
    return this.#inTurn(async () => {
      const accepted: Accepted[] = []
      for (const [, record] of this.#recordsOf(id)) {
        accepted.push(await exchangeTexts(record, (hash) => this.#texts.get(hash)))
      }
      return takeBack(accepted, read)
    })
  }

  /**
   * What makes the files again what they were before the checkpoint: its own, those of later checkpoints, and those that were
   * not saved then. Throws `CheckpointMissing` and `CheckpointDamaged`.
   */
  stateBefore(id: string, read: ReadText): Promise<TakenBack> {
    return this.#inTurn(async () => {
      const [[first, record]] = this.#recordsOf(id)
      const since = [...this.#records].flatMap(([name, each]) => (name >= first ? [each] : []))
      const texts = new Map<string, string | undefined>()
      for (const [path, hash] of textsBefore(since)) texts.set(path, hash && (await this.#texts.get(hash)))
      return bringBack(record, texts, read)
    })
  }

  /** Waits for what is being written. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#turn
  }

  /** One thing after the other, the reading of the folder first. */
  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(() => this.#loaded()).then(run)
    // Who asked hears of the error.
    this.#turn = result.catch(() => {})
    return result
  }

  #loaded(): Promise<void> {
    this.#loading ??= this.#load().catch((error: unknown) => {
      this.#loading = undefined
      throw error
    })
    return this.#loading
  }

  async #load(): Promise<void> {
    this.#records.clear()
    this.#problems = []
    this.#size = 0
    await this.#texts.load()
    const names = await namesIn(join(this.folder, 'records'))
    this.#last = Number(names.findLast((name) => Number(name) > 0) ?? 0)
    const read = await inBatches(names, (name) => this.#read(name).catch(() => undefined))
    for (const [at, name] of names.entries()) {
      const [file, found] = [this.#file(name), read[at]]
      if (!found) this.#problems.push(`An accepted change cannot be taken back: its record is damaged. Delete ${file}.`)
      else if (hashesOf(found.record).every((hash) => this.#texts.has(hash))) this.#add(name, found.record, found.size)
      else this.#problems.push(`“${found.record.title}” cannot be taken back: a text of it is gone. Delete ${file}.`)
    }
    // Texts of a record that was never finished. Where something is damaged, who knows what else is not read right.
    if (this.#problems.length === 0) await this.#deleteUnused()
  }

  async #read(name: string): Promise<{ record: Kept; size: number }> {
    const file = this.#file(name)
    return { record: keptSchema.parse(await readSealed(file)), size: await sizeOnDisk(file) }
  }

  #add(name: string, record: Kept, size: number): void {
    this.#size += size
    this.#records.set(name, record)
  }

  async #makeRoom(): Promise<void> {
    while (this.#size + this.#texts.size > this.#limit) {
      const all = [...this.#byId().values()]
      if (all.length < 2) return
      for (const [name] of all.at(-1)!) {
        this.#size -= await sizeOnDisk(this.#file(name))
        await remove(this.#file(name))
        this.#records.delete(name)
      }
      await this.#deleteUnused()
    }
  }

  async #deleteUnused(): Promise<void> {
    const used = new Set([...this.#records.values()].flatMap(hashesOf))
    for (const hash of this.#texts.hashes()) if (!used.has(hash)) await this.#texts.delete(hash)
  }

  /** The records of each checkpoint, in order; the one that something was accepted of last comes first. */
  #byId(): Map<string, Records> {
    const all = new Map<string, Records>()
    for (const record of [...this.#records].toReversed()) {
      const { id } = record[1]
      all.set(id, [record, ...(all.get(id) ?? [])])
    }
    return all
  }

  #recordsOf(id: string): Records {
    const found = this.#byId().get(id)
    if (!found) throw new CheckpointMissing()
    return found
  }

  #file(name: string): string {
    return join(this.folder, 'records', name)
  }
}

/** With the names of their files. */
type Records = [[string, Kept], ...[string, Kept][]]

function checkpointOf(records: Records): Checkpoint {
  const { id, title, origin, time } = records.at(-1)![1]
  const files = new Map<string, boolean>()
  for (const { path, wasUnsaved } of records.flatMap(([, record]) => record.files)) {
    files.set(path, files.get(path) ?? wasUnsaved)
  }
  return { ...{ id, title, origin, time }, files: [...files].map(([path, wasUnsaved]) => ({ path, wasUnsaved })) }
}
