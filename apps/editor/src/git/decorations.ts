import type { GitChangeKind, GitFileState } from '@caret/protocol'
import type * as vscode from 'vscode'
import type { GitModel } from './model.ts'

interface Look {
  letter: string
  color: string
  tooltip: string
}

const looks: Record<GitChangeKind, Look> = {
  modified: { letter: 'M', color: 'modified', tooltip: 'Modified' },
  added: { letter: 'A', color: 'added', tooltip: 'Added' },
  deleted: { letter: 'D', color: 'deleted', tooltip: 'Deleted' },
  renamed: { letter: 'R', color: 'renamed', tooltip: 'Renamed' },
  copied: { letter: 'C', color: 'renamed', tooltip: 'Copied' },
  'type-changed': { letter: 'T', color: 'modified', tooltip: 'Type changed' },
  untracked: { letter: 'U', color: 'untracked', tooltip: 'Untracked' },
}

const stagedColors: Partial<Record<GitChangeKind, string>> = { modified: 'stageModified', deleted: 'stageDeleted' }

/** The letter, the colour and the words for a file's state; the working tree's change before the index's. */
export function lookOf(file: GitFileState): Look {
  if (file.conflict)
    return { letter: '!', color: 'conflicting', tooltip: `Conflict: ${file.conflict.replaceAll('-', ' ')}` }
  if (file.submodule) return { letter: 'S', color: 'submodule', tooltip: 'Submodule' }
  if (file.unstaged) return looks[file.unstaged]
  const staged = file.staged ?? 'modified'
  const look = looks[staged]
  return { ...look, color: stagedColors[staged] ?? look.color, tooltip: `${look.tooltip} (staged)` }
}

/** Colours and letters wherever a file is named: explorer, tabs, source control. */
export function decorateFiles(api: typeof vscode, model: GitModel): void {
  const changed = new api.EventEmitter<vscode.Uri[] | undefined>()
  const ignored = askInBatches((paths) => model.git.ignored({ paths }))
  let shown = new Set<string>()
  let root: string | undefined

  model.onChange(() => {
    if (model.repository?.root !== root) {
      root = model.repository?.root
      forget()
    }
    const now = new Set(model.state?.files.map((file) => file.path))
    const paths = model.paths
    if (paths) changed.fire([...new Set([...shown, ...now])].map((path) => paths.toUri(path)))
    shown = now
  })
  const forget = () => {
    ignored.clear()
    changed.fire(undefined)
  }
  const rules = api.workspace.createFileSystemWatcher('**/.gitignore')
  rules.onDidCreate(forget)
  rules.onDidChange(forget)
  rules.onDidDelete(forget)
  api.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('git.decorations')) forget()
  })
  api.window.registerFileDecorationProvider({
    onDidChangeFileDecorations: changed.event,
    async provideFileDecoration(uri) {
      const path = model.paths?.toPath(uri)
      if (path === undefined || !api.workspace.getConfiguration('git').get('decorations.enabled', true))
        return undefined
      const file = model.find(uri)
      if (file) {
        const { letter, color, tooltip } = lookOf(file)
        const decoration = new api.FileDecoration(letter, tooltip, themeColor(api, color))
        decoration.propagate = file.unstaged !== 'deleted' && file.staged !== 'deleted'
        return decoration
      }
      if (await ignored.ask(path)) return new api.FileDecoration(undefined, 'Ignored', themeColor(api, 'ignored'))
      return undefined
    },
  })
}

const themeColor = (api: typeof vscode, name: string) => new api.ThemeColor(`gitDecoration.${name}ResourceForeground`)

/** One question for all the paths that are asked for within a moment; answers are kept until `clear`. */
function askInBatches(ask: (paths: string[]) => Promise<string[]>) {
  let answers = new Map<string, Promise<boolean>>()
  let batch: { paths: string[]; answer: Promise<Set<string>> } | undefined
  return {
    clear: () => {
      answers = new Map()
    },
    ask(path: string): Promise<boolean> {
      const known = answers.get(path)
      if (known) return known
      if (!batch) {
        const paths: string[] = []
        const answer = new Promise((resolve) => setTimeout(resolve, 20)).then(async () => {
          batch = undefined
          return new Set(await ask(paths).catch(() => []))
        })
        batch = { paths, answer }
      }
      batch.paths.push(path)
      const answer = batch.answer.then((found) => found.has(path))
      answers.set(path, answer)
      return answer
    },
  }
}
