import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, unlink, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'

/**
 * Where Caret keeps what is the user's: `CARET_HOME`, or `~/.caret`.
 *
 *     user/                 settings, keybindings, snippets, backups, interface state: what the editor reads and writes
 *     models/               keys, usage and recordings: nothing for a page to read
 *     extensions/           unpacked web extensions
 *     workspaces/<folder>/  what belongs to one opened folder
 */
export interface DataFolder {
  root: string
  user: string
  extensions: string
  /** Of the opened folder; readable by the user alone. */
  workspace: string
}

export async function openDataFolder(folder: string, root = defaultDataFolder()): Promise<DataFolder> {
  const id = createHash('sha256').update(folder).digest('hex').slice(0, 16)
  const data = {
    root,
    user: join(root, 'user'),
    extensions: join(root, 'extensions'),
    workspace: join(root, 'workspaces', `${basename(folder).replace(/[^\w.-]/g, '_')}-${id}`),
  }
  for (const path of [data.user, data.extensions, data.workspace]) await mkdir(path, { recursive: true, mode: 0o700 })
  return data
}

export function defaultDataFolder(): string {
  return process.env.CARET_HOME || join(homedir(), '.caret')
}

/** What lets a restarted engine be the one that an open page, or a bookmark, still knows. */
export interface Identity {
  /** The port last listened on. */
  port: number
  /** 256 random bits; whoever knows them may use the engine. */
  token: string
}

export async function readIdentity(data: DataFolder): Promise<Identity> {
  try {
    const { port, token } = JSON.parse(await readFile(identityFile(data), 'utf8')) as Partial<Identity>
    if (typeof port === 'number' && typeof token === 'string' && token.length >= 43) return { port, token }
  } catch {
    // Missing or damaged: a new identity is as good.
  }
  return { port: 0, token: randomBytes(32).toString('base64url') }
}

export async function writeIdentity(data: DataFolder, identity: Identity): Promise<void> {
  const file = identityFile(data)
  const temporary = `${file}.${process.pid}`
  await writeFile(temporary, JSON.stringify(identity), { mode: 0o600 })
  await rename(temporary, file)
}

const identityFile = (data: DataFolder) => join(data.workspace, 'identity.json')

/** What a running engine leaves for others that are asked to open the same folder. */
export interface Running {
  pid: number
  url: string
}

/**
 * Says that this process serves the folder, or tells which living process already does.
 *
 * A lock that a killed engine left behind is taken over.
 */
export async function claim(data: DataFolder): Promise<{ running: Running } | { lock: Lock }> {
  const file = join(data.workspace, 'engine.lock')
  for (let attempt = 0; ; attempt++) {
    try {
      const handle = await open(file, 'wx', 0o600)
      await handle.writeFile(JSON.stringify({ pid: process.pid, url: '' }))
      await handle.close()
      return { lock: new Lock(file) }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt === 3) throw error
    }
    const running = await readRunning(file)
    if (running && isAlive(running.pid) && (await isServing(running.url))) return { running }
    await unlink(file).catch(() => {})
  }
}

export class Lock implements AsyncDisposable {
  constructor(private readonly file: string) {}

  async announce(url: string): Promise<void> {
    await writeFile(this.file, JSON.stringify({ pid: process.pid, url } satisfies Running), { mode: 0o600 })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const running = await readRunning(this.file)
    if (running?.pid === process.pid) await unlink(this.file).catch(() => {})
  }
}

async function readRunning(file: string): Promise<Running | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Running
  } catch {
    return undefined
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** A process id may have been given to somebody else since: only an engine takes its own token. */
async function isServing(url: string): Promise<boolean> {
  if (url === '') return true
  try {
    const { status } = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(2_000) })
    return status === 302
  } catch {
    return false
  }
}
