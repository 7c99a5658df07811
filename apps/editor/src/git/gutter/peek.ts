import type { IInstantiationService, IThemeService } from '@codingame/monaco-vscode-api'
import { Action } from '@codingame/monaco-vscode-api/vscode/vs/base/common/actions'
import type { IReference } from '@codingame/monaco-vscode-api/vscode/vs/base/common/lifecycle'
import type { ICodeEditor } from '@codingame/monaco-vscode-api/vscode/vs/editor/browser/editorBrowser'
import { EmbeddedDiffEditorWidget } from '@codingame/monaco-vscode-api/vscode/vs/editor/browser/widget/diffEditor/embeddedDiffEditorWidget'
import { EditorOption } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/config/editorOptions'
import { ScrollType } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/editorCommon'
import { PeekViewWidget } from '@codingame/monaco-vscode-api/vscode/vs/editor/contrib/peekView/browser/peekView'
import type { IQuickDiffModelService } from '@codingame/monaco-vscode-api/vscode/vs/workbench/contrib/scm/browser/quickDiffModel.service'
import type { GitContext } from '../context.ts'
import { touching } from '../line-changes.ts'
import { revertLines, stageLines } from '../lines.ts'

type Referenced<T> = T extends IReference<infer M> ? M : never
/** The workbench's own model of what differs in a file, unsaved text included. */
export type QuickDiff = Referenced<NonNullable<ReturnType<IQuickDiffModelService['createQuickDiffModelReference']>>>
type Change = QuickDiff['changes'][number]

/** Shows one change under its lines, the old text with it, and what can be done about it. */
export class ChangePeek extends PeekViewWidget {
  /** Which of the file's changes is shown. */
  index = 0
  #diff: EmbeddedDiffEditorWidget | undefined
  #change: Change | undefined

  constructor(
    editor: ICodeEditor,
    private readonly quickDiff: QuickDiff,
    private readonly context: GitContext,
    instantiation: IInstantiationService,
    private readonly themes: IThemeService,
  ) {
    super(editor, { isResizeable: true, showArrow: true, keepEditorSelection: true }, instantiation)
    this._disposables.add(quickDiff.onDidChange(() => this.#follow()))
    this._disposables.add(themes.onDidColorThemeChange(() => this.#colour()))
    this.create()
    this.#tell(true)
  }

  showChange(index: number): void {
    const change = this.quickDiff.changes[index]
    const texts = change && this.quickDiff.getDiffEditorModel(change.original)
    if (!change || !texts || !this.#diff) return this.dispose()
    this.index = index
    this.#change = change
    const { modified, original } = change.change2
    const count = this.quickDiff.changes.length
    this.setTitle(`${change.modified.path.split('/').at(-1)}`, `Git Local Changes — ${index + 1} of ${count}`)
    this.#colour()

    const line = Math.max(1, modified.endLineNumberExclusive - 1)
    const lines = Math.max(modified.length + original.length, 1) + 6
    const room = Math.floor(this.editor.getLayoutInfo().height / this.editor.getOption(EditorOption.lineHeight) / 2)
    const height = Math.max(8, Math.min(lines, room))
    this.editor.revealLineInCenterIfOutsideViewport(line, ScrollType.Smooth)
    this.show({ lineNumber: line, column: 1 }, height)

    const reveal = () =>
      this.#diff?.revealLinesInCenter(Math.max(1, modified.startLineNumber), line, ScrollType.Immediate)
    if (this.#diff.getModel()?.original !== texts.original) {
      this.#diff.setModel(texts)
      const once = this.#diff.onDidUpdateDiff(() => {
        once.dispose()
        reveal()
      })
    } else reveal()
    this.#diff.focus()
  }

  override dispose(): void {
    this.#tell(false)
    // Before the texts it shows go.
    this.#diff?.dispose()
    this.#diff = undefined
    super.dispose()
  }

  protected override _fillHead(container: HTMLElement): void {
    super._fillHead(container)
    const step = (by: number) => {
      const count = this.quickDiff.changes.length
      if (count > 0) this.showChange((this.index + by + count) % count)
    }
    const actions = [
      action('next', 'Show Next Change', 'arrow-down', () => step(1)),
      action('previous', 'Show Previous Change', 'arrow-up', () => step(-1)),
      action('stage', 'Stage Change', 'add', () => this.#apply(stageLines)),
      action('revert', 'Revert Change', 'discard', () => this.#apply(revertLines)),
    ]
    for (const each of actions) this._disposables.add(each)
    this._actionbarWidget?.push(actions, { index: 0, label: false, icon: true })
  }

  protected override _fillBody(container: HTMLElement): void {
    this.#diff = this.instantiationService.createInstance(
      EmbeddedDiffEditorWidget,
      container,
      {
        renderSideBySide: false,
        scrollBeyondLastLine: false,
        minimap: { enabled: false },
        stickyScroll: { enabled: false },
        fixedOverflowWidgets: true,
        renderGutterMenu: false,
        hideUnchangedRegions: { enabled: false },
        overviewRulerLanes: 2,
      },
      {},
      this.editor,
    )
  }

  protected override _doLayoutBody(height: number, width: number): void {
    super._doLayoutBody(height, width)
    this.#diff?.layout({ height, width })
  }

  async #apply(work: typeof stageLines): Promise<void> {
    if (!this.#change) return
    const { modified } = this.#change.change2
    const span = { start: modified.startLineNumber - 1, end: modified.endLineNumberExclusive - 1 }
    const uri = this.context.api.Uri.from(this.#change.modified)
    await work(this.context, uri, (changes) => touching(changes, span)).catch(this.context.report.error)
  }

  /** The text or the index is another one: stay with the change, or go on to what is now in its place. */
  #follow() {
    const { changes } = this.quickDiff
    if (changes.length === 0) {
      this.dispose()
      this.editor.focus()
      return
    }
    const shown = this.#change?.change2
    const same = changes.findIndex(({ change2 }) => shown && change2.modified.intersectsOrTouches(shown.modified))
    const index = same === -1 ? Math.min(this.index, changes.length - 1) : same
    const now = changes[index]!
    // While one types in the change it only grows: leave the view as it is.
    if (same !== -1 && this.#diff?.getModifiedEditor().hasTextFocus()) {
      this.index = index
      this.#change = now
    } else this.showChange(index)
  }

  #colour() {
    const theme = this.themes.getColorTheme()
    const change = this.#change?.change2
    const kind = change?.modified.isEmpty ? 'deleted' : change?.original.isEmpty ? 'added' : 'modified'
    const frame = theme.getColor(`editorGutter.${kind}Background`)
    this.style({
      frameColor: frame,
      arrowColor: frame,
      headerBackgroundColor: theme.getColor('peekViewTitle.background'),
      primaryHeadingColor: theme.getColor('peekViewTitleLabel.foreground'),
      secondaryHeadingColor: theme.getColor('peekViewTitleDescription.foreground'),
    })
  }

  #tell(shown: boolean) {
    void this.context.api.commands.executeCommand('setContext', 'git.changeShown', shown)
  }
}

function action(id: string, label: string, icon: string, run: () => unknown): Action {
  return new Action(`caret.change.${id}`, label, `codicon codicon-${icon}`, true, async () => run())
}
