import { getService } from '@codingame/monaco-vscode-api/services'
import { URI } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri'
import { INotificationService } from '@codingame/monaco-vscode-api/vscode/vs/platform/notification/common/notification.service'
import type { IWorkspace, IWorkspaceProvider } from '@codingame/monaco-vscode-api/vscode/vs/workbench/browser/web.api'

/** The engine's folder, the only one of its pages; a new window is another page of the same folder. */
export function folderProvider(root: string): IWorkspaceProvider {
  return {
    trusted: true,
    workspace: { folderUri: URI.file(root) },
    async open(wanted: IWorkspace, options) {
      const path = pathOf(wanted)
      if (!options?.reuse && (path === undefined || path === root)) return window.open('/', '_blank') !== null
      const notifications = await getService(INotificationService)
      notifications.info(
        path === undefined
          ? 'A window of Caret always has its folder. To open another one, run `caret FOLDER` in a terminal.'
          : `A window of Caret has one folder. To open the other one, run \`caret '${path}'\` in a terminal.`,
      )
      return true
    },
  }
}

function pathOf(workspace: IWorkspace): string | undefined {
  if (!workspace) return undefined
  return ('folderUri' in workspace ? workspace.folderUri : workspace.workspaceUri).fsPath
}
