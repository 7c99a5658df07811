import { GitError, type GitStash } from './model.ts'
import type { Repository } from './repository.ts'

export async function list(git: Repository, signal?: AbortSignal): Promise<GitStash[]> {
  const { stdout } = await git.run(['stash', 'list', '-z', '--format=%gs'], {}, signal)
  const messages = stdout.toString('utf8').split('\0').slice(0, -1)
  return messages.map((message, index) => ({ index, message }))
}

export async function push(
  git: Repository,
  options: { message?: string; untracked?: boolean } = {},
  signal?: AbortSignal,
): Promise<void> {
  const args = ['stash', 'push']
  if (options.untracked) args.push('--include-untracked')
  if (options.message) args.push('--message', options.message)
  const { stdout } = await git.alone(() => git.run(args, {}, signal))
  const told = stdout.toString('utf8').trim()
  if (told.startsWith('No local changes')) throw new GitError('NothingToCommit', told, args, 0)
}

export async function pop(git: Repository, index: number, signal?: AbortSignal): Promise<void> {
  await git.alone(() => git.run(['stash', 'pop', '--index', `stash@{${index}}`], {}, signal))
}

export async function drop(git: Repository, index: number, signal?: AbortSignal): Promise<void> {
  await git.alone(() => git.run(['stash', 'drop', `stash@{${index}}`], {}, signal))
}
