import { getService, ICodeEditorService, IInstantiationService, IThemeService } from '@codingame/monaco-vscode-api'
import { DisposableStore, MutableDisposable } from '@codingame/monaco-vscode-api/vscode/vs/base/common/lifecycle'
import type { ICodeEditor } from '@codingame/monaco-vscode-api/vscode/vs/editor/browser/editorBrowser'
import { EditorOption } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/config/editorOptions'
import type { IEditorDecorationsCollection } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/editorCommon'
import {
  type IModelDeltaDecoration,
  MinimapPosition,
  OverviewRulerLane,
} from '@codingame/monaco-vscode-api/vscode/vs/editor/common/model'
import { IQuickDiffModelService } from '@codingame/monaco-vscode-api/vscode/vs/workbench/contrib/scm/browser/quickDiffModel.service'
import { ITextFileService } from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/textfile/common/textfiles.service'
import type { GitContext } from '../context.ts'
import './gutter.css'
import { type Direction, nextChange } from './next-change.ts'
import { ChangePeek, type QuickDiff } from './peek.ts'

/** The gutter of the editor that has, or had last, the focus. */
export interface Gutter {
  /** Shows the change at the cursor, or the next one from there, or from the one that is shown. */
  view(direction?: Direction): void
  /** Moves the cursor to a change. */
  go(direction: Direction): void
  close(): void
}

/** Marks in every editor's gutter, ruler and minimap what differs from the index, as one types. */
export async function markChanges(context: GitContext): Promise<Gutter> {
  const [editors, instantiation, models, files, themes] = await Promise.all([
    getService(ICodeEditorService),
    getService(IInstantiationService),
    getService(IQuickDiffModelService),
    getService(ITextFileService),
    getService(IThemeService),
  ])
  const marked = new Map<ICodeEditor, EditorMarks>()
  const mark = (editor: ICodeEditor) => {
    if (editor.getOption(EditorOption.inDiffEditor)) return
    const marks = new EditorMarks(editor, (uri) => models.createQuickDiffModelReference(uri), {
      peek: (quickDiff) => new ChangePeek(editor, quickDiff, context, instantiation, themes),
    })
    marked.set(editor, marks)
  }
  editors.listCodeEditors().forEach(mark)
  editors.onCodeEditorAdd(mark)
  editors.onCodeEditorRemove((editor) => {
    marked.get(editor)?.dispose()
    marked.delete(editor)
  })
  // A file's text may come after the editor has opened.
  files.files.onDidResolve(() => {
    for (const marks of marked.values()) marks.attach()
  })
  const active = () => {
    const editor = editors.getActiveCodeEditor() ?? editors.getFocusedCodeEditor()
    return (editor && marked.get(editor)) ?? [...marked.values()].find((marks) => marks.shows)
  }
  return {
    view: (direction) => active()?.view(direction),
    go: (direction) => active()?.go(direction),
    close: () => {
      for (const marks of marked.values()) marks.close()
    },
  }
}

interface Options {
  peek(quickDiff: QuickDiff): ChangePeek
}

class EditorMarks {
  readonly #own = new DisposableStore()
  readonly #decorations: IEditorDecorationsCollection
  readonly #quickDiff = this.#own.add(new MutableDisposable<ReturnType<Reference> & object>())
  readonly #listening = this.#own.add(new MutableDisposable())
  readonly #peek = this.#own.add(new MutableDisposable<ChangePeek>())

  constructor(
    private readonly editor: ICodeEditor,
    private readonly reference: Reference,
    private readonly options: Options,
  ) {
    this.#decorations = editor.createDecorationsCollection()
    this.#own.add(editor.onDidChangeModel(() => this.#reset()))
    this.#own.add(editor.onMouseDown((event) => this.#onMouse(event)))
    this.#reset()
  }

  /** Whether a change is shown. */
  get shows(): boolean {
    return this.#peek.value !== undefined
  }

