import type { GitContext } from '../context.ts'
import { confirm } from './files.ts'
import { pushOrPublish, sync } from './remotes.ts'

/** Committing: what is staged, or all with the user's leave. */
export function commitCommands(context: GitContext): Record<string, () => unknown> {
  const { change, view, model } = context
  return {
    'git.commit': () => commit(context),
    'git.commitAmend': () => commit(context, { amend: true }),
    'git.commitPush': async () => {
      if (await commit(context)) await pushOrPublish(context)
    },
    'git.commitSync': async () => {
      if (await commit(context)) await sync(context)
    },
    'git.undoCommit': async () => {
      const { head } = model.state ?? {}
      if (!head?.commit) return
      if (head.upstream && head.ahead === 0) {
        const question = 'The last commit is published already. Undo it all the same?'
        if (!(await confirm(context.api, question, 'Undo Commit'))) return
      }
      await change(async () => {
        const message = await model.git.undoCommit({})
        if (view.input && view.input.value.trim() === '') view.input.value = message
      })
    },
    'git.continue': () => change(() => model.git.continueOperation({})),
    'git.abort': async () => {
      const operation = model.state?.operation
      if (!operation) return
      const question = `Abort the ${operation}? What you resolved so far will be lost.`
      if (await confirm(context.api, question, 'Abort')) await change(() => model.git.abortOperation({}))
    },
  }
}

/** Whether a commit was made. */
async function commit(context: GitContext, options: { amend?: boolean } = {}): Promise<boolean> {
  const { api, model, view, change } = context
  const { amend = false } = options
  if (!(await saveFirst(context))) return false
  await model.refresh()
  const state = model.state
  if (!state) return false
  if (state.files.some((file) => file.conflict)) {
    void api.window.showErrorMessage('Resolve the conflicts and stage the files before you commit.')
    return false
  }
  const staged = state.files.some((file) => file.staged)
  let stageFirst: string[] = []
  if (!staged && !amend && state.operation !== 'merge') {
    if (state.files.length === 0) {
      void api.window.showInformationMessage('There are no changes to commit.')
      return false
    }
    if (!(await mayCommitAll(context))) return false
    stageFirst = state.files.map((file) => file.path)
  }
  const message = view.input?.value.trim() || (amend ? '' : await askMessage(context))
  if (message === undefined) return false
  const done = await change(async () => {
    if (stageFirst.length > 0) await model.git.stage({ paths: stageFirst })
    await model.git.commit({ message, amend, all: false })
  })
  if (done && view.input) view.input.value = ''
  return done
}

async function askMessage({ api, model }: GitContext): Promise<string | undefined> {
  const branch = model.state?.head.branch
  const message = await api.window.showInputBox({
    prompt: 'Please provide a commit message',
    placeHolder: branch ? `Message (press Enter to commit on "${branch}")` : 'Message (press Enter to commit)',
    value: await model.git.proposedMessage({}),
    ignoreFocusOut: true,
  })
  return message?.trim() ? message : undefined
}

async function mayCommitAll({ api, setting }: GitContext): Promise<boolean> {
  if (setting('enableSmartCommit', false)) return true
  if (!setting('suggestSmartCommit', true)) {
    void api.window.showInformationMessage('There are no staged changes to commit.')
    return false
  }
  const question =
    'There are no staged changes to commit.\n\nWould you like to stage all your changes and commit them directly?'
  const choice = await api.window.showWarningMessage(question, { modal: true }, 'Yes', 'Always', 'Never')
  const configuration = api.workspace.getConfiguration('git')
  if (choice === 'Always') await configuration.update('enableSmartCommit', true, true)
  if (choice === 'Never') await configuration.update('suggestSmartCommit', false, true)
  return choice === 'Yes' || choice === 'Always'
}

/** False when the user would rather not commit now. */
async function saveFirst({ api, model, setting }: GitContext): Promise<boolean> {
  const unsaved = api.workspace.textDocuments.filter(
    (document) => document.isDirty && model.paths?.toPath(document.uri),
  )
  if (unsaved.length === 0 || !setting('promptToSaveFilesBeforeCommit', true)) return true
  const names = unsaved.length === 1 ? unsaved[0]!.uri.path.split('/').at(-1) : `${unsaved.length} files`
  const choice = await api.window.showWarningMessage(
    `${names} has changes that are not saved and would not be in the commit.`,
    { modal: true },
    'Save All & Commit',
    'Commit without Saving',
  )
  if (choice === 'Save All & Commit') await Promise.all(unsaved.map((document) => document.save()))
  return choice !== undefined
}
