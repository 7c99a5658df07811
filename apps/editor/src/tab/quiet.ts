import type { TabSuggestion } from '@caret/protocol'
import { ModifierKeyEmitter } from '@codingame/monaco-vscode-api/vscode/vs/base/browser/dom'
import type * as vscode from 'vscode'
import { holdAlt } from './hold-alt.ts'
import { isContinuation } from './share-edits.ts'

/** A suggestion that can be shown, in the text and at the caret for which it was found. */
export interface Found {
  suggestion: TabSuggestion
  item: vscode.InlineCompletionItem
  document: vscode.TextDocument
  version: number
  position: vscode.Position
}

/** Quiet mode: what is found is only marked, and shown while Alt is held. */
export interface Quiet {
  /** Whether what is found now is kept back. */
  keepsBack(): boolean
  keep(found: Found): void
  /** What was kept back for this place, if it is to be shown now. */
  recall(document: vscode.TextDocument, position: vscode.Position): Found | undefined
  forget(): void
}

export interface Showing {
  isOn(): boolean
  show(): Promise<void>
  hide(): Promise<void>
  /** Looks for the next edit again. */
  ask(): Promise<void>
  onMark(suggestion: TabSuggestion | undefined): void
}

/** Who types on sees no mark come and go. */
const markMs = 200

export function beQuiet(api: typeof vscode, showing: Showing): Quiet {
  const mark = api.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new api.ThemeColor('caret.tab.quietMark'),
    overviewRulerColor: new api.ThemeColor('caret.tab.quietMark'),
  })
  let kept: Found | undefined
  let marking: ReturnType<typeof setTimeout> | undefined
  let revealed = false

  const isHere = (
    { suggestion, document, version, position }: Found,
    at: vscode.TextDocument,
    caret: vscode.Position,
  ) => document === at && version === at.version && (!isContinuation(suggestion) || position.isEqual(caret))
  const forget = () => {
    if (!kept) return
    clearTimeout(marking)
    kept = undefined
    for (const editor of api.window.visibleTextEditors) editor.setDecorations(mark, [])
    showing.onMark(undefined)
  }
  const drawMark = ({ suggestion, document, position }: Found) => {
    const editor = api.window.activeTextEditor
    if (editor?.document !== document) return
    const isHere = suggestion.kind === 'edit' && suggestion.path === document.uri.fsPath
    const at = isHere ? document.positionAt(suggestion.offset) : position
    editor.setDecorations(mark, [new api.Range(at, at)])
    showing.onMark(suggestion)
  }
  const isKept = (editor = api.window.activeTextEditor) =>
    kept !== undefined && editor !== undefined && isHere(kept, editor.document, editor.selection.active)
  const reveal = async (on: boolean) => {
    revealed = on
    await api.commands.executeCommand('setContext', 'caret.tab.revealed', on)
  }

  const forgetWhatIsGone = () => {
    if (!isKept()) forget()
  }
  api.workspace.onDidChangeTextDocument(forgetWhatIsGone)
  api.window.onDidChangeTextEditorSelection(forgetWhatIsGone)
  api.window.onDidChangeActiveTextEditor(forgetWhatIsGone)
  api.workspace.onDidChangeConfiguration((event) => {
    if (!event.affectsConfiguration('caret.tab')) return
    forget()
    void showing.hide()
  })

  holdAlt(window, {
    wanted: () => showing.isOn() && document.activeElement?.closest('.monaco-editor') instanceof Element,
    start: async () => {
      // The menu bar would take the focus when Alt is let go.
      ModifierKeyEmitter.getInstance().resetKeyStatus()
      await reveal(true)
      await showing.show()
    },
    end: async () => {
      await reveal(false)
      await showing.hide()
      // The last one was accepted, or has led into another file.
      if (!kept) await showing.ask()
    },
  })

  return {
    keepsBack: () => showing.isOn() && !revealed,
    keep: (found) => {
      forget()
      kept = found
      marking = setTimeout(drawMark, markMs, found)
    },
    recall: (document, position) => (revealed && kept && isHere(kept, document, position) ? kept : undefined),
    forget,
  }
}
