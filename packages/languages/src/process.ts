import { spawn } from 'node:child_process'
import type { Message } from 'vscode-jsonrpc'
import { StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node.js'

export interface ProcessListener {
  onMessage(message: Message): void
  /** Once, when the process has ended or could not be started. */
  onExit(exit: Exit): void
}

export interface Exit {
  /** What happened, in words: an exit code, a signal, why it could not start. */
  reason: string
  /** The last lines that it wrote to its standard error. */
  stderr: string
}

/** A language server's process, speaking JSON-RPC over its standard input and output. */
export interface ServerProcess {
  readonly pid: number | undefined
  readonly exited: Promise<void>
  send(message: Message): void
  /** Ends the process and all that it started. */
  kill(signal?: NodeJS.Signals): void
}

const stderrKept = 4_000

export function startProcess(command: string[], cwd: string, listener: ProcessListener): ServerProcess {
  const [program = '', ...args] = command
  // A process group of its own, so that its children end with it.
  const child = spawn(program, args, { cwd, stdio: 'pipe', detached: process.platform !== 'win32', windowsHide: true })
  const reader = new StreamMessageReader(child.stdout)
  const writer = new StreamMessageWriter(child.stdin)
  let stderr = ''
  let ended = false
  let resolveExited = () => {}
  const exited = new Promise<void>((resolve) => (resolveExited = resolve))
  const end = (reason: string) => {
    if (ended) return
    ended = true
    reader.dispose()
    writer.dispose()
    listener.onExit({ reason, stderr: stderr.trim() })
    resolveExited()
  }
  const kill = (signal: NodeJS.Signals) => {
    if (child.pid === undefined) return
    try {
      if (process.platform === 'win32') child.kill(signal)
      else process.kill(-child.pid, signal)
    } catch {
      // It has ended already.
    }
  }
  child.stderr.on('data', (chunk: Buffer) => (stderr = (stderr + chunk.toString()).slice(-stderrKept)))
  child.stdin.on('error', () => {})
  child.on('error', (error) => end(`could not be started (${error.message})`))
  // What it started may live on, and hold its pipes open.
  child.on('exit', () => kill('SIGKILL'))
  child.on('close', (code, signal) => end(signal ? `was ended by ${signal}` : `exited with code ${code}`))
  writer.onError(() => {})
  reader.onError((error) => {
    stderr = `${stderr}\n${error.message}`.slice(-stderrKept)
    kill('SIGKILL')
  })
  reader.listen((message) => {
    if (!ended) listener.onMessage(message)
  })
  return {
    pid: child.pid,
    exited,
    send: (message) => {
      if (!ended) writer.write(message).catch(() => {})
    },
    kill: (signal = 'SIGKILL') => {
      if (!ended) kill(signal)
    },
  }
}
