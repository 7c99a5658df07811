import type { GitBranch, GitOperation } from './model.ts'
import { GitError } from './model.ts'
import * as remotes from './remotes.ts'
import { plainName, type Repository } from './repository.ts'
import { readOperation } from './status.ts'

export async function list(git: Repository, signal?: AbortSignal): Promise<GitBranch[]> {
  const fields = ['refname', 'HEAD', 'objectname', 'contents:subject', 'committerdate:unix', 'upstream:short', 'symref']
  const format = fields.map((field) => `%(${field})`).join('%00')
  const args = ['for-each-ref', '--sort=-committerdate', `--format=${format}`, 'refs/heads', 'refs/remotes']
  const { stdout } = await git.run(args, {}, signal)
  const branches = stdout.toString('utf8').split('\n').flatMap(readBranch)
  return [...branches.filter((branch) => !branch.remote), ...branches.filter((branch) => branch.remote)]
}

function readBranch(line: string): GitBranch[] {
  const [ref = '', head, commit = '', subject = '', date, upstream, symref] = line.split('\0')
  // `origin/HEAD` is another name for one that is in the list.
  if (!ref || symref) return []
  const [, kind, name = ''] = /^refs\/(heads|remotes)\/(.*)$/.exec(ref) ?? []
  const remote = kind === 'remotes'
  return [
    {
      name,
      remote,
      current: head === '*',
      commit,
      subject,
      date: Number(date) * 1000,
      upstream: upstream || undefined,
    },
  ]
}

export async function create(
  git: Repository,
  name: string,
  options: { from?: string; switch?: boolean } = {},
  signal?: AbortSignal,
): Promise<void> {
  const args = options.switch
    ? ['switch', '--no-track', '--create', plainName(name)]
    : ['branch', '--no-track', plainName(name)]
  await change(git, options.from ? [...args, plainName(options.from)] : args, signal)
}

export async function switchTo(
  git: Repository,
  name: string,
  options: { detach?: boolean } = {},
  signal?: AbortSignal,
): Promise<void> {
  if (options.detach) return change(git, ['switch', '--detach', plainName(name)], signal)
  if (!(await exists(git, `refs/heads/${name}`)) && (await exists(git, `refs/remotes/${name}`))) {
    const remote = (await remotes.list(git, signal)).find((each) => name.startsWith(`${each.name}/`))
    const local = remote ? name.slice(remote.name.length + 1) : name
    if (!(await exists(git, `refs/heads/${local}`))) return change(git, ['switch', '--track', name], signal)
    return change(git, ['switch', local], signal)
  }
  return change(git, ['switch', plainName(name)], signal)
}

export const rename = async (git: Repository, from: string, to: string, signal?: AbortSignal) =>
  change(git, ['branch', '--move', plainName(from), plainName(to)], signal)

export const remove = async (git: Repository, name: string, options: { force?: boolean } = {}, signal?: AbortSignal) =>
  change(git, ['branch', options.force ? '-D' : '-d', plainName(name)], signal)

export const merge = async (git: Repository, name: string, signal?: AbortSignal) =>
  change(git, ['merge', '--no-edit', plainName(name)], signal)

export const rebase = async (git: Repository, onto: string, signal?: AbortSignal) =>
  change(git, ['rebase', plainName(onto)], signal)

export async function continueOperation(git: Repository, signal?: AbortSignal): Promise<void> {
  const operation = await current(git)
  await change(git, operation === 'merge' ? ['commit', '--no-edit', '--quiet'] : [operation, '--continue'], signal)
}

export async function abortOperation(git: Repository, signal?: AbortSignal): Promise<void> {
  await change(git, [await current(git), '--abort'], signal)
}

async function current(git: Repository): Promise<GitOperation> {
  const operation = await readOperation(git.gitDir)
  if (!operation) throw new GitError('Failed', 'No merge, rebase, cherry-pick or revert is going on.')
  return operation
}

async function exists(git: Repository, ref: string): Promise<boolean> {
  const { code } = await git.run(['show-ref', '--verify', '--quiet', ref], { accept: [0, 1] })
  return code === 0
}

async function change(git: Repository, args: string[], signal?: AbortSignal): Promise<void> {
  await git.alone(() => git.run(args, {}, signal))
}
