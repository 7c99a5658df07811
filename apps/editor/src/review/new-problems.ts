import { Emitter } from '@codingame/monaco-vscode-api/vscode/vs/base/common/event'
import type * as vscode from 'vscode'
import type { Proposals } from '../proposals.ts'
import { fileDocuments } from '../file-documents.ts'
import type { Pending } from './pending.ts'

/** An error or a warning, and where. */
export interface Problem {
  path: string
  message: string
  isError: boolean
  /** Counted from 0. */
  line: number
}

/** What language servers hold against the changes that wait: they see these before anybody has accepted them. */
export interface NewProblems {
  /** In the order of their files' paths and lines. */
  all(): readonly Problem[]
  onChange: vscode.Event<void>
}

/** Tells what is there since the first change was proposed, and not of what the user has done meanwhile in other files. */
export function watchNewProblems(api: typeof vscode, pending: Pending, proposals: Proposals): NewProblems {
  const changed = new Emitter<void>()
  /** What there was before; of what waited when the page was loaded, nobody knows. */
  let before: readonly Problem[] | undefined
  let waits = pending.paths().length > 0
  let fresh: readonly Problem[] = []
  const touched = new Set<string>()
  const known = (): Problem[] =>
    api.languages
      .getDiagnostics()
      .flatMap(([{ scheme, fsPath: path }, diagnostics]) =>
        scheme === 'file' ? diagnostics.flatMap((diagnostic) => problemOf(api, path, diagnostic)) : [],
      )
  const isProposed = ({ path, line }: Problem) =>
    pending.hunks(path).some(({ after: { start, end } }) => start <= line && line < end)
  const update = () => {
    const now = waits ? known() : []
    const found = before ? without(now, before).filter(({ path }) => !touched.has(path)) : now.filter(isProposed)
    if (JSON.stringify(found) === JSON.stringify(fresh)) return
    fresh = found
    changed.fire()
  }
  pending.onChange(() => {
    const waited = waits
    waits = pending.paths().length > 0
    if (!waits || !waited) touched.clear()
    if (!waits) before = undefined
    else if (!waited) before = known()
    // With what there was before, only servers tell something new; proposals may grow many times a second.
    if (waits !== waited || !before) update()
  })
  fileDocuments(api).onChange(({ document: { uri }, contentChanges }) => {
    if (contentChanges.length === 0 || proposals.waiting.has(uri.fsPath) || proposals.writing.has(uri.fsPath)) return
    touched.add(uri.fsPath)
  })
  api.languages.onDidChangeDiagnostics(update)
  return { all: () => fresh, onChange: changed.event }
}

function problemOf(api: typeof vscode, path: string, { severity, message, range }: vscode.Diagnostic): Problem[] {
  if (severity > api.DiagnosticSeverity.Warning) return []
  return [{ path, message, isError: severity === api.DiagnosticSeverity.Error, line: range.start.line }]
}

/** Those that are more than there were: lines have moved, so only files and messages tell which are the same. */
export function without(now: readonly Problem[], before: readonly Problem[]): Problem[] {
  const keyOf = ({ path, message, isError }: Problem) => `${path}\n${isError}\n${message}`
  const left = new Map<string, number>()
  for (const problem of before) left.set(keyOf(problem), (left.get(keyOf(problem)) ?? 0) + 1)
  return now
    .filter((problem) => {
      const count = left.get(keyOf(problem)) ?? 0
      left.set(keyOf(problem), count - 1)
      return count <= 0
    })
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line))
}
