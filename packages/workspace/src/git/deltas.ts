import { copyFile, lstat, mkdtemp, readFile, readlink, realpath, rm, stat, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GitError } from './model.ts'
import { plainName } from './repository.ts'
import { runGit } from './run.ts'

/** A file that differs between two trees, or between a tree and the working tree. */
export interface Delta {
  /** Where it is afterwards; of a deleted file, where it was. */
  path: string
  /** Where it was, if it was moved. */
  from?: string
  /** Missing where there is no file. */
  before?: DeltaSide
  after?: DeltaSide
  /** A merge's conflict in it is not resolved. */
  conflict?: true
}

export interface DeltaSide {
  /** Octal, as git writes it: `100644`, `100755`, `120000` for a link, `160000` for a submodule. */
  mode: string
  /** The blob's, or the submodule's commit's, object name; missing for what only the working tree has. */
  id?: string
}

/** A commit, found by any of its names. */
export interface FoundCommit {
  id: string
  /** The first one's; a commit without any is compared with the empty tree. */
  parent: string | undefined
  subject: string
}

/** What changed between revisions, of a repository that has `folder` or is it. */
export interface Deltas {
  /** Absolute: the working tree's top, or the bare repository. */
  readonly root: string
  /** Throws a `GitError` with code `NotFound` where there is none. */
  commit(revision: string, signal?: AbortSignal): Promise<FoundCommit>
  /** Undefined for branches without a common past. */
  mergeBase(one: string, other: string, signal?: AbortSignal): Promise<string | undefined>
  /** The branch that others leave, as far as that can be known: the remote's, or `main`, `master`, `trunk`, `develop`. */
  defaultBranch(signal?: AbortSignal): Promise<string | undefined>
  /** With renames found. `undefined` is the empty tree. */
  between(from: string | undefined, to: string, signal?: AbortSignal): Promise<Delta[]>
  /** HEAD against the working tree, staged or not, with untracked files that no rule ignores. */
  workingTree(signal?: AbortSignal): Promise<Delta[]>
  /** What the index has of files, as far as no conflict is in them, and which of them the working tree has otherwise. */
  staged(paths: readonly string[], signal?: AbortSignal): Promise<StagedFiles>
  /** Bytes of each blob that is there. */
  sizes(ids: readonly string[], signal?: AbortSignal): Promise<Map<string, number>>
  /** A file of a commit, if it has it. */
  entry(commit: string, path: string, signal?: AbortSignal): Promise<DeltaSide | undefined>
  /** A file of the working tree; undefined where none can be read. */
  file(path: string, most: number): Promise<TreeFile | undefined>
}

export interface StagedFiles {
  entries: Map<string, DeltaSide>
  /** Paths of files that git knows and that differ from the index. */
  changed: Set<string>
}

export interface TreeFile {
  /** Bytes. */
  size: number
  /** Milliseconds since the epoch. */
  modified: number
  /** Of a link its target; missing above `most`, and for a folder (a submodule). */
  bytes?: Buffer
}

