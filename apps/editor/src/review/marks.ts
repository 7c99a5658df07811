import { diffWords, type Hunk, linesOf } from '@caret/text'
import { getService, ICodeEditorService, ILanguageService } from '@codingame/monaco-vscode-api'
import { DisposableStore } from '@codingame/monaco-vscode-api/vscode/vs/base/common/lifecycle'
import type { ICodeEditor } from '@codingame/monaco-vscode-api/vscode/vs/editor/browser/editorBrowser'
import { EditorOption } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/config/editorOptions'
import type { IEditorDecorationsCollection } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/editorCommon'
import { TokenizationRegistry } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/languages'
import { tokenizeToString } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/languages/textToHtmlTokenizer'
import {
  type IModelDeltaDecoration,
  OverviewRulerLane,
} from '@codingame/monaco-vscode-api/vscode/vs/editor/common/model'
import { documentName } from '../document-name.ts'
import type { Acts } from './acts.ts'
import { Bar } from './bar.ts'
import { HunkButtons } from './hunk-buttons.ts'
import type { NewProblems } from './new-problems.ts'
import type { Pending } from './pending.ts'
import './review.css'

/** Draws what waits for a decision into every editor that shows its file. */
export async function drawPending(pending: Pending, problems: NewProblems, acts: Acts): Promise<void> {
  const [editors, languages] = await Promise.all([getService(ICodeEditorService), getService(ILanguageService)])
  const drawn = new Map<ICodeEditor, Drawing>()
  const add = (editor: ICodeEditor) => {
    if (!editor.getOption(EditorOption.inDiffEditor))
      drawn.set(editor, new Drawing(editor, pending, problems, languages, acts))
  }
  TokenizationRegistry.onDidChange(({ changedColorMap }) => {
    if (changedColorMap) for (const drawing of drawn.values()) drawing.draw()
  })
  editors.listCodeEditors().forEach(add)
  editors.onCodeEditorAdd(add)
  editors.onCodeEditorRemove((editor) => {
    drawn.get(editor)?.dispose()
    drawn.delete(editor)
  })
}

/** So many changes of a file are read better one after the other. */
const many = 5

class Drawing {
  readonly #own = new DisposableStore()
  readonly #decorations: IEditorDecorationsCollection
  readonly #buttons: HunkButtons
  readonly #bar: Bar
  #zones: string[] = []
  /** Which drawing is the newest: the old lines' colours come later than the lines. */
  #turn = 0

  constructor(
    private readonly editor: ICodeEditor,
    private readonly pending: Pending,
    problems: NewProblems,
    private readonly languages: ILanguageService,
    acts: Acts,
  ) {
    this.#decorations = editor.createDecorationsCollection()
    this.#buttons = this.#own.add(new HunkButtons(editor, acts))
    this.#bar = this.#own.add(new Bar(editor, problems, acts))
    this.#own.add(editor.onDidChangeModel(() => this.draw()))
    this.#own.add(editor.onDidChangeCursorPosition(() => this.#bar.point()))
    this.#own.add(
      pending.onChange((path) => {
        if (path === this.#path) this.draw()
      }),
    )
    this.draw()
  }

  dispose(): void {
    this.#decorations.clear()
    this.#own.dispose()
  }

  get #path(): string | undefined {
    const uri = this.editor.getModel()?.uri
    return uri && documentName(uri)
  }

  draw(): void {
    const path = this.#path
    const hunks = path === undefined ? [] : this.pending.hunks(path)
    const before = path === undefined ? [] : linesOf(this.pending.before(path))
    const after = hunks.length > 0 ? linesOf(this.editor.getModel()!.getValue()) : []
    const drawn = hunks.map((hunk) => withTexts(hunk, before, after))
    this.#decorations.set(drawn.flatMap(decorationsOf))
    this.#showRemoved(drawn)
    const decidable = path !== undefined && this.pending.isGrowing(path) ? [] : hunks
    this.#buttons.set(path ?? '', decidable)
    this.#bar.set(path ?? '', decidable, hunks.length >= many || this.pending.paths().length > 1)
  }

  #showRemoved(hunks: readonly DrawnHunk[]): void {
    const turn = ++this.#turn
    const language = this.editor.getModel()?.getLanguageId() ?? 'plaintext'
    this.editor.changeViewZones((zones) => {
      for (const zone of this.#zones) zones.removeZone(zone)
      this.#zones = hunks.flatMap(({ before: { start, end }, after, old, words }) => {
        if (start === end) return []
        const domNode = document.createElement('div')
        domNode.className = 'caret-review-removed'
        this.editor.applyFontInfo(domNode)
        const marks = document.createElement('div')
        marks.className = 'caret-review-words'
        marks.append(...markedText(old, words.before))
        const code = document.createElement('div')
        code.textContent = old
        domNode.append(marks, code)
        void tokenizeToString(this.languages, old, language).then((html) => {
          if (turn === this.#turn) code.innerHTML = html
        })
        return [
          zones.addZone({ afterLineNumber: after.start, heightInLines: end - start, domNode, suppressMouseDown: true }),
        ]
      })
    })
  }
}

/** The text with what `marks` cover in elements of their own. */
function markedText(text: string, marks: readonly { start: number; end: number }[]): (Node | string)[] {
  const nodes: (Node | string)[] = []
  let at = 0
  for (const { start, end } of marks) {
    const mark = document.createElement('span')
    mark.className = 'caret-review-word'
    mark.textContent = text.slice(start, end)
    nodes.push(text.slice(at, start), mark)
    at = end
  }
  return [...nodes, text.slice(at)]
}

/** A hunk with the lines that it takes out and puts in, and which of their words differ. */
interface DrawnHunk extends Hunk {
  old: string
  fresh: string
  words: ReturnType<typeof diffWords>
}

function withTexts(hunk: Hunk, before: readonly string[], after: readonly string[]): DrawnHunk {
  const old = before.slice(hunk.before.start, hunk.before.end).join('\n')
  const fresh = after.slice(hunk.after.start, hunk.after.end).join('\n')
  return { ...hunk, old, fresh, words: diffWords(old, fresh) }
}

function decorationsOf({ before, after: { start, end }, fresh, words }: DrawnHunk): IModelDeltaDecoration[] {
  if (start === end) return []
  const lines = { startLineNumber: start + 1, startColumn: 1, endLineNumber: end, endColumn: 1 }
  const whole: IModelDeltaDecoration = {
    range: lines,
    options: {
      description: 'caret-review-added',
      isWholeLine: true,
      className: 'caret-review-added',
      marginClassName: 'caret-review-added',
      overviewRuler: { color: { id: 'editorOverviewRuler.addedForeground' }, position: OverviewRulerLane.Full },
    },
  }
  if (before.start === before.end) return [whole]
  const positionOf = (offset: number) => {
    const above = fresh.slice(0, offset).split('\n')
    return { line: start + above.length, column: above.at(-1)!.length + 1 }
  }
  return [
    whole,
    ...words.after.map((word): IModelDeltaDecoration => {
      const [from, to] = [positionOf(word.start), positionOf(word.end)]
      return {
        range: { startLineNumber: from.line, startColumn: from.column, endLineNumber: to.line, endColumn: to.column },
        options: { description: 'caret-review-word', className: 'caret-review-added-word' },
      }
    }),
  ]
}
