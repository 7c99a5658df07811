import type { CheckpointConflict } from '@caret/protocol'
import { type FileChange, lineStarts, linesOf } from '@caret/text'
import type * as vscode from 'vscode'

const scheme = 'caret-before'

/** Tells which places stay as they are, and shows them beside what was there before, to be mended by hand. */
export function showConflicts(api: typeof vscode) {
  const texts = new Map<string, string>()
  api.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
  })
  return async (
    conflicts: readonly CheckpointConflict[],
    files: readonly FileChange[],
    nameOf: (path: string) => string,
  ): Promise<void> => {
    const said = conflicts.map(({ path, reason, places }) => {
      const lines = places.map(({ line }) => line + 1)
      return lines.length > 0
        ? `${nameOf(path)}, ${lines.length === 1 ? 'line' : 'lines'} ${[...new Set(lines)].join(', ')}: changed since, and left as it is.`
        : reason.replaceAll(path, nameOf(path))
    })
    const comparable = conflicts.filter(({ places }) => places.length > 0)
    const actions = comparable.length > 0 ? ['Compare'] : []
    const chosen = await api.window.showWarningMessage(said.join(' '), ...actions)
    if (chosen === undefined) return
    for (const conflict of comparable) {
      const uri = api.Uri.file(conflict.path)
      const now = files.find(({ path }) => path === conflict.path)?.after
      const text = now ?? (await api.workspace.openTextDocument(uri)).getText()
      const before = uri.with({ scheme, query: crypto.randomUUID() })
      texts.set(before.toString(), withBefore(text, conflict))
      const title = `${nameOf(conflict.path)} (as it was ↔ now)`
      await api.commands.executeCommand('vscode.diff', before, uri, title, { preview: false })
    }
  }
}

/** The text with what was there before in the places of a conflict. */
export function withBefore(text: string, { places }: Pick<CheckpointConflict, 'places'>): string {
  const starts = lineStarts(linesOf(text))
  // The last one first, so that the others stay where they are.
  return places
    .toSorted((a, b) => b.line - a.line)
    .reduce((result, { line, now, before }) => {
      // At a text's end the break before belongs to what is there.
      const offset = (starts[line] ?? text.length) - (now.startsWith('\n') ? 1 : 0)
      return result.startsWith(now, offset)
        ? result.slice(0, offset) + before + result.slice(offset + now.length)
        : result
    }, text)
}
