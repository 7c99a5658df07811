import type { Review, ReviewProblem } from '@caret/protocol'
import type { IMarkerService } from '@codingame/monaco-vscode-api'
import { URI } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri'
import { MarkerSeverity } from '@codingame/monaco-vscode-api/vscode/vs/platform/markers/common/markers'

/** What the workbench knows to be wrong in the files of a review, as they are in the editor. */
export function problemsOf(review: Review, markers: IMarkerService): ReviewProblem[] {
  return review.changeSet.files.flatMap(({ path: from, to: path = from, after }) => {
    if (after === undefined) return []
    const severities = MarkerSeverity.Error | MarkerSeverity.Warning
    const found = markers.read({ resource: URI.file(`${review.root}/${path}`), severities })
    return found.map(({ startLineNumber, message, severity }): ReviewProblem => {
      const isError = severity === MarkerSeverity.Error
      return { path, line: startLineNumber - 1, message, severity: isError ? 'error' : 'warning' }
    })
  })
}
