import { type LineSpan, linesOf } from '@caret/text'
import type { IDisposable } from '@codingame/monaco-vscode-api/vscode/vs/base/common/lifecycle'
import type { ICodeEditor } from '@codingame/monaco-vscode-api/vscode/vs/editor/browser/editorBrowser'
import { Range } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/core/range'
import { EndOfLinePreference, TrackedRangeStickiness } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/model'
import type { TextModel } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/model/textModel'
import { proposalEdit } from './proposal-edit.ts'

export type Model = NonNullable<ReturnType<ICodeEditor['getModel']>>

/** Lines of a document that are written anew, again and again, while the rest of it may be edited. */
export class Region {
  readonly #listening: IDisposable
  #mark: string[] = []
  /** How many lines it has; with none, the mark is before the next line, or at the end of the last one. */
  #count: number
  #written: string
  #writing = false
  /** The document's version after the last own write. */
  #version: number | undefined

  /** @param onTouched hears of edits within the lines that are not its own */
  constructor(
    private readonly model: Model,
    lines: LineSpan,
    onTouched: () => void,
  ) {
    this.#count = lines.end - lines.start
    this.#place(lines)
    this.#written = this.text
    this.#listening = model.onDidChangeContent(() => {
      if (this.#writing) return
      const { text } = this
      if (text === this.#written) return
      this.#written = text
      onTouched()
    })
  }

  /** Where the lines are by now. */
  get lines(): LineSpan {
    const range = this.model.getDecorationRange(this.#mark[0]!)
    if (!range) return { start: 0, end: 0 }
    const start = range.startLineNumber - 1
    if (this.#count > 0) return { start, end: range.endLineNumber }
    return range.startColumn > 1 ? { start: start + 1, end: start + 1 } : { start, end: start }
  }

  get text(): string {
    const { start, end } = this.lines
    if (start === end) return ''
    const range = { startLineNumber: start + 1, startColumn: 1, endLineNumber: end, endColumn: this.#length(end) }
    return this.model.getValueInRange(range, EndOfLinePreference.LF)
  }

  /** Undone together are all writes after this; those before are another step. */
  begin(): void {
    this.model.pushStackElement()
    this.#version = undefined
  }

  /** Closes the step that `begin` has opened. */
  end(): void {
    this.model.pushStackElement()
  }

  write(lines: readonly string[]): void {
    const { start, end } = this.lines
    const old = start === end ? [] : linesOf(this.text)
    const most = Math.min(old.length, lines.length)
    let head = 0
    while (head < most && old[head] === lines[head]) head++
    let tail = 0
    while (tail < most - head && old.at(-1 - tail) === lines[lines.length - 1 - tail]) tail++
    if (head + tail < Math.max(old.length, lines.length)) {
      this.#replace({ start: start + head, end: end - tail }, lines.slice(head, lines.length - tail))
    }
    this.#count = lines.length
    this.#place({ start, end: start + lines.length })
    this.#written = this.text
  }

  /** Takes back what was written since `begin`: as if it had never been, unless somebody has edited the document meanwhile. */
  takeBack(text: string): void {
    if (this.#version !== undefined && this.model.getAlternativeVersionId() === this.#version) {
      this.end()
      this.#writing = true
      void this.model.undo()
      this.#writing = false
      const { start } = this.lines
      this.#count = linesOf(text).length
      this.#place({ start, end: start + this.#count })
      this.#written = this.text
    } else if (this.text !== text) this.write(linesOf(text))
  }

  dispose(): void {
    this.#listening.dispose()
    if (!this.model.isDisposed()) this.model.deltaDecorations(this.#mark, [])
  }

  /** One edit, so that what else is in the document keeps its place. */
  #replace({ start, end }: LineSpan, lines: readonly string[]): void {
    const last = this.model.getLineCount()
    const text = lines.join('\n')
    // The last line has no break: there, that of the line before comes and goes.
    const isLast = end === last
    const comes = start === end ? (isLast ? `\n${text}` : `${text}\n`) : text
    const goes = start < end && lines.length === 0
    const from = isLast && start > 0 && (goes || start === end) ? [start, this.#length(start)] : [start + 1, 1]
    const to = start === end ? from : goes && !isLast ? [end + 1, 1] : [end, this.#length(end)]
    const range = new Range(from[0]!, from[1]!, to[0]!, to[1]!)
    this.#writing = true
    const source = proposalEdit(this.model.getLanguageId())
    // What the workbench shows of a document's type leaves the source of edits out.
    const model = this.model as unknown as TextModel
    model.pushEditOperations(null, [{ range, text: comes }], () => null, undefined, source)
    this.#writing = false
    this.#version = this.model.getAlternativeVersionId()
  }

  #place({ start, end }: LineSpan): void {
    const atEnd = start === end && start >= this.model.getLineCount()
    const range = atEnd
      ? { ...at(start, this.#length(start)) }
      : start === end
        ? at(start + 1, 1)
        : { startLineNumber: start + 1, startColumn: 1, endLineNumber: end, endColumn: this.#length(end) }
    const options = { description: 'caret-instruct', stickiness: TrackedRangeStickiness.AlwaysGrowsWhenTypingAtEdges }
    this.#mark = this.model.deltaDecorations(this.#mark, [{ range, options }])
  }

  #length(line: number): number {
    return this.model.getLineMaxColumn(line)
  }
}

const at = (line: number, column: number) => ({
  ...{ startLineNumber: line, startColumn: column, endLineNumber: line, endColumn: column },
})
