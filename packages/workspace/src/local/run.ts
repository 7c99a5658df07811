import { type ChildProcess, spawn } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { nameError } from '../errors.ts'
import { type RunOptions, type RunResult, WorkspaceError } from '../workspace.ts'
import { placeToWrite, type Root } from './confine.ts'

const defaultMaxOutput = 64 * 1024 * 1024
/** How long a process group may take to end by itself after SIGTERM. */
const graceMs = 2_000
/** How long the output of a program that has ended is waited for, when a daemon that left its group holds it open. */
const drainMs = 1_000

export async function runProgram(
  root: Root,
  program: string,
  args: string[],
  options: RunOptions = {},
  signal?: AbortSignal,
): Promise<RunResult> {
  signal?.throwIfAborted()
  const cwd = await workingFolder(root, options.cwd ?? '')
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...options.env },
    stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    // A process group of its own, so that all that it starts can be ended with it.
    detached: process.platform !== 'win32',
    windowsHide: true,
  })
  const limit = options.maxOutput ?? defaultMaxOutput
  const [stdout, stderr] = [collect(child, 'stdout', limit, options), collect(child, 'stderr', limit, options)]
  child.stdin?.on('error', () => {})
  child.stdin?.end(options.input)

  let timedOut = false
  const timer = options.timeoutMs === undefined ? undefined : setTimeout(expire, options.timeoutMs)
  function expire() {
    timedOut = true
    stop()
  }
  let killTimer: ReturnType<typeof setTimeout> | undefined
  function stop() {
    endGroup(child, 'SIGTERM')
    killTimer ??= setTimeout(() => endGroup(child, 'SIGKILL'), graceMs)
  }
  signal?.addEventListener('abort', stop, { once: true })
  try {
    const code = await endOf(child, program)
    signal?.throwIfAborted()
    return {
      code,
      stdout: stdout.text(),
      stderr: stderr.text(),
      truncated: stdout.truncated() || stderr.truncated(),
      timedOut,
    }
  } finally {
    clearTimeout(timer)
    clearTimeout(killTimer)
    signal?.removeEventListener('abort', stop)
  }
}

async function workingFolder(root: Root, path: string): Promise<string> {
  const place = await placeToWrite(root, path)
  const found = await stat(place).catch((error: unknown) => {
    throw nameError(error, `run a program in ${path || 'the opened folder'}`)
  })
  if (found.isDirectory()) return place
  throw new WorkspaceError('NotADirectory', `A program cannot run in ${path}: it is not a folder.`)
}

function endOf(child: ChildProcess, program: string): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'ENOENT' ? programNotFound(program, error) : nameError(error, `run ${program}`))
    })
    child.on('close', (code) => resolve(code))
    child.on('exit', (code) => {
      endGroup(child, 'SIGKILL')
      setTimeout(() => resolve(code), drainMs).unref()
    })
  })
}

function programNotFound(program: string, cause: Error): WorkspaceError {
  const message = `The program ${program} was not found. Install it, or check the PATH that Caret was started with.`
  return new WorkspaceError('FileNotFound', message, { cause })
}

function collect(child: ChildProcess, name: 'stdout' | 'stderr', limit: number, { onOutput }: RunOptions) {
  const chunks: Buffer[] = []
  let kept = 0
  let dropped = false
  child[name]?.on('data', (chunk: Buffer) => {
    onOutput?.(chunk, name)
    const room = limit - kept
    if (chunk.length > room) dropped = true
    if (room <= 0) return
    chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk)
    kept += Math.min(chunk.length, room)
  })
  return { text: () => Buffer.concat(chunks).toString('utf8'), truncated: () => dropped }
}

function endGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return
  try {
    if (process.platform !== 'win32') process.kill(-child.pid, signal)
    else if (child.exitCode === null) spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore' })
  } catch {
    // Nothing of the group is left.
  }
}
