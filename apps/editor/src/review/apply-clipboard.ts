import { applyService } from '@caret/protocol'
import type * as vscode from 'vscode'
import type { Engine } from '../engine.ts'
import type { Pending } from './pending.ts'

/** Puts an answer that was copied from elsewhere into the file in the editor, to be reviewed there. */
export function offerClipboard(api: typeof vscode, engine: Engine, pending: Pending): void {
  const apply = engine.use(applyService)
  api.commands.registerCommand('caret.apply.clipboard', async () => {
    const document = api.window.activeTextEditor?.document
    if (!document) return api.window.showInformationMessage('Open the file that the clipboard is to be applied to.')
    const sketch = await api.env.clipboard.readText()
    if (sketch.trim() === '') return api.window.showInformationMessage('The clipboard has no text.')
    const { version } = document
    const path = document.uri.fsPath
    const before = document.getText()
    const result = await apply.sketch({ path, original: before, sketch })
    if (result.kind === 'declined') {
      return api.window.showWarningMessage(`The clipboard was not applied: ${result.reason}`)
    }
    if (document.version !== version) {
      return api.window.showWarningMessage('The file has changed meanwhile. Apply the clipboard again.')
    }
    if (result.text === before) return api.window.showInformationMessage('The file has all of this already.')
    await pending.propose({
      id: crypto.randomUUID(),
      title: 'From the clipboard',
      origin: { kind: 'chat', detail: 'clipboard' },
      files: [{ path, before, after: result.text }],
    })
    return api.commands.executeCommand('caret.review.next')
  })
}
