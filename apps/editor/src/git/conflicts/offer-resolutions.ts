import type * as vscode from 'vscode'
import { type Choice, type Conflict, findConflicts, kept, type Lines } from './find-conflicts.ts'

const choices: [Choice, string][] = [
  ['current', 'Accept Current Change'],
  ['incoming', 'Accept Incoming Change'],
  ['both', 'Accept Both Changes'],
]

/** Marks the conflicts of open files and offers to resolve each with a click, as VS Code does. */
export function offerResolutions(api: typeof vscode): void {
  const conflictsOf = (document: vscode.TextDocument) =>
    findConflicts(Array.from({ length: document.lineCount }, (_, line) => document.lineAt(line).text))

  api.languages.registerCodeLensProvider(
    { scheme: 'file' },
    {
      provideCodeLenses: (document) =>
        conflictsOf(document).flatMap((conflict) =>
          choices.map(
            ([choice, title]) =>
              new api.CodeLens(new api.Range(conflict.first, 0, conflict.first, 0), {
                title,
                command: 'git.resolveConflict',
                arguments: [document.uri, conflict.first, choice],
              }),
          ),
        ),
    },
  )

  api.commands.registerCommand('git.resolveConflict', async (uri: vscode.Uri, first: number, choice: Choice) => {
    const document = await api.workspace.openTextDocument(uri)
    const conflict = conflictsOf(document).find((candidate) => candidate.first === first)
    if (!conflict) return
    const edit = new api.WorkspaceEdit()
    const whole = new api.Range(conflict.first, 0, conflict.last + 1, 0)
    edit.replace(uri, document.validateRange(whole), textOf(api, document, conflict, choice))
    await api.workspace.applyEdit(edit)
  })

  const decorations = decorationTypes(api)
  const decorate = (editor: vscode.TextEditor) => {
    const conflicts = editor.document.uri.scheme === 'file' ? conflictsOf(editor.document) : []
    for (const [part, type] of Object.entries(decorations)) {
      editor.setDecorations(
        type,
        conflicts.flatMap((conflict) => partOf(api, conflict, part as keyof typeof decorations)),
      )
    }
  }
  api.window.onDidChangeVisibleTextEditors((editors) => editors.forEach(decorate))
  api.workspace.onDidChangeTextDocument(({ document }) => {
    for (const editor of api.window.visibleTextEditors) if (editor.document === document) decorate(editor)
  })
  api.window.visibleTextEditors.forEach(decorate)
}

function textOf(api: typeof vscode, document: vscode.TextDocument, conflict: Conflict, choice: Choice): string {
  const eol = document.eol === api.EndOfLine.LF ? '\n' : '\r\n'
  const lines = kept(conflict, choice).flatMap(({ start, end }) =>
    Array.from({ length: end - start }, (_, index) => document.lineAt(start + index).text),
  )
  const atEnd = conflict.last === document.lineCount - 1
  return lines.map((line, index) => (atEnd && index === lines.length - 1 ? line : line + eol)).join('')
}

function decorationTypes(api: typeof vscode) {
  const type = (colour: string) =>
    api.window.createTextEditorDecorationType({
      backgroundColor: new api.ThemeColor(colour),
      isWholeLine: true,
      overviewRulerColor: new api.ThemeColor(
        colour.replace('merge.', 'editorOverviewRuler.').replace('Background', 'Foreground'),
      ),
      overviewRulerLane: api.OverviewRulerLane.Full,
    })
  return {
    currentHeader: type('merge.currentHeaderBackground'),
    current: type('merge.currentContentBackground'),
    base: type('merge.commonContentBackground'),
    incoming: type('merge.incomingContentBackground'),
    incomingHeader: type('merge.incomingHeaderBackground'),
  }
}

function partOf(
  api: typeof vscode,
  conflict: Conflict,
  part: 'currentHeader' | 'current' | 'base' | 'incoming' | 'incomingHeader',
): vscode.Range[] {
  const line = (number: number) => [new api.Range(number, 0, number, 0)]
  const range = (lines: Lines | undefined) =>
    lines && lines.end > lines.start ? [new api.Range(lines.start, 0, lines.end - 1, 0)] : []
  if (part === 'currentHeader') return line(conflict.first)
  return part === 'incomingHeader' ? line(conflict.last) : range(conflict[part])
}
