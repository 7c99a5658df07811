import type * as vscode from 'vscode'
import type { GitModel } from './model.ts'
import type { GitReport } from './report.ts'
import type { GitView } from './source-control.ts'

/** What every git command works with. */
export interface GitContext {
  api: typeof vscode
  model: GitModel
  view: GitView
  report: GitReport
  /** Runs something that changes the repository: shows that it goes on, its error if it fails, and the new state. */
  change(work: () => Promise<unknown>): Promise<boolean>
  /** The same for what talks to a remote: with progress in git's own lines, and a way to cancel. */
  talk(title: string, work: (onLine: (line: string) => void, signal: AbortSignal) => Promise<unknown>): Promise<boolean>
  setting<T>(name: string, fallback: T): T
}

export function gitContext(
  api: typeof vscode,
  model: GitModel,
  view: GitView,
  report: GitReport,
  onTalk: (talking: boolean) => void,
): GitContext {
  async function attempt(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work()
      return true
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'AbortError')) report.error(error)
      return false
    } finally {
      await model.refresh()
    }
  }
  return {
    api,
    model,
    view,
    report,
    change: (work) =>
      Promise.resolve(api.window.withProgress({ location: api.ProgressLocation.SourceControl }, () => attempt(work))),
    talk: (title, work) =>
      Promise.resolve(
        api.window.withProgress(
          { location: api.ProgressLocation.Notification, title, cancellable: true },
          async (progress, token) => {
            const abort = new AbortController()
            token.onCancellationRequested(() => abort.abort())
            onTalk(true)
            try {
              return await attempt(() => work((message) => progress.report({ message }), abort.signal))
            } finally {
              onTalk(false)
            }
          },
        ),
      ),
    setting: (name, fallback) => api.workspace.getConfiguration('git').get(name, fallback),
  }
}
