import { searchService, type TextHit } from '@caret/protocol'
import type * as vscode from 'vscode'
import type { Engine } from './engine.ts'

/** Search across files and quick open, by ripgrep in the engine. */
export function registerSearch(api: typeof vscode, engine: Engine): void {
  const search = engine.use(searchService)

  api.workspace.registerTextSearchProvider2('file', {
    async provideTextSearchResults(query, options, progress, token) {
      const [folder] = options.folderOptions
      const report = (hit: TextHit) => {
        const uri = api.Uri.file(hit.path)
        if (hit.kind === 'context') return progress.report(new api.TextSearchContext2(uri, hit.text, hit.line + 1))
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
      const { limitHit } = await search.text(
        {
          pattern: query.pattern,
          regex: query.isRegExp ?? false,
          caseSensitive: query.isCaseSensitive ?? false,
          wholeWord: query.isWordMatch ?? false,
          multiline: query.isMultiline ?? false,
          includes: globs(folder?.includes),
          excludes: globs(folder?.excludes),
          useIgnoreFiles: folder?.useIgnoreFiles.local ?? true,
          followLinks: folder?.followSymlinks ?? true,
          maxResults: options.maxResults,
          context: options.surroundingContext,
          maxFileSize: options.maxFileSize,
          encoding: folder?.encoding,
        },
        (hits) => hits.forEach(report),
        toSignal(token),
      )
      return { limitHit }
    },
  })

  api.workspace.registerFileSearchProvider2('file', {
    // The workbench filters and ranks what it gets; a listing costs the engine little, so none is kept here.
    async provideFileSearchResults(_pattern, options, token) {
      const [folder] = options.folderOptions
      const paths = await search.files(
        {
          includes: globs(folder?.includes),
          excludes: globs(folder?.excludes),
          useIgnoreFiles: folder?.useIgnoreFiles.local ?? true,
        },
        toSignal(token),
      )
      return paths.map((path) => api.Uri.file(path))
    },
  })
}

const globs = (patterns: readonly vscode.GlobPattern[] | undefined): string[] =>
  (patterns ?? []).map((pattern) => (typeof pattern === 'string' ? pattern : pattern.pattern))

function toSignal(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController()
  token.onCancellationRequested(() => controller.abort())
  return controller.signal
}