  /** Starts following the differences of the editor's file, once there is a text to follow. */
  attach(): void {
    const model = this.editor.getModel()
    if (this.#quickDiff.value || model?.uri.scheme !== 'file') return
    const reference = this.reference(model.uri)
    if (!reference) return
    this.#quickDiff.value = reference
    this.#listening.value = reference.object.onDidChange(() => this.#draw())
    this.#draw()
  }

  view(direction?: Direction): void {
    const quickDiff = this.#quickDiff.value?.object
    if (!quickDiff || quickDiff.changes.length === 0) return
    const shown = this.#peek.value?.index
    const line = this.editor.getPosition()?.lineNumber ?? 1
    const index =
      shown !== undefined && direction
        ? (shown + (direction === 'next' ? 1 : -1) + quickDiff.changes.length) % quickDiff.changes.length
        : nextChange(quickDiff.changes, line, direction ?? 'next', true)
    this.#show(quickDiff, index)
  }

  go(direction: Direction): void {
    const quickDiff = this.#quickDiff.value?.object
    if (!quickDiff || quickDiff.changes.length === 0) return
    const line = this.editor.getPosition()?.lineNumber ?? 1
    const change = quickDiff.changes[nextChange(quickDiff.changes, line, direction, false)]!
    const position = { lineNumber: Math.max(1, change.change2.modified.startLineNumber), column: 1 }
    this.editor.setPosition(position)
    this.editor.revealPositionInCenter(position)
  }

  close(): void {
    this.#peek.clear()
    this.editor.focus()
  }

  dispose(): void {
    this.#decorations.clear()
    this.#own.dispose()
  }

  #reset() {
    this.#peek.clear()
    this.#listening.clear()
    this.#quickDiff.clear()
    this.#decorations.clear()
    this.attach()
  }

  #draw() {
    const changes = this.#quickDiff.value?.object.changes ?? []
    this.#decorations.set(changes.map(({ change2 }) => decorationOf(change2.original, change2.modified)))
  }

  #show(quickDiff: QuickDiff, index: number) {
    let peek = this.#peek.value
    if (!peek) {
      peek = this.options.peek(quickDiff)
      this.#peek.value = peek
      peek.onDidClose(() => {
        if (this.#peek.value === peek) this.#peek.clearAndLeak()
      })
    }
    peek.showChange(index)
  }

  #onMouse({ target }: MouseEvent) {
    if (!target.position || !target.element?.classList.contains('caret-change')) return
    const quickDiff = this.#quickDiff.value?.object
    const line = target.position.lineNumber
    const index = quickDiff?.changes.findIndex(({ change2: { modified } }) =>
      modified.isEmpty ? Math.max(1, modified.startLineNumber - 1) === line : modified.contains(line),
    )
    if (!quickDiff || index === undefined || index === -1) return
    if (this.#peek.value?.index === index) this.close()
    else this.#show(quickDiff, index)
  }
}

type MouseEvent = Parameters<Parameters<ICodeEditor['onMouseDown']>[0]>[0]
type Reference = IQuickDiffModelService['createQuickDiffModelReference']
type Lines = QuickDiff['changes'][number]['change2']['modified']

function decorationOf(original: Lines, modified: Lines): IModelDeltaDecoration {
  const kind = modified.isEmpty ? 'deleted' : original.isEmpty ? 'added' : 'modified'
  const top = modified.isEmpty && modified.startLineNumber <= 1
  const first = modified.isEmpty ? Math.max(1, modified.startLineNumber - 1) : modified.startLineNumber
  const last = modified.isEmpty ? first : modified.endLineNumberExclusive - 1
  // What is deleted is marked below a line: of one that wraps, below its last row.
  const column = modified.isEmpty && !top ? Number.MAX_SAFE_INTEGER : 1
  return {
    range: { startLineNumber: first, startColumn: column, endLineNumber: last, endColumn: column },
    options: {
      description: 'caret-change',
      isWholeLine: !modified.isEmpty,
      linesDecorationsClassName: `caret-change caret-change-${kind}${top ? ' caret-change-top' : ''}`,
      overviewRuler: { color: { id: `editorOverviewRuler.${kind}Foreground` }, position: OverviewRulerLane.Left },
      minimap: { color: { id: `minimapGutter.${kind}Background` }, position: MinimapPosition.Gutter },
    },
  }
}