/** Throws a `GitError` where there is no repository. */
export async function openDeltas(folder: string, signal?: AbortSignal): Promise<Deltas> {
  const git = async (args: string[], options: Omit<Parameters<typeof runGit>[1], 'cwd'> = {}, abort = signal) =>
    (await runGit(args, { cwd: folder, ...options }, abort)).stdout
  const ask = async (args: string[], abort?: AbortSignal) => {
    const { code, stdout } = await runGit(args, { cwd: folder, accept: [0, 1, 128] }, abort)
    return code === 0 ? stdout.toString('utf8').trim() || undefined : undefined
  }
  await git(['rev-parse', '--git-dir'])
  const emptyTree = () => ask(['hash-object', '-t', 'tree', '/dev/null'])
  const root = await realpath((await ask(['rev-parse', '--show-toplevel'])) ?? folder)

  async function workingTree(abort?: AbortSignal): Promise<Delta[]> {
    const place = await mkdtemp(join(tmpdir(), 'caret-git-'))
    try {
      const index = (await ask(['rev-parse', '--path-format=absolute', '--git-path', 'index'], abort))!
      const copy = join(place, 'index')
      await copyIndex(index, copy)
      const options = { cwd: root, env: { GIT_INDEX_FILE: copy, GIT_OPTIONAL_LOCKS: '0' } }
      // In a copy of the index untracked files become known, so that git finds renames to them too.
      await runGit(['add', '--intent-to-add', '--ignore-errors', '--', '.'], { ...options, accept: [0, 1, 128] }, abort)
      const head = (await ask(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], abort)) ?? (await emptyTree())!
      const { stdout } = await runGit(['diff', ...rawDiff, '--ignore-submodules=none', head, '--'], options, abort)
      const unmerged = await runGit(['ls-files', '--unmerged', '-z'], { cwd: root }, abort)
      const conflicts = new Set(
        unmerged.stdout
          .toString('utf8')
          .split('\0')
          .map((entry) => entry.split('\t')[1]),
      )
      // Object names of the working tree's files are known only by chance, and nothing has them.
      return readDeltas(stdout.toString('utf8')).map(({ after, ...delta }) => ({
        ...delta,
        ...(after && { after: { mode: after.mode } }),
        ...(conflicts.has(delta.path) && { conflict: true }),
      }))
    } finally {
      await rm(place, { recursive: true, force: true })
    }
  }

  return {
    root,
    async commit(revision, abort) {
      const format = '--format=%H%x00%P%x00%s'
      const output = await ask(['log', '--max-count=1', format, plainName(revision), '--'], abort)
      const [id, parents = '', subject = ''] = output?.split('\0') ?? []
      if (!id) throw new GitError('NotFound', `There is no commit ${revision}. \`git log\` lists what there is.`)
      return { id, parent: parents.split(' ')[0] || undefined, subject }
    },
    mergeBase: (one, other, abort) => ask(['merge-base', plainName(one), plainName(other)], abort),
    async defaultBranch(abort) {
      const remote = await ask(['symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD'], abort)
      if (remote) return remote
      for (const name of ['main', 'master', 'trunk', 'develop']) {
        if (await ask(['rev-parse', '--verify', '--quiet', `refs/heads/${name}`], abort)) return name
      }
      return undefined
    },
    async between(from, to, abort) {
      const args = ['diff-tree', '-r', ...rawDiff, from === undefined ? (await emptyTree())! : plainName(from)]
      return readDeltas((await git([...args, plainName(to)], {}, abort)).toString('utf8'))
    },
    workingTree,
    async staged(paths, abort) {
      if (paths.length === 0) return { entries: new Map(), changed: new Set() }
      const options = { cwd: root, env: { GIT_LITERAL_PATHSPECS: '1', GIT_OPTIONAL_LOCKS: '0' } }
      // More of them would not fit on a command line everywhere.
      const some = paths.length <= mostNamed ? ['--', ...paths] : []
      const known = await runGit(['ls-files', '--stage', '-z', ...some], options, abort)
      const entries = known.stdout.toString('utf8').matchAll(/(\d+) (\w+) 0\t([^\0]+)\0/g)
      const diff = ['diff', '--name-only', '-z', '--no-renames', '--no-ext-diff', '--ignore-submodules=none', ...some]
      const { stdout } = await runGit(diff, options, abort)
      return {
        entries: new Map([...entries].map(([, mode, id, path]) => [path!, { mode: mode!, id: id! }])),
        changed: new Set(stdout.toString('utf8').split('\0').slice(0, -1)),
      }
    },
    async sizes(ids, abort) {
      if (ids.length === 0) return new Map()
      const output = await git(['cat-file', '--batch-check'], { input: `${ids.join('\n')}\n` }, abort)
      const found = output.toString('utf8').matchAll(/^(\w+) blob (\d+)$/gm)
      return new Map([...found].map(([, id, size]) => [id!, Number(size)]))
    },
    async entry(commit, path, abort) {
      const env = { GIT_LITERAL_PATHSPECS: '1' }
      const output = await git(['ls-tree', '-z', '--full-tree', plainName(commit), '--', path], { env }, abort)
      const [, mode, id] = /^(\d+) \w+ (\w+)\t/.exec(output.toString('utf8')) ?? []
      return mode && id ? { mode, id } : undefined
    },
    async file(path, most) {
      const file = join(root, path)
      try {
        const found = await lstat(file)
        const { size, mtimeMs: modified } = found
        if (found.isSymbolicLink()) return { size, modified, bytes: Buffer.from(await readlink(file)) }
        return found.isFile() && size <= most ? { size, modified, bytes: await readFile(file) } : { size, modified }
      } catch {
        return undefined
      }
    },
  }
}

/**
 * Copies git's index, if there is one, with its time: what was written in the same second as the index git looks at again, and
 * a younger copy would have it take that for unchanged.
 */
async function copyIndex(index: string, copy: string): Promise<void> {
  try {
    const { atime, mtime } = await stat(index)
    await copyFile(index, copy)
    await utimes(copy, atime, mtime)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

const mostNamed = 200

const rawDiff = ['--raw', '-z', '-M', '--no-abbrev', '--no-ext-diff', '--no-textconv', '--no-color']

/** Reads `git diff --raw -z`: `:mode mode id id status`, then one path, or two for a rename. */
function readDeltas(raw: string): Delta[] {
  const fields = raw.split('\0')
  const deltas: Delta[] = []
  for (let at = 0; at + 1 < fields.length; ) {
    const record = /^:(\d+) (\d+) (\w+) (\w+) (\w)/.exec(fields[at]!)
    const moved = record?.[5] === 'R' || record?.[5] === 'C'
    const path = fields[at + (moved ? 2 : 1)]!
    if (record && record[5] !== 'U') {
      const before = sideOf(record[1]!, record[3]!)
      const after = sideOf(record[2]!, record[4]!)
      const from = record[5] === 'R' ? { from: fields[at + 1]! } : {}
      deltas.push({ path, ...from, ...(before && { before }), ...(after && { after }) })
    }
    at += moved ? 3 : 2
  }
  return deltas
}

function sideOf(mode: string, id: string): DeltaSide | undefined {
  if (/^0+$/.test(mode)) return undefined
  return /^0+$/.test(id) ? { mode } : { mode, id }
}
