import type { Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ModelError } from '../errors.ts'
import { type Integrity, isIntact, startHash } from './integrity.ts'

export interface Download {
  /** What it is, for people. */
  label: string
  url: string
  /** Its size, about. */
  bytes: number
  integrity: Integrity
  /** Where it goes. Until it is whole and right, what has come is kept at `partOf(path)`. */
  path: string
  onProgress?: (progress: Progress) => void
  patience?: Partial<Patience>
}

export interface Progress {
  /** What came before is read again, for its checksum, before the rest is asked for. */
  phase: 'checking' | 'loading'
  bytes: number
  total: number
}

export interface Patience {
  /** Milliseconds without a byte, after which it is asked again. */
  silenceMs: number
  /** Tries in a row that bring nothing. */
  tries: number
  waitMs: number
}

const usualPatience: Patience = { silenceMs: 30_000, tries: 4, waitMs: 2000 }

export const partOf = (path: string): string => `${path}.part`

/**
 * Gets a file. What has come stays when it is aborted or the network goes, and the next call goes on from there. The file is there
 * under its name only once its checksum is right. One at a time may get a path. Throws `ModelError`, or the signal's reason.
 */
export async function download(asked: Download, signal: AbortSignal): Promise<void> {
  const { path } = asked
  if ((await sizeOf(path)) > 0) return
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await checkSpace(asked)
    // The rest of another file may stand on the beginning of this one; that one is worth a second try.
    if (!(await fetchWhole(asked, signal)) && !(await fetchWhole(asked, signal))) {
      const advice = 'Try again later, or choose another.'
      throw new ModelError(
        'BadAnswer',
        `What ${hostOf(asked)} sent is not ${asked.label}: its checksum is wrong. ${advice}`,
      )
    }
    await rename(partOf(path), path)
  } catch (error) {
    signal.throwIfAborted()
    throw nameFileError(error, dirname(path))
  }
}

/** Whether the checksum is right; where it is not, what has come is removed. */
async function fetchWhole(asked: Download, signal: AbortSignal): Promise<boolean> {
  const { tries, waitMs } = { ...usualPatience, ...asked.patience }
  await using part = await Part.open(asked, signal)
  for (let failures = 0; ; ) {
    const before = part.bytes
    try {
      await fetchRest(asked, part, signal)
      if (await part.isRight()) return true
      await rm(partOf(asked.path), { force: true })
      return false
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof ModelError || isFileError(error)) throw error
      failures = part.bytes > before ? 0 : failures + 1
      if (failures >= tries) throw unreachable(asked, part.bytes)
      await sleep(waitMs, undefined, { signal })
    }
  }
}

/** Asks for what is missing, and appends it. Throws where it ends early. */
async function fetchRest(asked: Download, part: Part, signal: AbortSignal): Promise<void> {
  const { url, bytes, onProgress, patience } = asked
  const { silenceMs } = { ...usualPatience, ...patience }
  using silence = new Silence(silenceMs)
  const start = part.bytes
  const response = await fetch(url, {
    headers: { 'accept-encoding': 'identity', ...(start > 0 && { range: `bytes=${start}-` }) },
    signal: AbortSignal.any([signal, silence.signal]),
  })
  const resumed = response.status === 206 && startOf(response) === start
  const complete = response.status === 416 && start > 0
  if (!resumed && response.status !== 200) {
    await response.body?.cancel()
    if (complete) return
    if (response.status >= 500 || response.status === 429 || response.status === 206) throw new Error('Try again.')
    throw new ModelError('Refused', `${hostOf(asked)} does not give out ${asked.label} (status ${response.status}).`)
  }
  if (!resumed) await part.clear()
  const length = Number(response.headers.get('content-length') ?? Number.NaN)
  const total = Number.isNaN(length) ? bytes : part.bytes + length
  for await (const chunk of response.body ?? []) {
    silence.hear()
    await part.append(chunk)
    onProgress?.({ phase: 'loading', bytes: part.bytes, total })
  }
  if (part.bytes < total && !Number.isNaN(length)) throw new Error('It ended early.')
}

/** What has come of a file, and its hash so far. */
class Part implements AsyncDisposable {
  private constructor(
    private readonly file: FileHandle,
    private readonly integrity: Integrity,
    private hash: Hash,
    public bytes: number,
  ) {}

  /** Reads what came before. */
  static async open({ path, integrity, bytes: total, onProgress }: Download, signal: AbortSignal): Promise<Part> {
    const hash = startHash(integrity)
    const file = await open(partOf(path), 'a', 0o600)
    let bytes = 0
    try {
      for await (const chunk of createReadStream(partOf(path), { signal, highWaterMark: 2 ** 20 })) {
        hash.update(chunk as Buffer)
        bytes += (chunk as Buffer).length
        onProgress?.({ phase: 'checking', bytes, total: Math.max(total, bytes) })
      }
    } catch (error) {
      await file.close()
      throw error
    }
    return new Part(file, integrity, hash, bytes)
  }

  async append(chunk: Uint8Array): Promise<void> {
    await this.file.writeFile(chunk)
    this.hash.update(chunk)
    this.bytes += chunk.length
  }

  async clear(): Promise<void> {
    await this.file.truncate()
    this.hash = startHash(this.integrity)
    this.bytes = 0
  }

  /** Nobody else may have written meanwhile either. */
  async isRight(): Promise<boolean> {
    await this.file.sync()
    const { size } = await this.file.stat()
    return isIntact(this.hash, this.integrity) && size === this.bytes
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.file.close()
  }
}

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

const startOf = (response: Response): number =>
  Number(/^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1] ?? Number.NaN)

/** Bytes; 0 where there is no file. */
export const sizeOf = async (path: string): Promise<number> => (await stat(path).catch(() => undefined))?.size ?? 0

const hostOf = ({ url }: Download): string => new URL(url).host

async function checkSpace({ path, bytes }: Download): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(path))
  const missing = bytes - (await sizeOf(partOf(path)))
  if (bavail * bsize < missing) throw full(dirname(path), missing)
}

function unreachable(asked: Download, bytes: number): ModelError {
  const kept = bytes > 0 ? ` The ${megabytes(bytes)} that have come are kept: it goes on from there.` : ''
  return new ModelError('Unreachable', `${hostOf(asked)} cannot be reached. Try again when you are online.${kept}`)
}

const isFileError = (error: unknown): boolean =>
  ['ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS', 'EIO'].includes((error as NodeJS.ErrnoException).code ?? '')

function nameFileError(error: unknown, folder: string): unknown {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT') return full(folder)
  if (!isFileError(error)) return error
  return new ModelError('BadSettings', `Nothing can be written to ${folder}: ${message}`, { cause: error })
}

function full(folder: string, missing?: number): ModelError {
  const need = missing === undefined ? '' : `: ${megabytes(missing)} are needed`
  return new ModelError('Refused', `There is no room in ${folder}${need}. Make some, and try again.`)
}

const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`
