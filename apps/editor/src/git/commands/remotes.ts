import type { GitContext } from '../context.ts'
import { confirm } from './files.ts'

/** Fetching, pulling, pushing, publishing. */
export function remoteCommands(context: GitContext): Record<string, () => unknown> {
  const { model, talk, api } = context
  const { git } = model
  return {
    'git.fetch': () => talk('Git: Fetching', (line, signal) => git.fetch({ prune: false }, line, signal)),
    'git.fetchPrune': () => talk('Git: Fetching', (line, signal) => git.fetch({ prune: true }, line, signal)),
    'git.pull': () => talk('Git: Pulling', (line, signal) => git.pull({ rebase: false }, line, signal)),
    'git.pullRebase': () => talk('Git: Pulling', (line, signal) => git.pull({ rebase: true }, line, signal)),
    'git.push': () => pushOrPublish(context),
    'git.pushForce': async () => {
      const question = 'Force push replaces the remote branch by yours. Go on?'
      if (!(await confirm(api, question, 'Force Push'))) return
      await talk('Git: Pushing', (line, signal) => git.push({ forceWithLease: true }, line, signal))
    },
    'git.publish': () => publish(context),
    'git.sync': () => sync(context),
    'git.addRemote': () => addRemote(context),
  }
}

export async function pushOrPublish(context: GitContext): Promise<void> {
  const { model, talk } = context
  if (!model.state?.head.upstream) return publish(context)
  await talk('Git: Pushing', (line, signal) => model.git.push({ forceWithLease: false }, line, signal))
}

export async function sync(context: GitContext): Promise<void> {
  const { api, model, talk, setting } = context
  const { head } = model.state ?? {}
  if (!head?.upstream) return publish(context)
  if (setting('confirmSync', true)) {
    const question = `This action will pull and push commits from and to "${head.upstream}".`
    const choice = await api.window.showWarningMessage(question, { modal: true }, 'OK', "OK, Don't Show Again")
    if (!choice) return
    if (choice !== 'OK') await api.workspace.getConfiguration('git').update('confirmSync', false, true)
  }
  await talk('Git: Synchronizing', async (line, signal) => {
    await model.git.pull({ rebase: false }, line, signal)
    await model.refresh()
    if ((model.state?.head.ahead ?? 0) > 0) await model.git.push({ forceWithLease: false }, line, signal)
  })
}

async function publish(context: GitContext): Promise<void> {
  const { api, model, talk } = context
  const branch = model.state?.head.branch
  if (!branch) {
    void api.window.showWarningMessage('Check out a branch first: a detached HEAD cannot be published.')
    return
  }
  const remotes = await model.git.remotes({})
  const names = remotes.map((remote) => remote.name)
  const remote =
    names.length === 0
      ? await addRemote(context)
      : names.length === 1
        ? names[0]
        : await api.window.showQuickPick(names, { placeHolder: `Pick a remote to publish the branch "${branch}" to` })
  if (!remote) return
  await talk(`Git: Publishing ${branch}`, (line, signal) =>
    model.git.push({ publish: remote, forceWithLease: false }, line, signal),
  )
}

async function addRemote({ api, model, change }: GitContext): Promise<string | undefined> {
  const url = await api.window.showInputBox({ prompt: 'URL of the remote repository', ignoreFocusOut: true })
  if (!url?.trim()) return undefined
  const taken = new Set((await model.git.remotes({})).map((remote) => remote.name))
  const name = await api.window.showInputBox({
    prompt: 'Name of the remote',
    value: taken.has('origin') ? '' : 'origin',
    ignoreFocusOut: true,
    validateInput: (value) => (taken.has(value) ? `There is a remote ${value} already.` : undefined),
  })
  if (!name?.trim()) return undefined
  const added = await change(() => model.git.addRemote({ name: name.trim(), url: url.trim() }))
  return added ? name.trim() : undefined
}
