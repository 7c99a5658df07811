import { nameOf } from '../paths.ts'
import { watchFolder } from '../local/watch.ts'
import type { Repository } from './repository.ts'

/** Folders at the top that hold contents, histories and scripts. A worktree's own folder lies in the common one's `worktrees`. */
const silent = new Set(['objects', 'logs', 'hooks', 'lfs', 'modules', 'worktrees', 'fsmonitor--daemon'])

/** Watches the parts of `.git` whose change shows: index, HEAD, references, states, settings. */
export async function watchRepository(git: Repository, listener: () => void): Promise<AsyncDisposable> {
  const places = [...new Set([git.gitDir, git.commonDir])]
  const options = { skip: isSilent, onError: listener }
  const watches = await Promise.all(places.map((place) => watchFolder(place, listener, options)))
  const watching: AsyncDisposable = {
    [Symbol.asyncDispose]: async () => {
      await Promise.all(watches.map((watch) => watch[Symbol.asyncDispose]()))
    },
  }
  git.keep(watching)
  return watching
}

function isSilent(path: string): boolean {
  const name = nameOf(path)
  // Locks come and go around every change; fetching tells by the references it changes.
  const passing =
    name.endsWith('.lock') || name.startsWith('tmp_') || name === 'FETCH_HEAD' || name === 'COMMIT_EDITMSG'
  return passing || silent.has(path)
}
