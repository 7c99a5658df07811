import type * as vscode from 'vscode'
import type { GitModel } from './model.ts'

const page = 50

/** The commits of a file in the explorer's timeline; choosing one opens what it changed. */
export function showTimeline(api: typeof vscode, model: GitModel): void {
  const changed = new api.EventEmitter<vscode.TimelineChangeEvent | undefined>()
  model.onRevisions(() => changed.fire(undefined))
  api.workspace.registerTimelineProvider('file', {
    id: 'git-history',
    label: 'Git History',
    onDidChange: changed.event,
    async provideTimeline(uri, options, token) {
      const paths = model.paths
      const path = paths?.toPath(uri)
      if (!paths || path === undefined) return { items: [] }
      const skip = Number(options.cursor ?? 0)
      const abort = new AbortController()
      token.onCancellationRequested(() => abort.abort())
      const commits = await model.git.log({ path, limit: page, skip }, abort.signal).catch(() => [])
      const items = commits.map((commit, i) => {
        const item = new api.TimelineItem(commit.message.split('\n')[0]!, commit.date)
        item.id = commit.id
        item.description = commit.author
        item.tooltip = `${commit.author} <${commit.email}>\n${commit.id.slice(0, 8)}\n\n${commit.message}`
        item.iconPath = new api.ThemeIcon('git-commit')
        const then = commit.path ?? path
        const [parent] = commit.parents
        const right = paths.atRevision({ path: then, revision: commit.id })
        const name = then.slice(then.lastIndexOf('/') + 1)
        const title = `${name} (${commit.id.slice(0, 8)})`
        item.command = parent
          ? {
              command: 'vscode.diff',
              title: 'Open Changes',
              arguments: [paths.atRevision({ path: commits[i + 1]?.path ?? then, revision: parent }), right, title],
            }
          : { command: 'vscode.open', title: 'Open', arguments: [right, {}, title] }
        return item
      })
      const paging = commits.length === page ? { cursor: String(skip + page) } : undefined
      return { items, paging }
    },
  })
}
