import type { Hunk } from '@caret/text'
import { DisposableStore } from '@codingame/monaco-vscode-api/vscode/vs/base/common/lifecycle'
import type { ICodeEditor, IOverlayWidget } from '@codingame/monaco-vscode-api/vscode/vs/editor/browser/editorBrowser'
import { count } from '../count.ts'
import { button } from './button.ts'
import { hunkAt } from './hunk-at.ts'
import type { Acts } from './acts.ts'
import type { NewProblems } from './new-problems.ts'

/** In pixels. */
const fromBottom = 22
const fromSides = 4

/** At the foot of an editor: which of the file's changes the caret is at, the way to the others, and one decision for all. */
export class Bar {
  readonly #node = document.createElement('div')
  readonly #count = document.createElement('span')
  readonly #review: HTMLElement
  readonly #problems: HTMLElement
  readonly #widget: IOverlayWidget
  readonly #own = new DisposableStore()
  #path = ''
  #hunks: readonly Hunk[] = []
  #shown = false

  constructor(
    private readonly editor: ICodeEditor,
    private readonly problems: NewProblems,
    acts: Acts,
  ) {
    this.#node.className = 'caret-review-bar'
    this.#node.role = 'toolbar'
    this.#node.ariaLabel = 'Changes to review'
    this.#count.className = 'caret-review-count'
    this.#review = button('Review…', 'Read all proposed changes in order', 'plain', () => acts.review())
    this.#problems = button('', 'Go to the next problem that these changes bring', 'plain', () => acts.showProblem())
    this.#problems.classList.add('caret-review-problems')
    this.#node.append(
      button('arrow-up', 'Previous change (Shift+Alt+F5)', 'icon', () => acts.go('previous')),
      this.#count,
      button('arrow-down', 'Next change (Alt+F5)', 'icon', () => acts.go('next')),
      this.#problems,
      button('Accept File', 'Accept all changes of this file (Alt+Shift+A)', 'primary', () => acts.accept(this.#path)),
      button('Reject File', 'Reject all changes of this file (Alt+Shift+D)', 'plain', () => acts.reject(this.#path)),
      this.#review,
    )
    this.#own.add(editor.onDidLayoutChange(() => this.#place()))
    this.#own.add(
      problems.onChange(() => {
        this.#tell()
        this.#place()
      }),
    )
    this.#tell()
    this.#widget = { getId: () => 'caret.review.bar', getDomNode: () => this.#node, getPosition: () => null }
  }

  /** @param isMuch whether there is so much in this file, or in others, that a page for it helps */
  set(path: string, hunks: readonly Hunk[], isMuch: boolean): void {
    this.#review.hidden = !isMuch
    this.#path = path
    this.#hunks = hunks
    const shows = hunks.length > 0
    if (shows !== this.#shown) {
      if (shows) this.editor.addOverlayWidget(this.#widget)
      else this.editor.removeOverlayWidget(this.#widget)
    }
    this.#shown = shows
    this.point()
    this.#place()
  }

  /** The caret is somewhere else. */
  point(): void {
    if (!this.#shown) return
    const at = hunkAt(this.#hunks, this.editor.getPosition()?.lineNumber ?? 1)
    const of = count(this.#hunks.length, 'change')
    this.#count.textContent = at === -1 ? of : `${at + 1} of ${of}`
  }

  /** How many problems the changes bring, of all files. */
  #tell(): void {
    const all = this.problems.all()
    const errors = all.filter(({ isError }) => isError).length
    const warnings = all.length - errors
    const counts = [
      ...(errors > 0 ? [count(errors, 'new error')] : []),
      ...(warnings > 0 ? [count(warnings, 'new warning')] : []),
    ]
    this.#problems.textContent = counts.join(', ')
    this.#problems.classList.toggle('caret-review-errors', errors > 0)
    this.#problems.hidden = all.length === 0
  }

  /** Below the middle of the code, unless it has too little room. The container of such widgets has no height of its own. */
  #place(): void {
    const { height, contentLeft, contentWidth } = this.editor.getLayoutInfo()
    // The minimap is drawn over it.
    const width = contentLeft + contentWidth
    this.#node.style.maxWidth = `${width - 2 * fromSides}px`
    this.#node.style.top = `${height - fromBottom}px`
    const half = this.#node.offsetWidth / 2 + fromSides
    this.#node.style.left = `${Math.max(half, Math.min(contentLeft + contentWidth / 2, width - half))}px`
  }

  dispose(): void {
    this.#own.dispose()
    if (this.#shown) this.editor.removeOverlayWidget(this.#widget)
  }
}
