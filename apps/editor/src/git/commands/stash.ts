import type { GitContext } from '../context.ts'
import { confirm } from './files.ts'

/** Putting changes aside and taking them back. */
export function stashCommands(context: GitContext): Record<string, () => unknown> {
  const { api, model, change } = context
  const { git } = model

  async function push(untracked: boolean): Promise<void> {
    const message = await api.window.showInputBox({
      prompt: 'Optionally provide a stash message',
      placeHolder: 'Stash message',
    })
    if (message !== undefined) await change(() => git.stash({ message: message.trim() || undefined, untracked }))
  }

  async function pick(placeHolder: string) {
    const stashes = await git.stashes({})
    if (stashes.length === 0) {
      void api.window.showInformationMessage('There are no stashes in the repository.')
      return undefined
    }
    const items = stashes.map(({ index, message }) => ({ label: `#${index}: ${message}`, index }))
    return api.window.showQuickPick(items, { placeHolder })
  }

  return {
    'git.stash': () => push(false),
    'git.stashIncludeUntracked': () => push(true),
    'git.stashPop': async () => {
      const picked = await pick('Pick a stash to pop')
      if (picked) await change(() => git.popStash({ index: picked.index }))
    },
    'git.stashDrop': async () => {
      const picked = await pick('Pick a stash to drop')
      if (!picked || !(await confirm(api, `Drop the stash ${picked.label}?`, 'Drop Stash'))) return
      await change(() => git.dropStash({ index: picked.index }))
    },
  }
}
