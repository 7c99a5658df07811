import { relative, sep } from 'node:path'
import { subscribe } from '@parcel/watcher'
import type { Repository } from './repository.ts'

/** Watches the parts of `.git` whose change shows: index, HEAD, references, states, settings. */
export async function watchRepository(git: Repository, listener: () => void): Promise<AsyncDisposable> {
  const places = [...new Set([git.gitDir, git.commonDir])]
  const ignore = ['objects', 'logs', 'hooks', 'lfs', 'modules', 'worktrees', 'fsmonitor--daemon']
  const subscriptions = await Promise.all(
    places.map((place) => {
      // A worktree's own folder lies in `.git/worktrees`: ignored in the common folder, watched as itself.
      return subscribe(
        place,
        (error, events) => {
          if (error || events.some((event) => shows(relative(place, event.path)))) listener()
        },
        { ignore },
      )
    }),
  )
  let ended: Promise<unknown> | undefined
  const watching: AsyncDisposable = {
    [Symbol.asyncDispose]: async () => {
      // A folder that was deleted is watched no more, and refuses to be let go.
      ended ??= Promise.all(subscriptions.map((subscription) => subscription.unsubscribe().catch(() => {})))
      await ended
    },
  }
  git.keep(watching)
  return watching
}

function shows(path: string): boolean {
  const name = path.split(sep).at(-1) ?? ''
  // Locks come and go around every change; fetching tells by the references it changes.
  return !name.endsWith('.lock') && !name.startsWith('tmp_') && name !== 'FETCH_HEAD' && name !== 'COMMIT_EDITMSG'
}
