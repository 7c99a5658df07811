import { getService, IEditorWorkerService } from '@codingame/monaco-vscode-api'
import { URI } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri'
import type { LineRangeMapping } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/diff/rangeMapping'
import type * as vscode from 'vscode'
import type { GitContext } from './context.ts'
import { type LineChange, reverting } from './line-changes.ts'
import { readRevisionUri } from './uris.ts'

type Pick = (changes: LineChange[]) => LineChange[]

/** Stages the changes that `pick` chooses among those between the index and the file's text, saved or not. */
export async function stageLines(context: GitContext, uri: vscode.Uri, pick: Pick): Promise<void> {
  const { api, model, change } = context
  const path = model.paths?.toPath(uri)
  if (!model.paths || path === undefined) return
  const { changes, modified } = await changesBetween(api, model.paths.atRevision({ path, revision: ':' }), uri)
  const picked = pick(changes)
  if (picked.length === 0) return
  const contents = modified.isDirty
    ? await api.workspace.encode(modified.getText(), { encoding: modified.encoding })
    : undefined
  await change(() => model.git.stageLines({ path, changes: picked, contents }))
}

/** Takes back, in the index, the changes that `pick` chooses among those between HEAD and the index. */
export async function unstageLines(context: GitContext, index: vscode.Uri, pick: Pick): Promise<void> {
  const { api, model, change } = context
  const file = readRevisionUri(index)
  if (!model.paths || file?.revision !== ':') return
  const { path } = file
  const from = model.state?.files.find((each) => each.path === path)?.from ?? path
  const { changes } = await changesBetween(api, model.paths.atRevision({ path: from, revision: 'HEAD' }), index)
  const picked = pick(changes)
  if (picked.length > 0) await change(() => model.git.unstageLines({ path, changes: picked }))
}

/** Gives the file's text back the index's lines, as an edit that can be undone. */
export async function revertLines(context: GitContext, uri: vscode.Uri, pick: Pick): Promise<void> {
  const { api, model } = context
  const path = model.paths?.toPath(uri)
  if (!model.paths || path === undefined) return
  const { changes, original, modified } = await changesBetween(
    api,
    model.paths.atRevision({ path, revision: ':' }),
    uri,
  )
  const eol = modified.eol === api.EndOfLine.CRLF ? '\r\n' : '\n'
  const edit = new api.WorkspaceEdit()
  for (const change of pick(changes)) {
    const { startLine, startColumn, endLine, endColumn, text } = reverting(
      change,
      linesOf(original),
      linesOf(modified),
      eol,
    )
    edit.replace(uri, new api.Range(startLine, startColumn, endLine, endColumn), text)
  }
  if (edit.size > 0) await api.workspace.applyEdit(edit)
}

/** The lines that differ between two texts, found by the editor's worker. */
async function changesBetween(api: typeof vscode, originalUri: vscode.Uri, modifiedUri: vscode.Uri) {
  const [original, modified] = await Promise.all([
    api.workspace.openTextDocument(originalUri),
    api.workspace.openTextDocument(modifiedUri),
  ])
  const worker = await getService(IEditorWorkerService)
  const options = { ignoreTrimWhitespace: false, maxComputationTimeMs: 5000, computeMoves: false }
  const diff = await worker.computeDiff(URI.revive(originalUri), URI.revive(modifiedUri), options, 'advanced')
  const changes = (diff?.changes ?? []).map(
    ({ original, modified }: LineRangeMapping): LineChange => ({
      oldStart: original.startLineNumber - 1,
      oldEnd: original.endLineNumberExclusive - 1,
      newStart: modified.startLineNumber - 1,
      newEnd: modified.endLineNumberExclusive - 1,
    }),
  )
  return { changes, original, modified }
}

const linesOf = (document: vscode.TextDocument) =>
  Array.from({ length: document.lineCount }, (_, line) => document.lineAt(line).text)
