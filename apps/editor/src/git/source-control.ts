import type { GitFileState } from '@caret/protocol'
import type * as vscode from 'vscode'
import { lookOf } from './decorations.ts'
import type { GitModel } from './model.ts'

export type GroupName = 'merge' | 'index' | 'workingTree'

/** One row of the source control view. */
export interface GitResource extends vscode.SourceControlResourceState {
  file: GitFileState
  group: GroupName
}

/** The source control view of the repository, while there is one. */
export interface GitView {
  readonly input: vscode.SourceControlInputBox | undefined
  groupOf(group: vscode.SourceControlResourceGroup): GroupName | undefined
}

/** Rows beyond this many are left out: nobody reads them, and the view would freeze. */
const mostRows = 10_000

export function showSourceControl(
  api: typeof vscode,
  model: GitModel,
  buttons: (model: GitModel) => Pick<vscode.SourceControl, 'actionButton' | 'statusBarCommands'>,
): GitView & { update(): void } {
  let shown: { root: string; control: vscode.SourceControl; groups: Groups } | undefined

  function open(root: string) {
    const control = api.scm.createSourceControl('git', 'Git', api.Uri.file(root))
    const groups: Groups = {
      merge: control.createResourceGroup('merge', 'Merge Changes'),
      index: control.createResourceGroup('index', 'Staged Changes'),
      workingTree: control.createResourceGroup('workingTree', 'Changes'),
    }
    groups.merge.hideWhenEmpty = true
    groups.index.hideWhenEmpty = true
    control.acceptInputCommand = { command: 'git.commit', title: 'Commit' }
    control.quickDiffProvider = {
      label: 'Git Local Changes',
      provideOriginalResource(uri: vscode.Uri) {
        const path = model.paths?.toPath(uri)
        const file = model.find(uri)
        if (!model.paths || path === undefined) return undefined
        if (file?.unstaged === 'untracked' || file?.conflict || file?.submodule) return undefined
        return model.paths.atRevision({ path, revision: ':' })
      },
    }
    return { root, control, groups }
  }

  function update() {
    const root = model.repository?.root
    if (shown && shown.root !== root) {
      shown.control.dispose()
      shown = undefined
    }
    void api.commands.executeCommand('setContext', 'git.repositoryOpen', root !== undefined)
    void api.commands.executeCommand('setContext', 'git.searched', true)
    if (root === undefined || !model.state || !model.paths) return
    shown ??= open(root)
    const { control, groups } = shown
    const { state, paths } = model
    const rows = toRows(api, state.files, (path) => paths.toUri(path))
    for (const name of ['merge', 'index', 'workingTree'] as const) {
      groups[name].resourceStates = rows[name].slice(0, mostRows).map((row) => ({
        ...row,
        command: { command: 'git.openChange', title: 'Open Changes', arguments: [row] },
      }))
    }
    control.count = state.files.length
    const branch = state.head.branch
    control.inputBox.placeholder = branch
      ? `Message ({0} to commit on "${branch}")`.replace('{0}', isMac() ? '⌘Enter' : 'Ctrl+Enter')
      : 'Message (Ctrl+Enter to commit)'
    const { actionButton, statusBarCommands } = buttons(model)
    control.actionButton = actionButton
    control.statusBarCommands = statusBarCommands
  }

  model.onChange(update)
  return {
    update,
    get input() {
      return shown?.control.inputBox
    },
    groupOf(group) {
      const names = Object.keys(shown?.groups ?? {}) as GroupName[]
      return names.find((name) => shown?.groups[name].id === group.id)
    },
  }
}

type Groups = Record<GroupName, vscode.SourceControlResourceGroup>

/** Which rows a repository's files make: a file that is staged and changed again stands in two groups. */
export function toRows(
  api: typeof vscode,
  files: GitFileState[],
  toUri: (path: string) => vscode.Uri,
): Record<GroupName, GitResource[]> {
  const rows: Record<GroupName, GitResource[]> = { merge: [], index: [], workingTree: [] }
  const add = (group: GroupName, file: GitFileState) => {
    const { tooltip } = lookOf(file)
    const deleted = file.unstaged === 'deleted' || file.staged === 'deleted' || file.conflict?.includes('deleted')
    rows[group].push({
      resourceUri: toUri(file.path),
      decorations: { tooltip, strikeThrough: deleted ?? false, faded: false },
      contextValue: file.submodule ? 'submodule' : 'file',
      file,
      group,
    })
  }
  for (const file of files) {
    if (file.conflict) add('merge', file)
    else {
      if (file.staged) add('index', { ...file, unstaged: undefined })
      if (file.unstaged) add('workingTree', { ...file, staged: undefined, from: undefined })
    }
  }
  return rows
}

const isMac = () => navigator.platform.startsWith('Mac')
