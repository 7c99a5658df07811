import type { Client, TabRename, tabService } from '@caret/protocol'
import { getService } from '@codingame/monaco-vscode-api/services'
import { StorageScope, StorageTarget } from '@codingame/monaco-vscode-api/vscode/vs/platform/storage/common/storage'
import { IStorageService } from '@codingame/monaco-vscode-api/vscode/vs/platform/storage/common/storage.service'
import type * as vscode from 'vscode'

const command = 'caret.tab.renameFile'

/** The command that a suggested name for a file runs when it is accepted. */
export function registerFileRenaming(
  api: typeof vscode,
  tab: Client<(typeof tabService)['methods']>,
  onEnd: (taken: TabRename, isDone: boolean) => void,
): void {
  const run = async (rename: TabRename) => {
    const { path, newPath } = rename
    tab.move({ path, newPath })
    const isDone = await withoutQuestions(() => renameFile(api, rename))
    if (!isDone) tab.move({ path: newPath, newPath: path })
    if (!isDone)
      void api.window.showWarningMessage(
        `Caret could not ${titleOf(rename)}. Look whether there is a file of that name, or the folder can only be read.`,
      )
    onEnd(rename, isDone)
  }
  // The workbench looks at the text again once the command is done; with the file's old name, that text goes.
  api.commands.registerCommand(command, (rename: TabRename) => void run(rename))
}

/** The workbench asks whether servers may change imports when a file is renamed; the key that took this has said so. */
async function withoutQuestions<T>(action: () => Promise<T>): Promise<T> {
  const storage = await getService(IStorageService)
  const isUndecided = storage.get(consent, StorageScope.PROFILE) === undefined
  if (isUndecided) storage.store(consent, false, StorageScope.PROFILE, StorageTarget.MACHINE)
  try {
    return await action()
  } finally {
    if (isUndecided) storage.remove(consent, StorageScope.PROFILE)
  }
}

/** Where the workbench keeps the answer: whether to show a preview. */
const consent = 'file.particpants.additionalEdits'

/** As the explorer does it: editors go along, servers are asked what else changes, and undo takes it back. */
async function renameFile(api: typeof vscode, { path, newPath }: TabRename): Promise<boolean> {
  const isActive = (path: string) => api.window.activeTextEditor?.document.uri.fsPath === path
  const wasActive = isActive(path)
  const edit = new api.WorkspaceEdit()
  edit.renameFile(api.Uri.file(path), api.Uri.file(newPath))
  if (!(await api.workspace.applyEdit(edit))) return false
  if (wasActive && !isActive(newPath)) {
    await new Promise<void>((resolve) => {
      const listening = api.window.onDidChangeActiveTextEditor(end)
      const timer = setTimeout(end, arrivalMs)
      function end() {
        listening.dispose()
        clearTimeout(timer)
        resolve()
      }
    })
  }
  return true
}

/** So long may an editor take to follow its file. */
const arrivalMs = 1_000

/** Offers it at the end of the caret's line. */
export function renameItem(
  api: typeof vscode,
  document: vscode.TextDocument,
  position: vscode.Position,
  rename: TabRename,
): vscode.InlineCompletionItem {
  const { end } = document.lineAt(position).range
  const isHere = rename.path === document.uri.fsPath
  const item = new api.InlineCompletionItem('', new api.Range(end, end), {
    ...{ command, title: titleOf(rename), arguments: [rename] },
  })
  const { Label } = api.InlineCompletionDisplayLocationKind
  const displayLocation = {
    range: new api.Range(end, end),
    kind: Label,
    label: `Tab: ${isHere ? `rename file to ${nameOf(rename.newPath)}` : titleOf(rename)}`,
  }
  return Object.assign(item, { insertText: undefined, range: undefined, isInlineEdit: true, displayLocation })
}

const titleOf = ({ path, newPath }: TabRename) => `rename ${nameOf(path)} to ${nameOf(newPath)}`
const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)
