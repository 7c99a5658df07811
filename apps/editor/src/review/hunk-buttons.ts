import type { Hunk } from '@caret/text'
import { DisposableStore } from '@codingame/monaco-vscode-api/vscode/vs/base/common/lifecycle'
import type { ICodeEditor, IOverlayWidget } from '@codingame/monaco-vscode-api/vscode/vs/editor/browser/editorBrowser'
import { button } from './button.ts'
import type { Acts } from './acts.ts'

/** "Accept" and "Reject" at the end of each hunk that is in view. */
export class HunkButtons {
  readonly #own = new DisposableStore()
  #widgets: { widget: IOverlayWidget; node: HTMLElement; line: number }[] = []

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
      return { widget, node, line: hunk.after.end === hunk.after.start ? hunk.after.start + 1 : hunk.after.end }
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

  /** Below the last line, at the right, where it covers the least. */
  #place(): void {
    const { height, contentLeft, contentWidth } = this.editor.getLayoutInfo()
    for (const { node, line } of this.#widgets) {
      const top = this.editor.getBottomForLineNumber(line) - this.editor.getScrollTop()
      node.style.top = `${top}px`
      node.style.left = `${contentLeft + contentWidth - 24}px`
      node.style.visibility = top < 0 || top > height ? 'hidden' : 'visible'
    }
  }
}
