import type { GitRemote } from './model.ts'
import { type OnProgress, plainName, type Repository } from './repository.ts'

export async function list(git: Repository, signal?: AbortSignal): Promise<GitRemote[]> {
  const args = ['config', '--null', '--get-regexp', '^remote\\..*\\.url$']
  // Code 1: there is none.
  const { stdout } = await git.run(args, { accept: [0, 1] }, signal)
  return stdout
    .toString('utf8')
    .split('\0')
    .flatMap((record) => {
      const [, name, url] = /^remote\.(.*)\.url\n(.*)$/s.exec(record) ?? []
      return name && url ? [{ name, url }] : []
    })
}

export async function add(git: Repository, name: string, url: string, signal?: AbortSignal): Promise<void> {
  await git.alone(() => git.run(['remote', 'add', '--', name, url], {}, signal))
}

export async function fetch(
  git: Repository,
  options: { prune?: boolean } = {},
  onLine?: OnProgress,
  signal?: AbortSignal,
): Promise<void> {
  await git.run(['fetch', '--progress', ...(options.prune ? ['--prune'] : [])], { onLine }, signal)
}

export async function pull(
  git: Repository,
  options: { rebase?: boolean } = {},
  onLine?: OnProgress,
  signal?: AbortSignal,
): Promise<void> {
  const args = ['pull', '--progress', ...(options.rebase ? ['--rebase'] : [])]
  await git.alone(() => git.run(args, { onLine }, signal))
}

export async function push(
  git: Repository,
  options: { publish?: string; forceWithLease?: boolean } = {},
  onLine?: OnProgress,
  signal?: AbortSignal,
): Promise<void> {
  const args = ['push', '--progress']
  if (options.forceWithLease) args.push('--force-with-lease')
  if (options.publish) args.push('--set-upstream', plainName(options.publish), 'HEAD')
  await git.run(args, { onLine }, signal)
}
