import type { ReviewHunk, ReviewMark } from '@caret/protocol'
import type { FileChange, LineSpan } from '@caret/text'
import type { IInstantiationService } from '@codingame/monaco-vscode-api'
import { DisposableStore, type IDisposable } from '@codingame/monaco-vscode-api/vscode/vs/base/common/lifecycle'
import type { ICodeEditor } from '@codingame/monaco-vscode-api/vscode/vs/editor/browser/editorBrowser'
import type { CodeEditorWidget } from '@codingame/monaco-vscode-api/vscode/vs/editor/browser/widget/codeEditor/codeEditorWidget'
import { DiffEditorWidget } from '@codingame/monaco-vscode-api/vscode/vs/editor/browser/widget/diffEditor/diffEditorWidget'
import type { IDiffEditorOptions } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/config/editorOptions'
import { ScrollType } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/editorCommon'
import type { IModelDeltaDecoration } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/model'
import { colourOld, openSides, type Sides } from './sides.ts'
import { heavy, plain } from './words.ts'

/** What is shown: a file, the hunk of it that one is at, and the others. */
export interface Shown {
  root: string
  file: FileChange
  /** Whether the text after the change is the file in the editor. */
  isLive: boolean
  hunk: ReviewHunk
  /** Hunks that are read with it, and all other ones of the file. */
  together: readonly ReviewHunk[]
  others: readonly ReviewHunk[]
}

/** The workbench's diff editor on the file of a hunk; the hunk is marked, what is not read with it is dimmed. */
export class Diff {
  readonly #own = new DisposableStore()
  readonly #widget: DiffEditorWidget
  readonly #decorations: { before: Decorations; after: Decorations }
  #open: { key: string; sides: Sides; model: IDisposable } | undefined
  #shown: Shown | undefined
  /** The newest of several questions counts. */
  #turn = 0

