import { URI } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri'
import type { IDiffEditorOptions } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/config/editorOptions'
import type { ITextResourceConfigurationService } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/services/textResourceConfiguration.service'

/** Side by side where there is room, always, or never. */
export type Layout = 'auto' | 'sideBySide' | 'unified'

interface Settings {
  editor: IDiffEditorOptions
  diffEditor: IDiffEditorOptions & { codeLens?: boolean; wordWrap?: IDiffEditorOptions['diffWordWrap'] }
  caret: { review: { layout: Layout } }
}

/** How a diff editor of a review looks: as the user has set diff editors, for a file's language. */
export function diffOptions(settings: ITextResourceConfigurationService, path: string | undefined): IDiffEditorOptions {
  const resource = path === undefined ? undefined : URI.file(path)
  const { editor, diffEditor, caret } = settings.getValue<Settings>(resource)
  const { codeLens, wordWrap, ...diff } = diffEditor
  return {
    ...editor,
    ...diff,
    ...(codeLens !== undefined && { diffCodeLens: codeLens }),
    ...(wordWrap !== undefined && { diffWordWrap: wordWrap }),
    renderSideBySide: caret.review.layout !== 'unified',
    useInlineViewWhenSpaceIsLimited: caret.review.layout === 'auto',
    // Pixels; beside each other in less, most lines of code would be cut off.
    renderSideBySideInlineBreakpoint: 1_100,
    // Every line that is new or gone is to be seen.
    ignoreTrimWhitespace: false,
    hideUnchangedRegions: { enabled: true, contextLineCount: 4, minimumLineCount: 3, revealLineCount: 20 },
    minimap: { enabled: false },
    scrollBeyondLastLine: false,
    lineDecorationsWidth: '2ch',
    renderOverviewRuler: false,
    overviewRulerBorder: false,
    fixedOverflowWidgets: true,
  }
}
