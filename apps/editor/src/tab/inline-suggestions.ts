import { getService } from '@codingame/monaco-vscode-api/services'
import { ICodeEditorService } from '@codingame/monaco-vscode-api/vscode/vs/editor/browser/services/codeEditorService.service'
import { InlineCompletionsController } from '@codingame/monaco-vscode-api/vscode/vs/editor/contrib/inlineCompletions/browser/controller/inlineCompletionsController'

/** Has the workbench ask for suggestions at once. Its own command takes the last answer to hold until something is typed. */
export async function askAgain(): Promise<void> {
  const model = await activeModel()
  model?.stop()
  await model?.triggerExplicitly()
}

/** Takes the suggestion from the screen. The workbench's own command would have the user dismiss it. */
export async function putAway(): Promise<void> {
  const model = await activeModel()
  model?.stop()
}

async function activeModel() {
  const editors = await getService(ICodeEditorService)
  const editor = editors.getFocusedCodeEditor() ?? editors.getActiveCodeEditor()
  return editor ? InlineCompletionsController.get(editor)?.model.get() : undefined
}
