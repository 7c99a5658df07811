import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { deflate, inflate } from 'node:zlib'
import { CheckpointDamaged } from './errors.ts'

/*
 * A file is written once, under a temporary name, and then given its own: at any moment the folder holds only whole ones.
 */

/** Ends the name of what is being written. */
const unfinished = '.new'

/** Writes a new file, so that it is there whole, whatever happens, or not at all. */
export async function writeOnce(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const temporary = `${file}.${randomBytes(4).toString('hex')}${unfinished}`
  const handle = await open(temporary, 'wx', 0o600)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(temporary, file)
}

export async function remove(file: string): Promise<void> {
  await unlink(file).catch(ignoreMissing)
}

/** The finished files' names, in order; what a killed process has left unfinished is deleted. */
export async function namesIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder).catch(ignoreMissing)) ?? []
  for (const name of names) if (name.endsWith(unfinished)) await remove(join(folder, name))
  return names.filter((name) => !name.endsWith(unfinished)).toSorted()
}

/** What `run` gives for each, in order; some at once, since a disk has time for several, and a process not for all. */
export async function inBatches<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (let start = 0; start < items.length; start += 32) {
    results.push(...(await Promise.all(items.slice(start, start + 32).map(run))))
  }
  return results
}

const block = 4096
/** What a file takes of the disk, in bytes. */
export const sizeOnDisk = async (file: string) => Math.ceil((await stat(file)).size / block) * block

/** The lines that a record is kept as: a hash of what follows, so that damage shows, and the record. */
export function sealed(record: unknown): Uint8Array {
  const body = JSON.stringify(record)
  return Buffer.from(`${hashOf(Buffer.from(body))}\n${body}`)
}

/** Throws `CheckpointDamaged`. */
export async function readSealed(file: string): Promise<unknown> {
  const bytes = await readFile(file)
  const end = bytes.indexOf('\n')
  const body = bytes.subarray(end + 1)
  if (end === -1 || bytes.toString('latin1', 0, end) !== hashOf(body)) throw new CheckpointDamaged(file)
  return JSON.parse(body.toString())
}

/** Texts by the hash of what they say, in UTF-16, since not every text that an editor holds has another form. */
export class Texts {
  readonly #sizes = new Map<string, number>()
  #size = 0

  constructor(private readonly folder: string) {}

  /** In bytes of the disk. */
  get size(): number {
    return this.#size
  }

  has(hash: string): boolean {
    return this.#sizes.has(hash)
  }

  hashes(): string[] {
    return [...this.#sizes.keys()]
  }

  async load(): Promise<void> {
    const hashes = await namesIn(this.folder)
    const sizes = await inBatches(hashes, (hash) => sizeOnDisk(join(this.folder, hash)))
    for (const [at, hash] of hashes.entries()) this.#add(hash, sizes[at]!)
  }

  /** Gives the text's hash. */
  async keep(text: string): Promise<string> {
    const bytes = Buffer.from(text, 'utf16le')
    const hash = hashOf(bytes)
    if (this.has(hash)) return hash
    const file = join(this.folder, hash)
    await writeOnce(file, await promisify(deflate)(bytes))
    this.#add(hash, await sizeOnDisk(file))
    return hash
  }

  /** Throws `CheckpointDamaged`. */
  async get(hash: string): Promise<string> {
    const file = join(this.folder, hash)
    const bytes = await readFile(file)
      .then((packed) => promisify(inflate)(packed))
      .catch((cause: unknown) => {
        throw new CheckpointDamaged(file, { cause })
      })
    if (hashOf(bytes) !== hash) throw new CheckpointDamaged(file)
    return bytes.toString('utf16le')
  }

  async delete(hash: string): Promise<void> {
    await remove(join(this.folder, hash))
    this.#size -= this.#sizes.get(hash) ?? 0
    this.#sizes.delete(hash)
  }

  #add(hash: string, size: number): void {
    this.#sizes.set(hash, size)
    this.#size += size
  }
}

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
