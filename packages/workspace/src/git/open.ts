import * as branches from './branches.ts'
import * as files from './files.ts'
import * as history from './history.ts'
import type { Git } from './git.ts'
import { GitError } from './model.ts'
import * as remotes from './remotes.ts'
import { findRepository, type Repository } from './repository.ts'
import { runGit } from './run.ts'
import * as stash from './stash.ts'
import { readStatus } from './status.ts'
import { watchRepository } from './watch.ts'

/**
 * The repository that holds `folder`, or undefined when there is none or git is not installed. Throws a `GitError` when
 * there is one that git refuses to open, as with `UnsafeRepository` for somebody else's.
 */
export async function openGit(folder: string): Promise<Git | undefined> {
  const repository = await findRepository(folder)
  return repository && gitOf(repository)
}

/** Makes a repository of `folder` and opens it. */
export async function initGit(folder: string): Promise<Git> {
  const configured = await runGit(['config', '--get', 'init.defaultBranch'], { cwd: folder, accept: [0, 1] })
  const branch = configured.stdout.toString().trim() || 'main'
  const args = ['init', '--quiet', `--initial-branch=${branch}`]
  await runGit(args, { cwd: folder })
  const git = await openGit(folder)
  if (!git) throw new GitError('Failed', `git made a repository in ${folder} and does not find it.`, args)
  return git
}

function gitOf(repository: Repository): Git {
  const { root, prefix } = repository
  const bind = <A extends unknown[], R>(method: (repository: Repository, ...args: A) => R) => {
    return (...args: A) => method(repository, ...args)
  }
  return {
    root,
    prefix,
    status: bind(readStatus),
    watch: bind(watchRepository),
    onCommand: repository.onCommand,
    show: bind(files.show),
    ignored: bind(files.ignored),
    diff: bind(files.diff),
    log: bind(history.log),
    stage: bind(files.stage),
    unstage: bind(files.unstage),
    stageLines: bind(files.stageLines),
    unstageLines: bind(files.unstageLines),
    discard: bind(files.discard),
    commit: bind(history.commit),
    undoCommit: bind(history.undoCommit),
    proposedMessage: bind(history.proposedMessage),
    branches: bind(branches.list),
    createBranch: bind(branches.create),
    switchTo: bind(branches.switchTo),
    renameBranch: bind(branches.rename),
    deleteBranch: bind(branches.remove),
    merge: bind(branches.merge),
    rebase: bind(branches.rebase),
    continueOperation: bind(branches.continueOperation),
    abortOperation: bind(branches.abortOperation),
    stashes: bind(stash.list),
    stash: bind(stash.push),
    popStash: bind(stash.pop),
    dropStash: bind(stash.drop),
    remotes: bind(remotes.list),
    addRemote: bind(remotes.add),
    fetch: bind(remotes.fetch),
    pull: bind(remotes.pull),
    push: bind(remotes.push),
    [Symbol.asyncDispose]: () => repository.close(),
  }
}
