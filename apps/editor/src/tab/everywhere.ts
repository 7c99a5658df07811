import { tabService } from '@caret/protocol'
import type { ChangeSet } from '@caret/text'
import type * as vscode from 'vscode'
import type { Engine } from '../engine.ts'
import type { Pending } from '../review/pending.ts'

/** The user's last edit, made wherever else it fits, to be reviewed; undefined where it fits nowhere. */
export async function everywhere(
  api: typeof vscode,
  engine: Engine,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<ChangeSet | undefined> {
  const caret = { path: document.uri.fsPath, offset: document.offsetAt(position), length: document.getText().length }
  const found = await engine.use(tabService).everywhere(caret)
  if (!found) return undefined
  const { examples } = found
  const texts = await Promise.all(found.files.map(({ path }) => api.workspace.openTextDocument(api.Uri.file(path))))
  // What has changed meanwhile is another text.
  const files = found.files.filter(({ before }, at) => texts[at]!.getText() === before)
  if (files.length === 0) return undefined
  const title = examples === 1 ? 'Like your last edit' : `Like your last ${examples} edits`
  return { id: crypto.randomUUID(), title, origin: { kind: 'migration', detail: 'last edits' }, files }
}

/** The command for that. */
export function registerEverywhere(api: typeof vscode, engine: Engine, reviewed: Promise<Pending>): void {
  api.commands.registerCommand('caret.tab.everywhere', async () => {
    const editor = api.window.activeTextEditor
    if (!editor)
      return api.window.showInformationMessage('Open a file and make an edit: this makes it in all other places.')
    const changes = await everywhere(api, engine, editor.document, editor.selection.active)
    if (!changes) {
      return api.window.showInformationMessage(
        'Your last edit fits nowhere else. Make it in one more place: two examples say more than one.',
      )
    }
    await (await reviewed).propose(changes)
    return api.commands.executeCommand('caret.review.nextHere')
  })
}
