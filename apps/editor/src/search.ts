import { searchService, type TextHit } from '@caret/protocol'
import type * as vscode from 'vscode'
import type { Engine } from './engine.ts'

/** Search across files and quick open, by ripgrep in the engine. */
export function registerSearch(api: typeof vscode, engine: Engine): void {
  const search = engine.use(searchService)
  const { root } = engine.info

  api.workspace.registerTextSearchProvider2('file', {
    async provideTextSearchResults(query, options, progress, token) {
      const signal = toSignal(token)
      let left = options.maxResults
      const report = (hit: TextHit) => {
        const uri = api.Uri.file(hit.path)
        if (hit.kind === 'context') return progress.report(new api.TextSearchContext2(uri, hit.text, hit.line + 1))
        left--
        const ranges = hit.ranges.map((range) => ({
          sourceRange: new api.Range(range.startLine, range.startColumn, range.endLine, range.endColumn),
          previewRange: new api.Range(
            range.startLine - hit.line,
            range.startColumn,
            range.endLine - hit.line,
            range.endColumn,
          ),
        }))
        progress.report(new api.TextSearchMatch2(uri, ranges, hit.text))
      }
      for (const folder of options.folderOptions) {
        const where = placeIn(root, folder)
        if (!where) continue
        const { limitHit } = await search.text(
          {
            pattern: query.pattern,
            regex: query.isRegExp ?? false,
            caseSensitive: query.isCaseSensitive ?? false,
            wholeWord: query.isWordMatch ?? false,
            multiline: query.isMultiline ?? false,
            ...where,
            followLinks: folder.followSymlinks,
            maxResults: left,
            context: options.surroundingContext,
            maxFileSize: options.maxFileSize,
            encoding: folder.encoding,
          },
          (hits) => hits.forEach(report),
          signal,
        )
        if (limitHit || left <= 0) return { limitHit: true }
      }
      return { limitHit: false }
    },
  })

  api.workspace.registerFileSearchProvider2('file', {
    async provideFileSearchResults(name, options, token) {
      const signal = toSignal(token)
      const found: vscode.Uri[] = []
      for (const folder of options.folderOptions) {
        const where = placeIn(root, folder)
        const paths = where ? await search.files({ ...where, name, limit: options.maxResults }, signal) : []
        found.push(...paths.map((path) => api.Uri.file(path)))
      }
      return found
    },
  })
}

type Where = Pick<
  vscode.TextSearchProviderOptions['folderOptions'][number],
  'folder' | 'includes' | 'excludes' | 'useIgnoreFiles'
>

/** What of the opened folder a search is for; nothing for a folder that is not in it. */
function placeIn(root: string, { folder, includes, excludes, useIgnoreFiles }: Where) {
  const path = folder.fsPath
  if (path !== root && !path.startsWith(`${root}/`)) return undefined
  const inside = path.slice(root.length).replace(/[\\*?[\]{}]/g, '\\$&')
  // The workbench's globs start at the folder; the engine's do so only with a slash at their start.
  const rooted = (globs: readonly vscode.GlobPattern[]) =>
    globs.map((glob) => `${inside}/${typeof glob === 'string' ? glob : glob.pattern}`)
  return {
    includes: inside !== '' && includes.length === 0 ? [inside] : rooted(includes),
    excludes: rooted(excludes),
    useIgnoreFiles: useIgnoreFiles.local,
  }
}

function toSignal(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController()
  token.onCancellationRequested(() => controller.abort())
  return controller.signal
}
