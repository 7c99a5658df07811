import { spawn } from 'node:child_process'
import { GitError, type GitErrorCode, type GitLogEntry } from './model.ts'

export interface GitRunOptions {
  /** Absolute; where the command runs. */
  cwd: string
  input?: string | Uint8Array
  /** Told of each line of the error stream as it comes; a progress line that rewrites itself counts as many. */
  onLine?: (line: string) => void
  onCommand?: (entry: GitLogEntry) => void
  /** Exit codes that are no failure. Default only 0. */
  accept?: number[]
  env?: Record<string, string>
}

export interface GitOutput {
  code: number
  stdout: Buffer
  stderr: string
}

/**
 * Runs git, without a terminal and with every way of prompting closed, so that it answers or fails and never waits for
 * somebody. Throws a `GitError`, or the signal's reason.
 */
export function runGit(args: string[], options: GitRunOptions, signal?: AbortSignal): Promise<GitOutput> {
  const { cwd, input, onLine, onCommand, accept = [0] } = options
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const started = performance.now()
    // A session of its own: no terminal that ssh could ask at, and one group to end with everything git started.
    const child = spawn('git', args, { cwd, env: environment(options.env), detached: true, windowsHide: true })
    const stdout: Buffer[] = []
    let stderr = ''
    let line = ''
    const stop = () => endGroup(child.pid)
    signal?.addEventListener('abort', stop, { once: true })

    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr += chunk
      if (!onLine) return
      const lines = (line + chunk).split(/[\r\n]+/)
      line = lines.pop() ?? ''
      for (const each of lines) if (each.trim()) onLine(each.trim())
    })
    child.stdin.on('error', () => {})
    child.stdin.end(input)

    child.on('error', (error: NodeJS.ErrnoException) => {
      signal?.removeEventListener('abort', stop)
      reject(error.code === 'ENOENT' ? notFound(args) : error)
    })
    child.on('close', (code) => {
      signal?.removeEventListener('abort', stop)
      onCommand?.({ args, ms: performance.now() - started, code, stderr: stderr.trim() })
      if (signal?.aborted) return reject(signal.reason)
      const output = { code: code ?? -1, stdout: Buffer.concat(stdout), stderr }
      if (accept.includes(output.code)) resolve(output)
      else reject(failure(args, code, stderr, output.stdout))
    })
  })
}

function environment(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  const inherited = { ...process.env }
  // Variables of a surrounding git command (a hook, say) would point this one at another repository.
  for (const name of ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX', 'GIT_EXTERNAL_DIFF']) {
    delete inherited[name]
  }
  return {
    ...inherited,
    GIT_TERMINAL_PROMPT: '0',
    // Empty rather than unset: git would go on to `core.askPass` and `SSH_ASKPASS`.
    GIT_ASKPASS: '',
    SSH_ASKPASS_REQUIRE: 'never',
    GIT_EDITOR: 'true',
    GIT_SEQUENCE_EDITOR: 'true',
    GIT_MERGE_AUTOEDIT: 'no',
    GIT_PAGER: 'cat',
    // English messages, which `failure` reads, without touching the locale that hooks see.
    LANGUAGE: 'en',
    ...extra,
  }
}

function endGroup(pid: number | undefined) {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGTERM')
  } catch {
    // It has ended by itself.
  }
}

const notFound = (args: string[]) =>
  new GitError('GitNotFound', 'git was not found. Install it and make sure that it is on the PATH.', args)

const signs: [RegExp, GitErrorCode][] = [
  [/detected dubious ownership|unsafe repository/, 'UnsafeRepository'],
  [
    /Authentication failed|could not read (Username|Password)|terminal prompts disabled|Permission denied \(|Host key verification failed/,
    'AuthenticationFailed',
  ],
  [/has no upstream branch|There is no tracking information|no upstream configured/, 'NoUpstream'],
  [/No configured push destination|does not appear to be a git repository|No remote repository specified/, 'NoRemote'],
  [/nothing to commit|nothing added to commit|no changes added to commit/, 'NothingToCommit'],
  [/Please tell me who you are|empty ident name|unable to auto-detect email/, 'IdentityUnknown'],
  [/would be overwritten by|cannot pull with rebase|commit your changes or stash them/, 'WouldOverwrite'],
  [/^CONFLICT |Merge conflict|fix conflicts|unmerged files|could not apply|needs merge/m, 'Conflict'],
  [/\[rejected\]|\[remote rejected\]|failed to push some refs/, 'Rejected'],
  [/index\.lock|Another git process seems to be running|cannot lock ref/, 'Locked'],
  [/[Aa] branch named .* already exists/, 'BranchExists'],
  [/is not fully merged/, 'BranchNotMerged'],
  [
    /exists on disk, but not in|does not exist \(neither|does not exist in|invalid object name|unknown revision|[Nn]ot a valid object name|is not in the (cache|index)/,
    'NotFound',
  ],
]

function failure(args: string[], exitCode: number | null, stderr: string, stdout: Buffer): GitError {
  // Some failures, such as a commit of nothing or a merge's conflicts, are told on the output stream.
  const told = [stderr, stdout.subarray(0, 64 * 1024).toString('utf8')].map((text) => text.trim())
  const code = signs.find(([sign]) => told.some((text) => sign.test(text)))?.[1] ?? 'Failed'
  const message = told.find((text) => text !== '') ?? `git ${args[0]} ended with code ${exitCode} and said nothing.`
  const both = code === 'Conflict' ? told.filter((text) => text !== '').join('\n') : message
  return new GitError(code, both, args, exitCode, stderr)
}
