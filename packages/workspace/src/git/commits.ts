import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { parseHunks } from './lines.ts'
import { GitError, type LineChange } from './model.ts'
import { plainName } from './repository.ts'
import { runGit } from './run.ts'

/** The commits of a repository, bare ones too, for reading. */
export interface CommitReader extends AsyncDisposable {
  /** Commits with exactly one parent, newest first: those after `since`, up to `until` (default `HEAD`). */
  list(range?: { since?: string; until?: string }, signal?: AbortSignal): Promise<PastCommit[]>
  /** Every regular file of a commit's tree. */
  tree(commit: string, signal?: AbortSignal): Promise<Map<string, PastFile>>
  /** What a commit changed, with renames found. */
  changes(commit: PastCommit, signal?: AbortSignal): Promise<PastChange[]>
  /** A file's bytes as committed; undefined where the repository lacks them (a partial clone). */
  blob(id: string): Promise<Buffer | undefined>
}

export interface PastCommit {
  id: string
  parent: string
  subject: string
}

export interface PastFile {
  /** The blob's object name: equal ids, equal bytes. */
  id: string
  /** Bytes. */
  size: number
}

export interface PastChange {
  kind: 'added' | 'modified' | 'deleted' | 'renamed' | 'other'
  /** The path after the change (before it, for a deleted file). */
  path: string
  /** Blob ids; of zeros where there is none. */
  before: string
  after: string
  /** Lines that differ; empty for binary files. */
  lines: LineChange[]
}

/** Opens a repository for reading its past. Throws a `GitError` where there is none. */
export async function openCommits(folder: string, signal?: AbortSignal): Promise<CommitReader> {
  const git = async (args: string[], abort?: AbortSignal) => (await runGit(args, { cwd: folder }, abort)).stdout
  await git(['rev-parse', '--git-dir'], signal)
  const blobs = readBlobs(folder)
  return {
    list: async ({ since, until = 'HEAD' } = {}, abort) => {
      const range = since ? `${plainName(since)}..${plainName(until)}` : plainName(until)
      const format = '--format=%H%x00%P%x00%s'
      const output = await git(['log', '--no-merges', '--min-parents=1', format, range, '--'], abort)
      return lines(output).map((line) => {
        const [id = '', parent = '', subject = ''] = line.split('\0')
        return { id, parent, subject }
      })
    },
    tree: async (commit, abort) => readTree(await git(['ls-tree', '-r', '-z', '-l', plainName(commit)], abort)),
    changes: async ({ id, parent }, abort) => {
      const args = ['diff-tree', '-r', '-M', '--no-ext-diff', '--no-textconv', '--no-color']
      const [raw, patch] = await Promise.all([
        git([...args, '--raw', '-z', '--no-abbrev', parent, id], abort),
        git([...args, '-p', '--unified=0', '--inter-hunk-context=0', '--full-index', parent, id], abort),
      ])
      return readChanges(raw.toString('utf8'), hunksByBlobs(patch.toString('latin1')))
    },
    blob: blobs.read,
    [Symbol.asyncDispose]: blobs.close,
  }
}

const lines = (output: Buffer) => output.toString('utf8').split('\n').slice(0, -1)

function readTree(output: Buffer): Map<string, PastFile> {
  const files = new Map<string, PastFile>()
  for (const line of output.toString('utf8').split('\0')) {
    const [, id, size, path] = /^100\d{3} blob (\w+) +(\d+)\t([^]*)$/.exec(line) ?? []
    if (id && path) files.set(path, { id, size: Number(size) })
  }
  return files
}

/** Hunks depend on the two blobs alone, so their ids say which file a patch's section is about. */
function hunksByBlobs(patch: string): Map<string, LineChange[]> {
  const hunks = new Map<string, LineChange[]>()
  for (const section of patch.split(/^diff --git /m)) {
    const [, before, after] = /^index (\w+)\.\.(\w+)/m.exec(section) ?? []
    const start = section.indexOf('\n@@ ')
    if (before && after && start !== -1) hunks.set(`${before}..${after}`, parseHunks(section.slice(start + 1)))
  }
  return hunks
}

const kinds: Record<string, PastChange['kind']> = { A: 'added', M: 'modified', D: 'deleted', R: 'renamed' }

function readChanges(raw: string, hunks: Map<string, LineChange[]>): PastChange[] {
  const fields = raw.split('\0')
  const changes: PastChange[] = []
  for (let at = 0; at + 1 < fields.length; ) {
    const [, oldMode, newMode, before = '', after = '', status = ''] =
      /^:(\d+) (\d+) (\w+) (\w+) (\w)/.exec(fields[at]!) ?? []
    const twoPaths = status === 'R' || status === 'C'
    const path = fields[at + (twoPaths ? 2 : 1)]!
    const regular = [oldMode, newMode].every((mode) => mode?.startsWith('100') || mode === '000000')
    const kind = regular ? (kinds[status] ?? 'other') : 'other'
    changes.push({ kind, path, before, after, lines: hunks.get(`${before}..${after}`) ?? [] })
    at += twoPaths ? 3 : 2
  }
  return changes
}

/** One process gives all the blobs, in the order in which they are asked for. */
function readBlobs(folder: string) {
  let child: ChildProcessWithoutNullStreams | undefined
  let waiting: { resolve: (bytes: Buffer | undefined) => void; reject: (error: Error) => void }[] = []
  let received: Buffer[] = []
  let size = 0
  /** How many bytes must be there before reading on is worth while. */
  let wanted = 1

  const take = () => {
    if (size < wanted) return
    let buffer = received.length === 1 ? received[0]! : Buffer.concat(received)
    for (;;) {
      const end = buffer.indexOf(10)
      if (end === -1) break
      const [, length] = / blob (\d+)$/.exec(buffer.subarray(0, end).toString('utf8')) ?? []
      const whole = length === undefined ? end + 1 : end + 1 + Number(length) + 1
      if (buffer.length < whole) {
        wanted = whole
        break
      }
      wanted = 1
      waiting.shift()?.resolve(length === undefined ? undefined : Buffer.from(buffer.subarray(end + 1, whole - 1)))
      buffer = buffer.subarray(whole)
    }
    received = buffer.length > 0 ? [buffer] : []
    size = buffer.length
  }
  const fail = (error: Error) => {
    for (const { reject } of waiting) reject(error)
    waiting = []
    child = undefined
    received = []
    size = 0
    wanted = 1
  }
  const start = () => {
    const started = spawn('git', ['cat-file', '--batch'], {
      cwd: folder,
      env: { ...process.env, GIT_NO_LAZY_FETCH: '1', GIT_TERMINAL_PROMPT: '0' },
    })
    started.stdout.on('data', (chunk: Buffer) => {
      received.push(chunk)
      size += chunk.length
      take()
    })
    started.stdin.on('error', () => {})
    started.on('error', fail)
    started.on('close', () => fail(new GitError('Failed', 'git cat-file ended before it gave what was asked for.')))
    return started
  }
  return {
    read: (id: string) =>
      new Promise<Buffer | undefined>((resolve, reject) => {
        child ??= start()
        waiting.push({ resolve, reject })
        child.stdin.write(`${plainName(id)}\n`)
      }),
    close: async () => {
      const ending = child
      if (!ending) return
      ending.stdin.end()
      ending.kill()
      await new Promise((resolve) => ending.once('close', resolve))
    },
  }
}
