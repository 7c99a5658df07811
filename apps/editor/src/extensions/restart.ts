import { getService } from '@codingame/monaco-vscode-api/services'
import { SyncDescriptor } from '@codingame/monaco-vscode-api/vscode/vs/platform/instantiation/common/descriptors'
import type { IEditorOverrideServices } from '@codingame/monaco-vscode-api/vscode/vs/editor/standalone/browser/standaloneServices'
import { IExtensionService } from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/extensions/common/extensions.service'
import { IHostService } from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/host/browser/host.service'
import { ExtensionServiceOverride } from '@codingame/monaco-vscode-extensions-service-override'

/**
 * Restarts extensions by reloading the page, which keeps everything. The workbench's way would stop every extension host,
 * and with the one in the page all that Caret itself does.
 */
class ReloadingExtensionService extends ExtensionServiceOverride {
  override async stopExtensionHosts(): Promise<boolean> {
    await (await getService(IHostService)).reload()
    return false
  }
}

export const restartServices = (): IEditorOverrideServices => ({
  [IExtensionService.toString()]: new SyncDescriptor(ReloadingExtensionService, [true], false),
})
