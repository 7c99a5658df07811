import type { GitFileState } from '@caret/protocol'
import type * as vscode from 'vscode'
import type { GitContext } from '../context.ts'
import { openChange, sidesOf } from '../open-change.ts'
import type { GitResource } from '../source-control.ts'
import { readRevisionUri } from '../uris.ts'

type Handler = (...args: unknown[]) => unknown

/** Opening, staging, unstaging and discarding whole files. */
export function fileCommands(context: GitContext): Record<string, Handler> {
  const { api, model, change } = context
  const { git } = model
  const files = () => model.state?.files ?? []

  /** The rows that a command was called on, or the active editor's file. */
  function chosen(args: unknown[], groups: GitResource['group'][]): GitResource[] {
    const rows = args.flat().filter(isResource)
    if (rows.length > 0) return rows.filter((row) => groups.includes(row.group))
    const uri = args.find((arg): arg is vscode.Uri => arg instanceof api.Uri) ?? activeUri()
    const file = uri && fileOf(uri)
    if (!file) return []
    const group = file.conflict ? 'merge' : groups.includes('workingTree') && file.unstaged ? 'workingTree' : 'index'
    return [{ resourceUri: uri, file, group }]
  }

  function activeUri(): vscode.Uri | undefined {
    const input = api.window.tabGroups.activeTabGroup.activeTab?.input
    if (input instanceof api.TabInputText || input instanceof api.TabInputCustom) return input.uri
    return input instanceof api.TabInputTextDiff ? input.modified : api.window.activeTextEditor?.document.uri
  }

  function fileOf(uri: vscode.Uri): GitFileState | undefined {
    const revision = readRevisionUri(uri)
    return revision ? files().find((file) => file.path === revision.path) : model.find(uri)
  }

  const namesOf = (rows: GitResource[]) =>
    rows.flatMap(({ file }) => (file.from ? [file.path, file.from] : [file.path]))

  async function stage(rows: GitResource[]): Promise<void> {
    const unresolved = await withConflictMarkers(context, rows)
    if (unresolved.length > 0) {
      const names = unresolved.map((row) => row.file.path).join(', ')
      const question = `${names} still has merge conflicts. Stage it all the same?`
      if (!(await confirm(api, question, 'Stage'))) return
    }
    await change(() => git.stage({ paths: rows.map((row) => row.file.path) }))
  }

  async function discard(rows: GitResource[]): Promise<void> {
    if (rows.length === 0) return
    const untracked = rows.filter((row) => row.file.unstaged === 'untracked')
    const [only] = rows
    const what = rows.length === 1 ? `'${only!.file.path}'` : `${rows.length} files`
    const question =
      untracked.length === rows.length
        ? `Are you sure you want to DELETE ${what}? What is in no commit can only come back from the trash, where there is one.`
        : untracked.length > 0
          ? `Are you sure you want to discard the changes in ${what}? ${untracked.length} of them are untracked and will be DELETED.`
          : `Are you sure you want to discard the changes in ${what}? They will be lost.`
    const action = untracked.length === rows.length ? 'Delete' : 'Discard Changes'
    if (await confirm(api, question, action))
      await change(() => git.discard({ paths: rows.map((row) => row.file.path) }))
  }

  const rowsOf = (group: GitResource['group']): GitResource[] =>
    files()
      .filter((file) => (group === 'index' ? file.staged : group === 'merge' ? file.conflict : file.unstaged))
      .map((file) => ({ resourceUri: model.paths!.toUri(file.path), file, group }))

  return {
    'git.refresh': () => model.refresh(),
    'git.openChange': async (...args) => {
      for (const row of chosen(args, ['workingTree', 'index', 'merge'])) {
        await openChange(api, row, model.paths!, { preview: true, preserveFocus: args.some(isResource) })
      }
    },
    'git.openFile': async (...args) => {
      for (const { file } of chosen(args, ['workingTree', 'index', 'merge'])) {
        await api.commands.executeCommand('vscode.open', model.paths!.toUri(file.path))
      }
    },
    'git.openAllChanges': async () => {
      const rows = [...rowsOf('index'), ...rowsOf('workingTree')]
      const sides = rows.map((row) => ({ row, ...sidesOf(row, model.paths!) }))
      const entries = sides.map(({ row, left, right }) => [row.resourceUri, left, right])
      await api.commands.executeCommand('vscode.changes', 'Git: Changes', entries)
    },
    'git.stage': (...args) => stage(chosen(args, ['workingTree', 'merge'])),
    'git.stageAll': (...args) => {
      const merge = args.some((arg) => isGroup(arg) && context.view.groupOf(arg) === 'merge')
      return stage(merge ? rowsOf('merge') : [...rowsOf('workingTree'), ...rowsOf('merge')])
    },
    'git.unstage': (...args) => change(() => git.unstage({ paths: namesOf(chosen(args, ['index'])) })),
    'git.unstageAll': () => change(() => git.unstage({ paths: namesOf(rowsOf('index')) })),
    'git.clean': (...args) => discard(chosen(args, ['workingTree'])),
    'git.cleanAll': () => discard(rowsOf('workingTree')),
    'git.init': () => change(() => git.init({})),
    'git.showOutput': () => context.report.show(),
  }
}

export async function confirm(api: typeof vscode, question: string, action: string): Promise<boolean> {
  return (await api.window.showWarningMessage(question, { modal: true }, action)) === action
}

const isResource = (arg: unknown): arg is GitResource =>
  typeof arg === 'object' && arg !== null && 'file' in arg && 'group' in arg

const isGroup = (arg: unknown): arg is vscode.SourceControlResourceGroup =>
  typeof arg === 'object' && arg !== null && 'resourceStates' in arg

/** Rows in conflict whose file still holds the markers. */
async function withConflictMarkers({ api, model }: GitContext, rows: GitResource[]): Promise<GitResource[]> {
  const found = await Promise.all(
    rows.map(async (row) => {
      if (!row.file.conflict || row.file.conflict.includes('deleted')) return []
      const bytes = await api.workspace.fs.readFile(model.paths!.toUri(row.file.path))
      const text = new TextDecoder().decode(bytes)
      return /^<{7}(?: |$)[^]*^={7}\r?$[^]*^>{7}(?: |$)/m.test(text) ? [row] : []
    }),
  )
  return found.flat()
}
