import { RemoteError } from '@caret/protocol'
import type * as vscode from 'vscode'
import type { GitContext } from '../context.ts'
import { confirm } from './files.ts'

/** Branches: picking, making, renaming, deleting, merging. */
export function branchCommands(context: GitContext): Record<string, () => unknown> {
  const { api, model, change } = context
  const { git } = model
  return {
    'git.checkout': () => checkout(context),
    'git.branch': () => create(context),
    'git.branchFrom': async () => {
      const from = await pickBranch(context, 'Select a ref to create the branch from')
      if (from) await create(context, from)
    },
    'git.renameBranch': async () => {
      const from = model.state?.head.branch
      if (!from) return
      const to = await askName(api, 'Please provide a new branch name', from)
      if (to && to !== from) await change(() => git.renameBranch({ from, to }))
    },
    'git.deleteBranch': async () => {
      const name = await pickBranch(context, 'Select a branch to delete', (branch) => !branch.remote && !branch.current)
      if (name) await remove(context, name)
    },
    'git.merge': async () => {
      const name = await pickBranch(context, 'Select a branch to merge from', (branch) => !branch.current)
      if (name) await change(() => git.merge({ name }))
    },
    'git.rebase': async () => {
      const onto = await pickBranch(context, 'Select a branch to rebase onto', (branch) => !branch.current)
      if (onto) await change(() => git.rebase({ onto }))
    },
  }
}

interface BranchItem extends vscode.QuickPickItem {
  branch?: string
  run?: () => unknown
}

type Branch = Awaited<ReturnType<GitContext['model']['git']['branches']>>[number]

async function branchItems({ api, model }: GitContext, wanted: (branch: Branch) => boolean): Promise<BranchItem[]> {
  const branches = (await model.git.branches({})).filter(wanted)
  const item = (branch: Branch): BranchItem => ({
    label: `${branch.remote ? '$(cloud)' : branch.current ? '$(check)' : '$(git-branch)'} ${branch.name}`,
    description: `${branch.commit.slice(0, 8)} ${branch.subject}`,
    branch: branch.name,
  })
  const section = (label: string, some: Branch[]): BranchItem[] =>
    some.length > 0 ? [{ label, kind: api.QuickPickItemKind.Separator }, ...some.map(item)] : []
  return [
    ...section(
      'branches',
      branches.filter((branch) => !branch.remote),
    ),
    ...section(
      'remote branches',
      branches.filter((branch) => branch.remote),
    ),
  ]
}

async function pickBranch(context: GitContext, placeHolder: string, wanted: (branch: Branch) => boolean = () => true) {
  const options = { placeHolder, matchOnDescription: true }
  const picked = await context.api.window.showQuickPick<BranchItem>(branchItems(context, wanted), options)
  return picked?.branch
}

async function checkout(context: GitContext): Promise<void> {
  const { api } = context
  const actions: BranchItem[] = [
    { label: '$(plus) Create new branch...', alwaysShow: true, run: () => create(context) },
    {
      label: '$(plus) Create new branch from...',
      alwaysShow: true,
      run: async () => {
        const from = await pickBranch(context, 'Select a ref to create the branch from')
        if (from) await create(context, from)
      },
    },
    {
      label: '$(debug-disconnect) Checkout detached...',
      alwaysShow: true,
      run: async () => {
        const name = await pickBranch(context, 'Select a branch to check out in detached mode')
        if (name) await switchTo(context, name, true)
      },
    },
  ]
  const items = branchItems(context, () => true).then((branches) => [...actions, ...branches])
  const picked = await api.window.showQuickPick(items, {
    placeHolder: 'Select a branch to checkout',
    matchOnDescription: true,
  })
  if (picked?.run) await picked.run()
  else if (picked?.branch) await switchTo(context, picked.branch, false)
}

async function switchTo({ api, model, change }: GitContext, name: string, detach: boolean): Promise<void> {
  await change(async () => {
    try {
      await model.git.switchTo({ name, detach })
    } catch (error) {
      if (!(error instanceof RemoteError && error.code === 'WouldOverwrite')) throw error
      const stash = 'Stash & Checkout'
      if ((await api.window.showWarningMessage(error.message, { modal: true }, stash)) !== stash) return
      await model.git.stash({ message: `Before checking out ${name}`, untracked: true })
      await model.git.switchTo({ name, detach })
      await model.git.popStash({ index: 0 })
    }
  })
}

async function create({ api, model, change }: GitContext, from?: string): Promise<void> {
  const name = await askName(api, 'Please provide a new branch name')
  if (name) await change(() => model.git.createBranch({ name, from }))
}

async function askName(api: typeof vscode, prompt: string, value = ''): Promise<string | undefined> {
  const name = await api.window.showInputBox({
    prompt,
    value,
    placeHolder: 'Branch name',
    ignoreFocusOut: true,
    validateInput: (text) => (nameRefused(text.trim()) ? `"${text.trim()}" is not a valid branch name.` : undefined),
  })
  return name?.trim() || undefined
}

/** The rules of `git check-ref-format` that people run into; git itself has the last word. */
const nameRefused = (name: string) =>
  name !== '' && /^[-/.]|\.\.|@\{|[\s~^:?*[\\]|\/\/|\/\.|\.lock$|[/.]$|^@$/.test(name)

async function remove({ api, model, change }: GitContext, name: string): Promise<void> {
  await change(async () => {
    try {
      await model.git.deleteBranch({ name, force: false })
    } catch (error) {
      if (!(error instanceof RemoteError && error.code === 'BranchNotMerged')) throw error
      const question = `The branch "${name}" is not fully merged. Delete it anyway?`
      if (await confirm(api, question, 'Delete Branch')) await model.git.deleteBranch({ name, force: true })
    }
  })
}
