import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export interface FileLock extends AsyncDisposable {
  /** Shows others that it is held still; false once it is not. To be called every few seconds. */
  renew(): Promise<boolean>
}

/**
 * A lock between processes: a file that names its holder. Undefined while a living process holds it; what one that was killed left
 * behind is taken over.
 */
export async function takeLock(path: string): Promise<FileLock | undefined> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const mine = JSON.stringify({ pid: process.pid, id: randomUUID() })
  if (!(await create(path, mine))) {
    if (await isLocked(path)) return undefined
    await rm(path, { force: true })
    if (!(await create(path, mine))) return undefined
    // Another who found it left behind too may have removed this one in the same moment.
    await sleep(settled)
    if ((await readHolder(path)) !== mine) return undefined
  }
  const isMine = async () => (await readHolder(path)) === mine
  return {
    async renew() {
      if (!(await isMine())) return false
      const now = new Date()
      await utimes(path, now, now).catch(() => {})
      return true
    },
    async [Symbol.asyncDispose]() {
      if (await isMine()) await rm(path, { force: true })
    },
  }
}

/** Whether it was not there before. */
async function create(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Milliseconds in which others that take over have done so. */
const settled = 100

/** Milliseconds after which a lock that is not renewed is nobody's: its process id may be another's by now. */
const oldest = 60_000

/** Whether a living process holds it. */
export async function isLocked(path: string): Promise<boolean> {
  const holder = await readHolder(path)
  if (holder === undefined) return false
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }))
  return Date.now() - mtimeMs < oldest && isAlive(holder)
}

/** Waits until nobody holds it. Throws the signal's reason. */
export async function untilFree(path: string, signal: AbortSignal): Promise<void> {
  while (await isLocked(path)) await sleep(50, undefined, { signal })
}

const readHolder = (path: string): Promise<string | undefined> => readFile(path, 'utf8').catch(() => undefined)

function isAlive(holder: string): boolean {
  // It is there a moment before it says whose it is.
  if (holder === '') return true
  try {
    process.kill((JSON.parse(holder) as { pid: number }).pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