  /** @param options the user's, for a file */
  constructor(
    private readonly container: HTMLElement,
    instantiation: IInstantiationService,
    private readonly options: (path: string | undefined) => IDiffEditorOptions,
  ) {
    this.#widget = this.#own.add(
      instantiation.createInstance(DiffEditorWidget, container, { ...options(undefined), automaticLayout: true }, {}),
    )
    this.#own.add(this.#after.onDidChangeViewZones(() => this.#dimRemoved()))
    this.#decorations = {
      before: this.#widget.getOriginalEditor().createDecorationsCollection(),
      after: this.#widget.getModifiedEditor().createDecorationsCollection(),
    }
  }

  /** Shows another hunk, or the same one in a newer text: then nothing scrolls. Resolves once it is drawn. */
  async show(shown: Shown): Promise<void> {
    const turn = ++this.#turn
    const key = `${shown.root}/${shown.file.to ?? shown.file.path}${shown.isLive && shown.file.after !== undefined}`
    const isSame = this.#shown?.hunk.id === shown.hunk.id && this.#open?.key === key
    if (this.#open?.key === key) this.#open.sides.update(shown.file)
    else if (!(await this.#load(key, shown, () => turn !== this.#turn))) return
    this.#shown = shown
    this.#decorate()
    if (!isSame) this.#reveal(shown.hunk)
  }

  /** Shows nothing. */
  clear(): void {
    this.#turn++
    this.#shown = undefined
    this.#close()
  }

  /** Settings are others now. */
  configure(): void {
    this.#widget.updateOptions(this.#optionsNow())
    if (this.#shown) this.#reveal(this.#shown.hunk)
  }

  /** To a mark's line, with the caret. */
  goTo({ side, line }: Pick<ReviewMark, 'side' | 'line'>): void {
    const editor = side === 'before' && this.#widget.renderSideBySide ? this.#before : this.#after
    const at = { lineNumber: Math.min(line + 1, editor.getModel()?.getLineCount() ?? 1), column: 1 }
    editor.setPosition(at)
    editor.revealPositionInCenterIfOutsideViewport(at, ScrollType.Smooth)
    editor.focus()
  }

  /** To the hunk, with the caret. */
  focus(): void {
    if (this.#shown) this.goTo({ side: 'after', line: this.#shown.hunk.after.start })
  }

  get isSideBySide(): boolean {
    return this.#widget.renderSideBySide
  }

  /** Where the caret is in the text after the change, if it is there. */
  get line(): number | undefined {
    return this.#after.hasTextFocus() ? this.#after.getPosition()!.lineNumber - 1 : undefined
  }

  dispose(): void {
    this.clear()
    this.#own.dispose()
  }

  get #before(): ICodeEditor {
    return this.#widget.getOriginalEditor()
  }

  get #after(): ICodeEditor {
    return this.#widget.getModifiedEditor()
  }

  /** The old file stays until the new one can be drawn whole, so that nothing flickers. */
  async #load(
    key: string,
    { file, root, isLive, hunk, together, others }: Shown,
    isLate: () => boolean,
  ): Promise<boolean> {
    const sides = await openSides(file, root, isLive)
    const lastLine = [hunk, ...together, ...others].reduce((last, { before }) => Math.max(last, before.end), 0)
    await colourOld(sides, lastLine)
    // Who closed the view meanwhile has no editor any more that could show anything.
    if (isLate()) {
      sides.dispose()
      return false
    }
    const model = this.#widget.createViewModel({ original: sides.original, modified: sides.modified })
    await model.waitForDiff()
    if (isLate()) {
      model.dispose()
      sides.dispose()
      return false
    }
    const before = this.#open
    this.#open = { key, sides, model }
    // An editor has no text without a line: that one is neither there nor gone.
    this.container.classList.toggle('created', file.before === undefined)
    this.container.classList.toggle('deleted', file.after === undefined)
    this.#widget.updateOptions(this.#optionsNow())
    this.#widget.setModel(model)
    before?.model.dispose()
    before?.sides.dispose()
    return true
  }

  #close(): void {
    this.#widget.setModel(null)
    this.#open?.model.dispose()
    this.#open?.sides.dispose()
    this.#open = undefined
  }

  #optionsNow(): IDiffEditorOptions {
    const sides = this.#open?.sides
    return { ...this.options(sides?.modified.uri.fsPath), readOnly: !sides?.isFile, originalEditable: false }
  }

  #decorate(): void {
    if (!this.#shown) return
    const { hunk, together, others } = this.#shown
    const sideOf = (side: 'before' | 'after') => [
      ...others.flatMap((each) => linesIn(each[side], dimmed)),
      ...linesIn(hunk[side], here),
      ...together.flatMap(({ marks }) => marks.filter((mark) => mark.side === side).map(reasonAt)),
    ]
    const valid = (editor: ICodeEditor, decorations: IModelDeltaDecoration[]) => {
      const model = editor.getModel()
      return model ? decorations.map((each) => ({ ...each, range: model.validateRange(each.range) })) : []
    }
    this.#decorations.before.set(valid(this.#before, sideOf('before')))
    this.#decorations.after.set(valid(this.#after, sideOf('after')))
    this.#dimRemoved()
  }

  /** Shown as one text, lines that are gone are no lines of an editor: they stand between its lines. */
  #dimRemoved(): void {
    const dimmed = new Set(this.#shown?.others.map(({ after }) => after.start))
    for (const { id, afterLineNumber } of (this.#after as CodeEditorWidget).getWhitespaces()) {
      for (const zone of this.container.querySelectorAll(`.modified [monaco-view-zone="${id}"]`)) {
        zone.classList.toggle('caret-guide-dimmed-zone', dimmed.has(afterLineNumber))
      }
    }
  }

  /** Its first line stands in the upper part, unless all of it can be seen already. */
  #reveal({ after: { start, end } }: ReviewHunk): void {
    const editor = this.#after
    const { height } = editor.getLayoutInfo()
    const top = editor.getTopForLineNumber(start + 1, false)
    const bottom = editor.getBottomForLineNumber(Math.max(end, start + 1))
    const from = editor.getScrollTop()
    if (top >= from && bottom <= from + height) return
    editor.setScrollTop(Math.max(0, top - Math.min(height / 4, Math.max(0, (height - (bottom - top)) / 2))))
  }
}

type Decorations = ReturnType<ICodeEditor['createDecorationsCollection']>
type Options = IModelDeltaDecoration['options']

const here: Options = {
  description: 'caret-guide-here',
  isWholeLine: true,
  marginClassName: 'caret-guide-here',
  zIndex: 30,
}

const dimmed: Options = {
  description: 'caret-guide-dimmed',
  isWholeLine: true,
  className: 'caret-guide-dimmed',
  marginClassName: 'caret-guide-dimmed',
  inlineClassName: 'caret-guide-dimmed-text',
  zIndex: 20,
}

function linesIn({ start, end }: LineSpan, options: Options): IModelDeltaDecoration[] {
  if (start === end) return []
  return [
    {
      range: { startLineNumber: start + 1, startColumn: 1, endLineNumber: end, endColumn: Number.MAX_SAFE_INTEGER },
      options,
    },
  ]
}

/** A mark's reason, behind its line. */
function reasonAt({ line, reason, weight }: ReviewMark): IModelDeltaDecoration {
  const column = Number.MAX_SAFE_INTEGER
  return {
    range: { startLineNumber: line + 1, startColumn: column, endLineNumber: line + 1, endColumn: column },
    options: {
      description: 'caret-guide-reason',
      showIfCollapsed: true,
      after: {
        content: `   ${plain(reason)}`,
        inlineClassName: `caret-guide-reason${weight >= heavy ? ' heavy' : ''}`,
      },
    },
  }
}
