import type { TabRename } from '@caret/protocol'
import type * as vscode from 'vscode'

const command = 'caret.tab.renameFile'

/** The command that a suggested name for a file runs when it is accepted. */
export function registerFileRenaming(api: typeof vscode, onEnd: (taken: TabRename, isDone: boolean) => void): void {
  api.commands.registerCommand(command, async (rename: TabRename) => {
    const isDone = await renameFile(api, rename)
    if (!isDone) void api.window.showWarningMessage(`${titleOf(rename)}: this was not possible.`)
    onEnd(rename, isDone)
  })
}

/** As the explorer does it: editors go along, servers are asked what else changes, and undo takes it back. */
async function renameFile(api: typeof vscode, { path, newPath }: TabRename): Promise<boolean> {
  const edit = new api.WorkspaceEdit()
  edit.renameFile(api.Uri.file(path), api.Uri.file(newPath))
  return api.workspace.applyEdit(edit)
}

/** Offers it at the end of the caret's line. */
export function renameItem(
  api: typeof vscode,
  document: vscode.TextDocument,
  position: vscode.Position,
  rename: TabRename,
): vscode.InlineCompletionItem {
  const { end } = document.lineAt(position).range
  const item = new api.InlineCompletionItem('', new api.Range(end, end), {
    ...{ command, title: titleOf(rename), arguments: [rename] },
  })
  const { Label } = api.InlineCompletionDisplayLocationKind
  const displayLocation = { range: new api.Range(end, end), kind: Label, label: `Tab: ${titleOf(rename)}` }
  return Object.assign(item, { insertText: undefined, range: undefined, isInlineEdit: true, displayLocation })
}

const titleOf = ({ path, newPath }: TabRename) => `rename ${nameOf(path)} to ${nameOf(newPath)}`
const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)
