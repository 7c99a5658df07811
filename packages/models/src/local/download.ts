import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ModelError } from '../errors.ts'
import type { CatalogueModel } from './catalogue.ts'

export interface Download {
  model: CatalogueModel
  /** Where it goes: `modelsFolder` of the data folder. */
  folder: string
  /** The name of the licence that the user was shown and has accepted. */
  acceptedLicence: string
  onProgress?: (progress: Progress) => void
  patience?: Partial<Patience>
}

export interface Progress {
  bytes: number
  total: number
}

interface Patience {
  /** Milliseconds without a byte, after which it is asked again. */
  silenceMs: number
  /** Tries in a row that bring nothing. */
  tries: number
  waitMs: number
}

const usualPatience: Patience = { silenceMs: 30_000, tries: 4, waitMs: 2000 }

/**
 * Gets a model of the catalogue; gives the path of its file. What has come stays when it is aborted or the network goes, and the
 * next call goes on from there. A file is there under its name only once its checksum is right. Throws `ModelError`, or the
 * signal's reason.
 */
export async function downloadModel(asked: Download, signal: AbortSignal): Promise<string> {
  const { model, folder, acceptedLicence } = asked
  if (acceptedLicence !== model.licence.name) {
    const { name, url } = model.licence
    throw new ModelError('Refused', `${model.label} is under the licence ${name} (${url}). Accept it to get the model.`)
  }
  const path = join(folder, model.file)
  if (await exists(path)) return path
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const part = `${path}.part`
  try {
    await checkSpace(model, folder, part)
    // The rest of another file may stand on the beginning of this one; that one is worth a second try.
    const hash = (await fetchWhole(asked, part, signal)) ?? (await fetchWhole(asked, part, signal))
    if (hash === undefined) {
      const advice = 'Try again later, or put a GGUF file of your own into the folder.'
      throw new ModelError(
        'BadAnswer',
        `What ${hostOf(model)} sent is not ${model.label}: its checksum is wrong. ${advice}`,
      )
    }
    await rename(part, path)
    return path
  } catch (error) {
    signal.throwIfAborted()
    throw nameFileError(error, folder)
  }
}

/** The checksum, if it is the right one; else nothing, and what has come is removed. */
async function fetchWhole(asked: Download, part: string, signal: AbortSignal): Promise<string | undefined> {
  const { model, patience } = asked
  const { tries, waitMs } = { ...usualPatience, ...patience }
  let failures = 0
  for (;;) {
    const before = await sizeOf(part)
    try {
      const digest = await fetchRest(asked, part, signal)
      if (digest === model.sha256) return digest
      await rm(part, { force: true })
      return undefined
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof ModelError || isFileError(error)) throw error
      failures = (await sizeOf(part)) > before ? 0 : failures + 1
      if (failures >= tries) throw unreachable(asked, await sizeOf(part))
      await sleep(waitMs, undefined, { signal })
    }
  }
}

/** Asks for what is missing, appends it, and gives the checksum of the whole. Throws where it ends early. */
async function fetchRest(
  { model, onProgress, patience }: Download,
  part: string,
  signal: AbortSignal,
): Promise<string> {
  const { silenceMs } = { ...usualPatience, ...patience }
  using silence = new Silence(silenceMs)
  const start = await sizeOf(part)
  const response = await fetch(model.url, {
    headers: { 'accept-encoding': 'identity', ...(start > 0 && { range: `bytes=${start}-` }) },
    signal: AbortSignal.any([signal, silence.signal]),
  })
  const resumed = response.status === 206 && startOf(response) === start
  const complete = response.status === 416 && start > 0
  if (!resumed && !complete && response.status !== 200) {
    await response.body?.cancel()
    if (response.status >= 500 || response.status === 429 || response.status === 206) throw new Error('Try again.')
    throw new ModelError('Refused', `${hostOf(model)} does not give out ${model.label} (status ${response.status}).`)
  }
  const hash = createHash('sha256')
  await using file = await open(part, resumed || complete ? 'a' : 'w', 0o600)
  if (resumed || complete) await hashFile(part, hash, signal)
  let bytes = resumed || complete ? start : 0
  const length = Number(response.headers.get('content-length') ?? Number.NaN)
  const total = complete ? start : Number.isNaN(length) ? model.bytes : bytes + length
  if (!complete) {
    for await (const chunk of response.body ?? []) {
      silence.hear()
      hash.update(chunk)
      await file.writeFile(chunk)
      bytes += chunk.length
      onProgress?.({ bytes, total })
    }
    if (bytes < total && !Number.isNaN(length)) throw new Error('It ended early.')
  }
  await flush(file)
  return hash.digest('hex')
}

const flush = (file: FileHandle) => file.sync()

/** Aborts its signal after a silence. */
class Silence implements Disposable {
  #abort = new AbortController()
  #timer: NodeJS.Timeout
  readonly signal = this.#abort.signal

  constructor(ms: number) {
    this.#timer = setTimeout(() => this.#abort.abort(new Error('Silence.')), ms)
  }

  hear(): void {
    this.#timer.refresh()
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
  }
}

async function hashFile(path: string, hash: Hash, signal: AbortSignal): Promise<void> {
  for await (const chunk of createReadStream(path, { signal })) hash.update(chunk as Buffer)
}

const startOf = (response: Response): number =>
  Number(/^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1] ?? Number.NaN)

const sizeOf = async (path: string): Promise<number> => (await stat(path).catch(() => undefined))?.size ?? 0
const exists = async (path: string): Promise<boolean> => (await stat(path).catch(() => undefined)) !== undefined

const hostOf = ({ url }: CatalogueModel): string => new URL(url).host

async function checkSpace(model: CatalogueModel, folder: string, part: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  const missing = model.bytes - (await sizeOf(part))
  if (bavail * bsize < missing) throw full(folder, missing)
}

function unreachable({ model, folder }: Download, bytes: number): ModelError {
  const kept = bytes > 0 ? ` The ${megabytes(bytes)} that have come are kept: it goes on from there.` : ''
  const other = `Or put a GGUF file into ${folder}.`
  return new ModelError(
    'Unreachable',
    `${hostOf(model)} cannot be reached. Try again when you are online.${kept} ${other}`,
  )
}

const isFileError = (error: unknown): boolean =>
  ['ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS', 'EIO'].includes((error as NodeJS.ErrnoException).code ?? '')

function nameFileError(error: unknown, folder: string): unknown {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT') return full(folder)
  if (!isFileError(error)) return error
  return new ModelError('BadSettings', `The model cannot be written to ${folder}: ${message}`, { cause: error })
}

function full(folder: string, missing?: number): ModelError {
  const need = missing === undefined ? '' : `: ${megabytes(missing)} are needed`
  return new ModelError('Refused', `There is no room for the model in ${folder}${need}. Make some, and try again.`)
}

const megabytes = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MB`
