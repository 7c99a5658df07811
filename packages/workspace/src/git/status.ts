import { access } from 'node:fs/promises'
import { join } from 'node:path'
import type { GitChange, GitConflict, GitFile, GitHead, GitOperation, GitStatus } from './model.ts'
import type { Repository } from './repository.ts'

export async function readStatus(repository: Repository, signal?: AbortSignal): Promise<GitStatus> {
  // Optional locks off: looking must not write the index, which would be a change to look at again.
  const env = { GIT_OPTIONAL_LOCKS: '0' }
  const [output, operation] = await Promise.all([
    repository.run(statusArgs, { env }, signal),
    readOperation(repository.gitDir),
  ])
  return { ...parseStatus(output.stdout.toString('utf8')), operation }
}

/** What was begun and not finished, by the files that git keeps meanwhile. */
export async function readOperation(gitDir: string): Promise<GitOperation | undefined> {
  const signs: [string, GitOperation][] = [
    ['rebase-merge', 'rebase'],
    ['rebase-apply', 'rebase'],
    ['MERGE_HEAD', 'merge'],
    ['CHERRY_PICK_HEAD', 'cherry-pick'],
    ['REVERT_HEAD', 'revert'],
  ]
  for (const [name, operation] of signs) {
    const found = await access(join(gitDir, name)).then(
      () => true,
      () => false,
    )
    if (found) return operation
  }
  return undefined
}

const statusArgs = [
  'status',
  '--porcelain=v2',
  '-z',
  '--branch',
  '--untracked-files=all',
  '--find-renames',
  '--ignore-submodules=none',
]

/** Reads `git status --porcelain=v2 -z --branch`, as its manual describes it under "Porcelain Format Version 2". */
export function parseStatus(output: string): { head: GitHead; files: GitFile[] } {
  const head: GitHead = {
    commit: undefined,
    branch: undefined,
    upstream: undefined,
    ahead: undefined,
    behind: undefined,
  }
  const files: GitFile[] = []
  const records = output.split('\0')
  for (let i = 0; i < records.length; i++) {
    const record = records[i]!
    switch (record[0]) {
      case '#':
        readHeader(record, head)
        break
      case '1':
        files.push(changed(record, 8, undefined))
        break
      case '2':
        // The path it came from is a record of its own.
        files.push(changed(record, 9, records[++i]))
        break
      case 'u':
        files.push(unmerged(record))
        break
      case '?':
        files.push({ ...plain(record.slice(2)), unstaged: 'untracked' })
        break
      default:
    }
  }
  return { head, files }
}

function readHeader(record: string, head: GitHead) {
  const [, name, ...rest] = record.split(' ')
  const value = rest.join(' ')
  if (name === 'branch.oid' && value !== '(initial)') head.commit = value
  else if (name === 'branch.head' && value !== '(detached)') head.branch = value
  else if (name === 'branch.upstream') head.upstream = value
  else if (name === 'branch.ab') {
    const counts = /^\+(\d+) -(\d+)$/.exec(value)
    head.ahead = Number(counts?.[1])
    head.behind = Number(counts?.[2])
  }
}

const plain = (path: string): GitFile => ({
  path,
  from: undefined,
  staged: undefined,
  unstaged: undefined,
  conflict: undefined,
  submodule: false,
})

const changes: Record<string, GitChange> = {
  M: 'modified',
  T: 'type-changed',
  A: 'added',
  D: 'deleted',
  R: 'renamed',
  C: 'copied',
}

/** `fields` stand before the path: `1 XY sub mH mI mW hH hI path`, and one more, the score, for a rename. */
function changed(record: string, fields: number, from: string | undefined): GitFile {
  const parts = record.split(' ')
  const [, xy = '..', submodule = 'N...'] = parts
  return {
    ...plain(parts.slice(fields).join(' ')),
    from,
    staged: changes[xy[0]!],
    unstaged: changes[xy[1]!],
    submodule: submodule.startsWith('S'),
  }
}

const conflicts: Record<string, GitConflict> = {
  DD: 'both-deleted',
  AU: 'added-by-us',
  UD: 'deleted-by-them',
  UA: 'added-by-them',
  DU: 'deleted-by-us',
  AA: 'both-added',
  UU: 'both-modified',
}

/** `u XY sub m1 m2 m3 mW h1 h2 h3 path` */
function unmerged(record: string): GitFile {
  const parts = record.split(' ')
  const [, xy = 'UU', submodule = 'N...'] = parts
  return { ...plain(parts.slice(10).join(' ')), conflict: conflicts[xy], submodule: submodule.startsWith('S') }
}
