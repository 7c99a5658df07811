import { instructService } from '@caret/protocol'
import type { LineSpan } from '@caret/text'
import { getService, ICodeEditorService, IKeybindingService, IStorageService } from '@codingame/monaco-vscode-api'
import type { ICodeEditor } from '@codingame/monaco-vscode-api/vscode/vs/editor/browser/editorBrowser'
import { EditorOption } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/config/editorOptions'
import type * as vscode from 'vscode'
import { documentName } from '../document-name.ts'
import type { Engine } from '../engine.ts'
import type { Pending } from '../review/pending.ts'
import { open, type Opened } from './open.ts'
import { endChordsByPause } from './pause.ts'
import { rememberedHistory, rememberedLabels } from './remembered.ts'
import { registerTerminalBox } from './terminal/register.ts'

/** Instructions in place: a box above the selection, whose answer is proposed in the editor. */
export async function registerInstruct(api: typeof vscode, engine: Engine, reviewed: Promise<Pending>): Promise<void> {
  const [editors, keybindings, storage] = await Promise.all([
    getService(ICodeEditorService),
    getService(IKeybindingService),
    getService(IStorageService),
  ])
  const history = rememberedHistory(storage, 'caret.instruct.history')
  const known = rememberedLabels(storage, 'caret.instruct.mentions')
  const service = engine.use(instructService)
  const boxes = new Map<ICodeEditor, Opened>()
  let model: string | undefined

  const show = async () => {
    const editor = editors.getFocusedCodeEditor() ?? editors.getActiveCodeEditor()
    const document = documentOf(api, editor)
    if (!editor || !document) {
      return api.window.showInformationMessage('Open a file that can be written to edit it in place.')
    }
    const before = boxes.get(editor)
    if (before?.isAsking || before?.hasFocus()) return before.focus()
    const { lines, selected } = linesOf(editor)
    if (before && !selected && touches(before.lines, lines)) return before.focus()
    before?.close()
    const opened = open({
      ...{ api, engine, service, editor, document, lines, selected, history, known, model },
      pending: await reviewed,
      onModel: (chosen) => (model = chosen),
      onClose: () => boxes.get(editor) === opened && boxes.delete(editor),
    })
    boxes.set(editor, opened)
  }
  api.commands.registerCommand('caret.instruct', show)
  api.commands.registerCommand('caret.instruct.pause', show)
  const settings = () => api.workspace.getConfiguration('caret.instruct')
  endChordsByPause(keybindings, (target) => {
    const isHere = target.closest('.integrated-terminal')
      ? settings().get<boolean>('terminal')
      : target.closest('.monaco-editor')
    return isHere ? (settings().get<number | null>('pause') ?? undefined) : undefined
  })
  await registerTerminalBox({
    ...{ api, engine, service, history: rememberedHistory(storage, 'caret.instruct.terminal') },
    model: { get: () => model, set: (chosen) => (model = chosen) },
  })
  editors.onCodeEditorRemove((editor) => boxes.get(editor)?.close())
}

/** The document that an editor shows and may write. */
function documentOf(api: typeof vscode, editor: ICodeEditor | null): vscode.TextDocument | undefined {
  const uri = editor?.getModel()?.uri
  if (!editor || !uri || documentName(uri) === undefined || editor.getOption(EditorOption.readOnly)) return undefined
  return api.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString())
}

/** The selected lines without empty ones at their ends, of which answers have more or fewer; or the caret's. */
function linesOf(editor: ICodeEditor): { lines: LineSpan; selected: boolean } {
  const { startLineNumber: start, endLineNumber: end, endColumn } = editor.getSelection()!
  const selected = !editor.getSelection()!.isEmpty()
  const last = selected && end > start && endColumn === 1 ? end - 1 : end
  const model = editor.getModel()!
  const isEmpty = (line: number) => model.getLineFirstNonWhitespaceColumn(line) === 0
  let [first, until] = [start, last]
  while (first < until && isEmpty(first)) first++
  while (first < until && isEmpty(until)) until--
  return { lines: isEmpty(first) ? { start: start - 1, end: last } : { start: first - 1, end: until }, selected }
}

const touches = (a: LineSpan, b: LineSpan) => b.start <= a.end && b.end >= a.start
