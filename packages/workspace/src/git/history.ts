import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { GitCommit } from './model.ts'
import type { Repository } from './repository.ts'

export async function log(
  git: Repository,
  options: { path?: string; limit?: number; skip?: number } = {},
  signal?: AbortSignal,
): Promise<GitCommit[]> {
  const { path, limit = 100, skip = 0 } = options
  // A record starts with a line feed, then the fields, each ended by NUL, then the names, each ended by NUL.
  const fields = ['%H', '%P', '%an', '%ae', '%at', '%B']
  const args = ['log', `--max-count=${limit}`, `--skip=${skip}`, `--format=${mark}${fields.join('%x00')}%x00`]
  if (path !== undefined) args.push('--follow', '--name-only', '--diff-merges=off', '-z', '--', path)
  const { stdout } = await git.run(args, { env: { GIT_LITERAL_PATHSPECS: '1' } }, signal)
  return stdout.toString('utf8').split(mark).slice(1).map(readCommit)
}

export async function commit(
  git: Repository,
  message: string,
  options: { amend?: boolean; all?: boolean } = {},
  signal?: AbortSignal,
): Promise<void> {
  const args = ['commit', '--quiet']
  if (options.all) args.push('--all')
  if (options.amend) args.push('--amend')
  if (options.amend && message.trim() === '') args.push('--no-edit')
  else args.push('--file=-')
  await git.alone(() => git.run(args, { input: message }, signal))
}

export function undoCommit(git: Repository, signal?: AbortSignal): Promise<string> {
  return git.alone(async () => {
    const { stdout } = await git.run(['log', '--max-count=1', '--format=%P%x00%B'], {}, signal)
    const [parents, message = ''] = stdout.toString('utf8').split('\0')
    await git.run(parents ? ['reset', '--soft', 'HEAD~'] : ['update-ref', '-d', 'HEAD'], {}, signal)
    return message.trimEnd()
  })
}

export async function proposedMessage(git: Repository): Promise<string> {
  for (const name of ['MERGE_MSG', 'SQUASH_MSG']) {
    const text = await readFile(join(git.gitDir, name), 'utf8').catch(() => '')
    const message = text
      .split('\n')
      .filter((line) => !line.startsWith('#'))
      .join('\n')
      .trim()
    if (message) return message
  }
  return ''
}

/** Nothing that a commit's message holds. */
const mark = '\x1e\x1d'

function readCommit(record: string): GitCommit {
  const [id = '', parents = '', author = '', email = '', date, message = '', ...names] = record.split('\0')
  return {
    id,
    parents: parents === '' ? [] : parents.split(' '),
    author,
    email,
    date: Number(date) * 1000,
    message: message.trimEnd(),
    path: names.map((name) => name.replace(/^\n+/, '')).find((name) => name !== ''),
  }
}
