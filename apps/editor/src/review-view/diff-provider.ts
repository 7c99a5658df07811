import { LineRange } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/core/ranges/lineRange'
import { DetailedLineRangeMapping } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/diff/rangeMapping'
import type { ITextModel } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/model'
import type { WorkerBasedDocumentDiffProvider } from '@codingame/monaco-vscode-api/vscode/vs/editor/browser/widget/diffEditor/diffProviderFactoryService'
import type { IDiffProviderFactoryService } from '@codingame/monaco-vscode-api/vscode/vs/editor/browser/widget/diffEditor/diffProviderFactoryService.service'

/**
 * The workbench's own comparison, but for a file that comes or goes. An editor has no text without a line, and the workbench has the one
 * of no text replaced by all others; here it stands for the empty one behind the last break, so that only what is there comes or goes.
 */
export function withoutEmptyLines(factory: IDiffProviderFactoryService): IDiffProviderFactoryService {
  return {
    _serviceBrand: undefined,
    createDiffProvider(options) {
      const provider = factory.createDiffProvider(options)
      return {
        onDidChange: provider.onDidChange,
        async computeDiff(...question: Question) {
          const [before, after] = question
          if (before.isDisposed() || after.isDisposed()) return provider.computeDiff(...question)
          const isWhole = (isEmpty(before) && endsWithBreak(after)) || (isEmpty(after) && endsWithBreak(before))
          if (!isWhole) return provider.computeDiff(...question)
          const change = new DetailedLineRangeMapping(linesOf(before), linesOf(after), undefined)
          return { changes: [change], identical: false, quitEarly: false, moves: [] }
        },
      }
    },
  }
}

type Question = Parameters<WorkerBasedDocumentDiffProvider['computeDiff']>

const isEmpty = (model: ITextModel) => model.getValueLength() === 0
const endsWithBreak = (model: ITextModel) => model.getLineCount() > 1 && model.getLineLength(model.getLineCount()) === 0
/** Without the one behind the last break. */
const linesOf = (model: ITextModel) => new LineRange(1, model.getLineCount())
