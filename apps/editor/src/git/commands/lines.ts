import type * as vscode from 'vscode'
import type { GitContext } from '../context.ts'
import type { Gutter } from '../gutter/marks.ts'
import { type LineChange, type LineSpan, within } from '../line-changes.ts'
import { revertLines, stageLines, unstageLines } from '../lines.ts'
import { gitScheme } from '../uris.ts'

/** Staging, unstaging and reverting what is selected; walking from change to change. */
export function lineCommands(context: GitContext, gutter: Gutter): Record<string, () => unknown> {
  const { api, report } = context

  async function onSelection(work: (uri: vscode.Uri, pick: (changes: LineChange[]) => LineChange[]) => Promise<void>) {
    const editor = api.window.activeTextEditor
    if (!editor) return
    const spans = editor.selections.map(spanOf)
    const pick = (changes: LineChange[]) => merge(spans.flatMap((span) => within(changes, span)))
    await work(editor.document.uri, pick).catch(report.error)
  }

  return {
    'git.stageSelectedRanges': () => onSelection((uri, pick) => stageLines(context, uri, pick)),
    'git.unstageSelectedRanges': () =>
      onSelection((uri, pick) => {
        const indexed = uri.scheme === gitScheme ? uri : undefined
        return indexed ? unstageLines(context, indexed, pick) : Promise.resolve()
      }),
    'git.revertSelectedRanges': () => onSelection((uri, pick) => revertLines(context, uri, pick)),
    'git.viewChange': () => gutter.view(),
    'git.closeChange': () => gutter.close(),
    'editor.action.dirtydiff.next': () => gutter.view('next'),
    'editor.action.dirtydiff.previous': () => gutter.view('previous'),
    'workbench.action.editor.nextChange': () => gutter.go('next'),
    'workbench.action.editor.previousChange': () => gutter.go('previous'),
  }
}

/** The lines of a selection; one that ends at a line's start does not hold that line. */
function spanOf(selection: vscode.Selection): LineSpan {
  const { start, end } = selection
  const last = end.character === 0 && end.line > start.line ? end.line : end.line + 1
  return { start: start.line, end: last }
}

/** Several selections may touch one change. */
function merge(changes: LineChange[]): LineChange[] {
  const merged: LineChange[] = []
  for (const change of changes.toSorted((a, b) => a.newStart - b.newStart || a.oldStart - b.oldStart)) {
    const last = merged.at(-1)
    const overlaps = last && change.oldStart < last.oldEnd
    if (overlaps) {
      last.oldEnd = Math.max(last.oldEnd, change.oldEnd)
      last.newEnd = Math.max(last.newEnd, change.newEnd)
    } else if (!last || last.newStart !== change.newStart || last.oldStart !== change.oldStart)
      merged.push({ ...change })
  }
  return merged
}
