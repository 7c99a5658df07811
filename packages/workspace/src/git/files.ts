import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import trash from 'trash'
import { invert, parseHunks, takeChanges } from './lines.ts'
import { GitError, type LineChange } from './model.ts'
import { plainName, type Repository } from './repository.ts'
import { readStatus } from './status.ts'

export async function show(git: Repository, revision: string, path: string, signal?: AbortSignal): Promise<Uint8Array> {
  const object = `${revision === ':' ? ':0' : plainName(revision)}:${path}`
  const { stdout } = await git.run(['cat-file', '--filters', object], {}, signal)
  return stdout
}

export async function ignored(git: Repository, paths: string[], signal?: AbortSignal): Promise<string[]> {
  if (paths.length === 0) return []
  const args = ['check-ignore', '-z', '--stdin']
  // Code 1: none is ignored.
  const { stdout } = await git.run(args, { input: paths.join('\0'), accept: [0, 1], env: readOnly }, signal)
  return stdout.toString('utf8').split('\0').slice(0, -1)
}

export async function diff(
  git: Repository,
  path: string,
  side: 'unstaged' | 'staged',
  signal?: AbortSignal,
): Promise<LineChange[]> {
  const args = ['diff', '--unified=0', '--inter-hunk-context=0', '--no-color', '--no-ext-diff', '--no-textconv']
  if (side === 'staged') args.push('--cached')
  const { stdout } = await git.run([...args, '--no-renames', '--', path], { env: { ...literal, ...readOnly } }, signal)
  // Latin-1 keeps one character a byte; only the markers are read.
  const patch = stdout.toString('latin1')
  if (/^Binary files .* differ$/m.test(patch.slice(0, patch.indexOf('\n@@')))) throw binary(path)
  return parseHunks(patch)
}

export function stage(git: Repository, paths: string[], signal?: AbortSignal): Promise<void> {
  return withPaths(git, ['add', '--all'], paths, signal)
}

export function unstage(git: Repository, paths: string[], signal?: AbortSignal): Promise<void> {
  return withPaths(git, ['reset', '--quiet'], paths, signal)
}

export async function discard(git: Repository, paths: string[], signal?: AbortSignal): Promise<void> {
  const wanted = new Set(paths)
  const { files } = await readStatus(git, signal)
  const chosen = files.filter((file) => wanted.has(file.path))
  const untracked = chosen.filter((file) => file.unstaged === 'untracked').map((file) => join(git.root, file.path))
  const tracked = chosen.filter((file) => file.unstaged && file.unstaged !== 'untracked').map((file) => file.path)
  if (tracked.length > 0) await withPaths(git, ['restore', '--worktree'], tracked, signal)
  if (untracked.length > 0) {
    await trash(untracked, { glob: false }).catch(() => {})
    // What has no trash to go to, as on a foreign disk or a server, goes for good.
    await Promise.all(untracked.map((path) => rm(path, { force: true, recursive: true })))
  }
}

export function stageLines(
  git: Repository,
  path: string,
  changes: LineChange[],
  contents?: Uint8Array,
  signal?: AbortSignal,
): Promise<void> {
  return git.alone(async () => {
    const before = await indexEntry(git, path, {}, signal)
    const after = await entryToAdd(git, path, contents, signal)
    const [old, fresh] = await Promise.all([blob(git, before, path, signal), blob(git, after, path, signal)])
    await setEntry(git, path, before?.mode ?? after?.mode ?? '100644', takeChanges(old, fresh, changes), signal)
  })
}

export function unstageLines(
  git: Repository,
  path: string,
  changes: LineChange[],
  signal?: AbortSignal,
): Promise<void> {
  return git.alone(async () => {
    const { files } = await readStatus(git, signal)
    const inHead = files.find((file) => file.path === path)?.from ?? path
    const staged = await indexEntry(git, path, {}, signal)
    const committed = await headEntry(git, inHead, signal)
    const [old, fresh] = await Promise.all([blob(git, committed, inHead, signal), blob(git, staged, path, signal)])
    const result = takeChanges(fresh, old, changes.map(invert))
    await setEntry(git, path, staged?.mode ?? committed?.mode ?? '100644', result, signal)
  })
}

const literal = { GIT_LITERAL_PATHSPECS: '1' }
const readOnly = { GIT_OPTIONAL_LOCKS: '0' }

/** Any number of paths, with any characters. No path means nothing to do, and not everything. */
async function withPaths(git: Repository, args: string[], paths: string[], signal?: AbortSignal): Promise<void> {
  if (paths.length === 0) return
  const all = [...args, '--pathspec-from-file=-', '--pathspec-file-nul']
  await git.alone(() => git.run(all, { input: paths.join('\0'), env: literal }, signal))
}

interface Entry {
  mode: string
  id: string
}

async function indexEntry(git: Repository, path: string, env: Record<string, string>, signal?: AbortSignal) {
  const { stdout } = await git.run(['ls-files', '--stage', '-z', '--', path], { env: { ...literal, ...env } }, signal)
  return readEntry(stdout, /^(\d+) (\w+) 0\t/)
}

async function headEntry(git: Repository, path: string, signal?: AbortSignal) {
  const { stdout } = await git.run(['ls-tree', '-z', 'HEAD', '--', path], { env: literal }, signal)
  return readEntry(stdout, /^(\d+) blob (\w+)\t/)
}

function readEntry(output: Buffer, form: RegExp): Entry | undefined {
  const [, mode, id] = form.exec(output.toString('utf8')) ?? []
  return mode && id ? { mode, id } : undefined
}

/**
 * What `git add` would put into the index: filters and line endings depend on attributes, settings and on what the index has
 * already, so git itself decides, on a copy of the index.
 */
async function entryToAdd(git: Repository, path: string, contents?: Uint8Array, signal?: AbortSignal) {
  const folder = await mkdtemp(join(tmpdir(), 'caret-git-'))
  try {
    const env: Record<string, string> = { ...literal, GIT_INDEX_FILE: join(folder, 'index') }
    await copyFile(join(git.gitDir, 'index'), env.GIT_INDEX_FILE!).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
    })
    if (contents) {
      env.GIT_DIR = git.gitDir
      env.GIT_WORK_TREE = join(folder, 'tree')
      const file = join(env.GIT_WORK_TREE, path)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, contents)
    }
    await git.run(['add', '--force', '--', path], { env }, signal)
    return await indexEntry(git, path, env, signal)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function blob(git: Repository, entry: Entry | undefined, path: string, signal?: AbortSignal): Promise<Buffer> {
  if (!entry) return Buffer.alloc(0)
  const { stdout } = await git.run(['cat-file', 'blob', entry.id], {}, signal)
  // As git itself tells binary from text.
  if (stdout.subarray(0, 8000).includes(0)) throw binary(path)
  return stdout
}

async function setEntry(git: Repository, path: string, mode: string, bytes: Uint8Array, signal?: AbortSignal) {
  const hashed = await git.run(['hash-object', '-w', '--stdin', '--no-filters'], { input: bytes }, signal)
  const entry = `${mode},${hashed.stdout.toString().trim()},${path}`
  await git.run(['update-index', '--add', '--cacheinfo', entry], {}, signal)
}

const binary = (path: string) =>
  new GitError('Binary', `${path} is binary: its lines cannot be compared or staged one by one.`)
