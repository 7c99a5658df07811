import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { root } from './report.ts'

/** How long the event loop was held, in milliseconds. */
export interface LoopDelays {
  max: number
  p99: number
  /** The longest task by the main thread's own processor time; NaN where the system does not tell. */
  cpu: number
}

/** A real `caret` process that serves a folder. */
export class CaretProcess implements AsyncDisposable {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    /** From before the process was made until it said its address. */
    readonly startMs: number,
  ) {}

  /** @param watched measures the event loop, at the cost of a beat every two milliseconds. */
  static async start(folder: string, dataFolder: string, { watched = false } = {}): Promise<CaretProcess> {
    const preload = watched ? ['--import', join(root, 'bench/lib/event-loop.mjs')] : []
    const before = performance.now()
    const child = spawn(process.execPath, [...preload, join(root, 'apps/cli/bin/caret.mjs'), folder, '--no-open'], {
      env: { ...process.env, CARET_HOME: dataFolder },
      stdio: ['ignore', 'pipe', 'pipe', ...(watched ? (['ipc'] as const) : [])],
    })
    let output = ''
    const url = await new Promise<string>((resolve, reject) => {
      const take = (chunk: Buffer) => {
        output += chunk
        const found = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+/.exec(output)
        if (found) resolve(found[0])
      }
      child.stdout!.on('data', take)
      child.stderr!.on('data', take)
      child.once('exit', (code) => reject(new Error(`caret ended with ${code} before it served:\n${output}`)))
    })
    return new CaretProcess(child, url, performance.now() - before)
  }

  /** Of the engine alone, without its language servers and terminals; in bytes. */
  residentBytes(): number {
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(this.child.pid)], { encoding: 'utf8' })) * 1024
  }

  /** Of a watched process, since it was last asked. */
  async loopDelays(): Promise<LoopDelays> {
    this.child.send('ask')
    const [answer] = (await once(this.child, 'message')) as [LoopDelays]
    return answer
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return
    const exited = once(this.child, 'exit')
    this.child.kill('SIGTERM')
    await exited
  }
}
