import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { rgPath } from '@vscode/ripgrep'
import { expandBraces, tidyGlob } from '../globs.ts'
import { caretIgnoreFile } from '../ignore-rules.ts'
import type { FilesOptions } from '../workspace.ts'
import type { Root } from './confine.ts'
import { inRepository } from './ignored.ts'

/** How a run of ripgrep ended: 0 with results, 1 without, 2 with an error. */
export interface RipgrepEnd {
  code: number | null
  stderr: string
}

/**
 * Runs ripgrep in the folder and gives the records of its output, each ended by `separator`, as they come. Whoever stops
 * reading ends the process; so does the signal, whose reason is then thrown.
 */
export async function* ripgrep(
  root: Root,
  args: string[],
  separator: '\n' | '\0',
  signal?: AbortSignal,
): AsyncGenerator<string[], RipgrepEnd> {
  signal?.throwIfAborted()
  const child = spawn(rgPath, args, { cwd: root.real, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    if (stderr.length < 64 * 1024) stderr += chunk
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve(code))
  })
  ended.catch(() => {})
  const stop = () => void child.kill('SIGKILL')
  signal?.addEventListener('abort', stop, { once: true })
  try {
    /** The start of a record whose end has not come; in pieces, for one line may be many megabytes. */
    let begun: Buffer[] = []
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      signal?.throwIfAborted()
      // What ripgrep has written faster than it is read comes all at once: others have their turn in between.
      await setImmediate()
      const end = chunk.lastIndexOf(separator)
      if (end >= 0) {
        const whole = Buffer.concat([...begun, chunk.subarray(0, end)])
        begun = []
        yield whole.toString('utf8').split(separator)
      }
      if (end < chunk.length - 1) begun.push(chunk.subarray(end + 1))
    }
    const code = await ended
    signal?.throwIfAborted()
    return { code, stderr }
  } finally {
    signal?.removeEventListener('abort', stop)
    stop()
  }
}

/** Which files ripgrep looks at. Where it starts comes after these. */
export async function filesArguments(
  root: Root,
  { includes, excludes = [], useIgnoreFiles = true }: FilesOptions,
): Promise<FilesArguments> {
  const args = ['--no-config', '--hidden', '--no-messages', '--no-ignore-messages']
  const wanted = includes?.length ? await writeInverse(includes) : undefined
  if (wanted) args.push(`--ignore-file=${wanted}`)
  if (!useIgnoreFiles) args.push('--no-ignore')
  else {
    // `.ignore` and `.rgignore` are ripgrep's own habit.
    args.push('--no-ignore-dot')
    // Without a repository, `.gitignore` files count for the folder, and those above it are somebody else's.
    if (!inRepository(root)) args.push('--no-require-git', '--no-ignore-parent')
    if (existsSync(join(root.real, caretIgnoreFile))) args.push(`--ignore-file=${caretIgnoreFile}`)
  }
  for (const glob of excludes.map(tidyGlob)) args.push(`--glob=!${glob}`)
  args.push('--glob=!.git')
  return { args, [Symbol.asyncDispose]: async () => void (wanted && (await rm(wanted, { force: true }))) }
}

export interface FilesArguments extends AsyncDisposable {
  args: string[]
}

/**
 * An ignore file that names all but what `includes` ask for. Ripgrep's own globs would overrule the folder's ignore files;
 * these give way to them, and to a `!` in them as well: what comes must be matched once more.
 */
async function writeInverse(includes: string[]): Promise<string> {
  const lines = includes
    .flatMap(expandBraces)
    .map(tidyGlob)
    .flatMap((glob) => [`!${glob}`, `!${allWithin(glob)}`])
  const path = join(tmpdir(), `caret-globs-${randomUUID()}`)
  await writeFile(path, ['*', '!*/', ...lines, ''].join('\n'), { mode: 0o600 })
  return path
}

// What matches a folder counts for all that is in it; ripgrep does so only for what it leaves out.
function allWithin(glob: string): string {
  const folder = glob.replace(/\/$/, '')
  return `${folder.includes('/') ? folder : `**/${folder}`}/**`
}

/** Ripgrep's paths, which it gives as seen from `./`. */
export const plainPath = (path: string) => (path.startsWith('./') ? path.slice(2) : path).replaceAll('\\', '/')
