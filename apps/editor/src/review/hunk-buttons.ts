import type { Hunk } from '@caret/text'
import { DisposableStore } from '@codingame/monaco-vscode-api/vscode/vs/base/common/lifecycle'
import type { ICodeEditor, IOverlayWidget } from '@codingame/monaco-vscode-api/vscode/vs/editor/browser/editorBrowser'
import { button } from './button.ts'
import { EditorOption } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/config/editorOptions'
import type { Acts } from './acts.ts'

/** "Accept" and "Reject" at the end of each hunk that is in view. */
export class HunkButtons {
  readonly #own = new DisposableStore()
  #widgets: { widget: IOverlayWidget; node: HTMLElement; hunk: Hunk }[] = []

  constructor(
    private readonly editor: ICodeEditor,
    private readonly acts: Acts,
  ) {
    this.#own.add(editor.onDidScrollChange(() => this.#place()))
    this.#own.add(editor.onDidLayoutChange(() => this.#place()))
  }

  set(path: string, hunks: readonly Hunk[]): void {
    this.#clear()
    this.#widgets = hunks.map((hunk, at) => {
      const node = document.createElement('div')
      node.className = 'caret-review-buttons'
      node.append(
        button('Accept', 'Accept this change (Alt+A)', 'primary', () => this.acts.accept(path, [hunk])),
        button('Reject', 'Reject this change (Alt+D)', 'plain', () => this.acts.reject(path, [hunk])),
      )
      const widget: IOverlayWidget = {
        getId: () => `caret.review.hunk.${at}`,
        getDomNode: () => node,
        getPosition: () => null,
      }
      this.editor.addOverlayWidget(widget)
      return { widget, node, hunk }
    })
    this.#place()
  }

  dispose(): void {
    this.#clear()
    this.#own.dispose()
  }

  #clear(): void {
    for (const { widget } of this.#widgets) this.editor.removeOverlayWidget(widget)
    this.#widgets = []
  }

  /** Of what a hunk shows: its last line, or the removed ones where it has none. */
  #bottomOf({ before, after: { start, end } }: Hunk): number {
    if (start < end) return this.editor.getBottomForLineNumber(end)
    const count = this.editor.getModel()?.getLineCount() ?? 0
    if (end < count) return this.editor.getTopForLineNumber(end + 1)
    const removed = (before.end - before.start) * this.editor.getOption(EditorOption.lineHeight)
    return this.editor.getBottomForLineNumber(count) + removed
  }

  /** Below the last line, at the right, where it covers the least. */
  #place(): void {
    const { height, contentLeft, contentWidth } = this.editor.getLayoutInfo()
    for (const { node, hunk } of this.#widgets) {
      const top = this.#bottomOf(hunk) - this.editor.getScrollTop()
      node.style.top = `${top}px`
      node.style.left = `${contentLeft + contentWidth - 24}px`
      node.style.visibility = top < 0 || top > height ? 'hidden' : 'visible'
    }
  }
}
